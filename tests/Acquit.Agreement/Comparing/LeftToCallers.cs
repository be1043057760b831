using System.Text.RegularExpressions;
using Acquit.Agreement.Generating;
using Acquit.Agreement.Running;

namespace Acquit.Agreement.Comparing;

/// <summary>
/// Locks and references of what the caller also reaches: whoever takes one and never gives it back, or gives one back that he never took,
/// may be one half of a pair, and the rules speak of it only where no caller could know. A run knows no other half.
/// </summary>
internal static partial class LeftToCallers
{
    private static readonly Family[] families =
    [
        new(@"mm\.MmapRead(Lock|Trylock)", @"mm\.MmapReadUnlock\(", IsLock: true) { HasReaders = true },
        new(@"mm\.MmapWrite(Lock|Trylock)", @"mm\.MmapWriteUnlock\(", IsLock: true),
        new(@"mm\.Mmget", @"mm\.Mmput", IsLock: false),
        new(@"mm\.Mmgrab\(", @"mm\.Mmdrop\(", IsLock: false),
        new(@"kernel\.(Get|TryGet)Page\(second", @"kernel\.PutPage\(second", IsLock: false),
        new(@"kernel\.(Lock|Trylock)Page\(first", @"kernel\.UnlockPage\(first", IsLock: true),
    ];

    public static bool Has(PrintedDriver driver, Mishap mishap, Outcome outcome)
    {
        string line = driver.LineAt(mishap.Line);
        string[] around = [.. driver.LinesAround(mishap.Line)];
        bool Any(string pattern) => around.Any(other => Regex.IsMatch(other, pattern));
        return mishap.Rule switch
        {
            // Given back nowhere; or held whenever the entry says so, and given back whenever it says otherwise.
            // A round of a loop that waits for what the one before it took tells the same.
            "ACQ101" or "ACQ302" when mishap.Rule == "ACQ101" || mishap.Acquired.Contains(mishap.Line) => families.Any(family => Regex.IsMatch(line, family.Acquire) && (!Any(family.Release) || outcome.TakenForCallers.Contains(mishap.Line))) || IsHandedOn(driver, mishap, line) || IsGivenWhereNotTaken(driver, line, outcome),
            // References are counted: that somebody else took one more cannot be ruled out.
            // Readers may be several, the caller among them.
            "ACQ104" when Regex.IsMatch(line, @"mm\.MmapReadUnlock\(") && WhoTookIt(driver, mishap, around).Any(taking => taking.Contains("mm.MmapReadTrylock(", StringComparison.Ordinal)) => true,
            "ACQ104" or "ACQ106" when IsToldToGive(driver, mishap, line, outcome) => true,
            "ACQ104" when WhatEndedIt(driver, mishap, outcome) is { } before => Has(driver, before, outcome),
            "ACQ103" or "ACQ104" or "ACQ106" => families.Any(family => Regex.IsMatch(line, family.Release) && !(family.IsLock && Any(family.Acquire) && !IsPause(driver, mishap, family)))
                || IsOtherKind(line),
            "ACQ105" => Regex.IsMatch(line, @"kernel\.\w+\((first|second)\b"),
            // Who gives the lock back without having taken it had it from the caller.
            "ACQ301" => families.Any(family => family.IsLock && Any(family.Release) && !Any(family.Acquire)),
            _ => false,
        };
    }

    // One of several references: where one is given back that was not taken, one that was taken need not be.
    private static bool IsGivenWhereNotTaken(PrintedDriver driver, string line, Outcome outcome) => families.Any(family =>
        !family.IsLock && Regex.IsMatch(line, family.Acquire) && outcome.Mishaps.Any(other => other.Rule is "ACQ104" or "ACQ106" && Regex.IsMatch(driver.LineAt(other.Line), family.Release)));

    // Kept by a file that is mapped, as far as anybody can tell: it gets the page, too.
    private static bool IsHandedOn(PrintedDriver driver, Mishap mishap, string line) =>
        Regex.IsMatch(line, @"kernel\.(Get|TryGet)Page\(second") &&
        driver.LinesWith(@"new Card\(kernel, second\)").SelectMany(driver.WaysTo).Any(at => at > mishap.Line && driver.MethodAt(at) == driver.MethodAt(mishap.Line));

    // A page that was given back once more than it was got is free, and got anew by somebody else, from whom that takes it.
    private static Mishap? WhatEndedIt(PrintedDriver driver, Mishap mishap, Outcome outcome)
    {
        return LastRelease().Match(mishap.Words) is { Success: true } last && int.Parse(last.Groups[1].Value) is var at && IsOfSecond(at) && !IsOfSecond(mishap.Line)
            ? outcome.Mishaps.FirstOrDefault(other => other.Line == at && other.Rule is "ACQ104" or "ACQ106")
            : null;

        bool IsOfSecond(int line) => driver.LineAt(line).Contains("(second)", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"last released by \w+ in \w+ \([^)]*\.cs:(\d+)\)")]
    private static partial Regex LastRelease();

    // What is named may be another thing that is held on the same: then it is one of the calls around.
    private static IEnumerable<string> WhoTookIt(PrintedDriver driver, Mishap mishap, string[] around)
    {
        string[] named = [.. mishap.Acquired.Select(driver.LineAt).Where(IsTaking)];
        return named.Length > 0 ? named : around.Where(IsTaking).All(one => one.Contains("MmapReadTrylock", StringComparison.Ordinal)) ? around : [];

        static bool IsTaking(string text) => Regex.IsMatch(text, @"mm\.MmapRead(Lock|Trylock)");
    }

    // The lock of the caller's is given up, and taken again after that: there is no acquire before, nor a loop to come from a later one.
    // Who reads may have done so more than once, so that he gives it up in several rounds.
    // What has never been held yet is refused in the first round, where a loop takes it after that.
    private static bool IsPause(PrintedDriver driver, Mishap mishap, Family family)
    {
        int line = mishap.Line;
        int[] acquires = [.. driver.LinesWith(family.Acquire)];
        return acquires.All(at => at > line && driver.MethodAt(at) == driver.MethodAt(line)) && (family.HasReaders || !driver.IsInLoop(line) || (mishap.Rule == "ACQ106" && acquires.All(driver.IsInLoop)));
    }

    // Taken by the driver in none of the runs in which its caller gives the same, and given back in all of them: he knows that he is to hold it.
    private static bool IsToldToGive(PrintedDriver driver, Mishap mishap, string line, Outcome outcome) =>
        outcome.GivenForCallers.Contains(mishap.Line) &&
        families.Any(family => family.IsLock && Regex.IsMatch(line, family.Release) && !mishap.Acquired.Any(at => Regex.IsMatch(driver.LineAt(at), family.Acquire)));

    /// <summary>Whether a line gives back one of several references.</summary>
    public static bool IsCounted(string line) => families.Any(family => !family.IsLock && Regex.IsMatch(line, family.Release));

    /// <summary>Whether two lines take one of several references each, on the same.</summary>
    public static bool AreCounted(string taking, string other) => families.Any(family => !family.IsLock && Regex.IsMatch(taking, family.Acquire) && Regex.IsMatch(other, family.Acquire));

    // Given back in a way that nothing of the sort was taken by.
    private static bool IsOtherKind(string line) => Regex.IsMatch(line, @"kernel\.UnpinUserPage\(second");

    private sealed record Family(string Acquire, string Release, bool IsLock)
    {
        public bool HasReaders { get; init; }
    }
}
