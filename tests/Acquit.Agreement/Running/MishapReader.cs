using System.Diagnostics;
using System.Text.RegularExpressions;
using Acquit.Agreement.Generating;
using Acquit.Memory;

namespace Acquit.Agreement.Running;

/// <summary>Tells from what the layer says of a run which rule it is the business of.</summary>
internal static partial class MishapReader
{
    // What a mapping that has failed answers: nothing there to reach, as with a null.
    private const ulong NoAddress = ulong.MaxValue;

    // What a method that gives something back calls what it is given.
    private const string Given = "it";

    /// <param name="foreign">What the driver was given, and others hold.</param>
    public static IEnumerable<Mishap> Read(PrintedDriver driver, OutcomeRun run, IEnumerable<HeldResource> foreign)
    {
        string way = run.ToString();
        way = way[..(way.IndexOf('\n') is >= 0 and int end ? end : way.Length)];
        foreach (KernelWarning warning in run.Warnings)
        {
            if (OfWarning(warning) is { } mishap)
                yield return mishap with { Way = way, Acquired = LinesIn(warning.Message) };
        }

        foreach (HeldResource taken in foreign)
        {
            if (taken.ReleasedAt is { } site && site.Line > 0)
                yield return new Mishap("ACQ106", site.Line, $"{taken} was not the driver's to give back") { Way = way };
        }

        if (run.Exception is { } exception)
        {
            Mishap mishap = OfException(driver, exception);
            yield return mishap with { Way = way, EndsRun = true, Acquired = LinesIn(exception.Message), IsUntested = mishap.IsUntested || IsOfUnaskedOpening(driver, mishap.Line, way) || IsOfOverwritten(driver, way) || IsOfUnaskedTry(driver, mishap, way) };
            yield break;
        }

        foreach (LeakGroup group in run.Leaks.Groups)
            yield return new Mishap("ACQ101", group.AcquiredAt.Line, group.ToString()) { Way = way, Acquired = [group.AcquiredAt.Line] };
    }

    private static Mishap? OfWarning(KernelWarning warning)
    {
        string message = warning.Message;
        int line = warning.CallSite.Line;
        return message switch
        {
            _ when message.Contains("may sleep", StringComparison.Ordinal) => new Mishap("ACQ201", line, message),
            _ when message.Contains("has 0 references", StringComparison.Ordinal) => new Mishap("ACQ105", line, message),
            _ when message.Contains("called in a fault handler", StringComparison.Ordinal) => new Mishap("ACQ201", line, message),
            _ when message.Contains("outside of a fault handler", StringComparison.Ordinal) => new Mishap("ACQ202", line, message),
            _ when message.Contains("taken down before", StringComparison.Ordinal) => new Mishap("ACQ109", line, message),
            _ when message.Contains("which this thread holds", StringComparison.Ordinal)
                || message.Contains("while this thread holds it", StringComparison.Ordinal) => new Mishap("ACQ302", line, message),
            _ when message.Contains("should be held", StringComparison.Ordinal) => new Mishap("ACQ301", line, message),
            _ when message.Contains("an errno; nothing is unpinned", StringComparison.Ordinal) =>
                new Mishap("ACQ106", line, message) { IsUntested = true },
            _ when message.Contains("null: more were", StringComparison.Ordinal) => new Mishap("ACQ107", line, message),
            _ when warning is LockOrderWarning => null,
            _ => new Mishap("?", line, message),
        };
    }

    private static Mishap OfException(PrintedDriver driver, Exception exception)
    {
        string message = exception.Message;
        if (exception is not KernelBugException bug)
        {
            // Nothing was there, because an acquire failed and nobody asked: the rules speak of it only where somebody did.
            int at = LineOf(driver, exception);
            return new Mishap(IsRelease(driver, at) ? "ACQ106" : "ACQ105", at, $"{exception.GetType().Name}: {message}") { IsUntested = true };
        }

        int line = bug.CallSite.Line > 0 ? bug.CallSite.Line : LineOf(driver, exception);
        if (message.Contains("would wait for ever", StringComparison.Ordinal))
            return new Mishap("ACQ302", line, message);
        if (message.Contains("needs the mmap lock", StringComparison.Ordinal))
            return new Mishap("ACQ301", line, message);
        if (message.Contains("has failed is not unmapped", StringComparison.Ordinal) && !IsAsked(driver, line))
            return new Mishap("ACQ106", line, message) { IsUntested = true };
        if (!IsRelease(driver, line))
            return new Mishap("ACQ105", line, message) { IsUntested = message.Contains($"bytes at {NoAddress:x} ", StringComparison.Ordinal) };
        if (message.Contains("is held as", StringComparison.Ordinal))
            return new Mishap("ACQ103", line, message);
        return new Mishap(message.Contains("last released by", StringComparison.Ordinal) ? "ACQ104" : "ACQ106", line, message);
    }

    // Whether anything is made of the address but to give it back, where the method that has it in a variable does so, itself or through others.
    private static bool IsAsked(PrintedDriver driver, int line)
    {
        if (GivingMapping().Match(driver.LineAt(line)) is not { Success: true } giving)
            return true;
        string method = driver.MethodAt(line)!;
        string variable = giving.Groups[1].Value;
        return variable == Given
            ? driver.LinesWith($@"\b{method}\(").Any(caller => driver.MethodAt(caller) != method && IsAsked(driver, caller))
            : IsAsked(driver, variable, method);
    }

    private static bool IsAsked(PrintedDriver driver, string variable, string method) =>
        driver.LinesWith($@"if \(!?\(?{variable} ").Any(asking => driver.MethodAt(asking) == method);

    // What could be opened in part only is closed as if it were whole, because nobody has asked what the opening answered.
    private static bool IsOfUnaskedOpening(PrintedDriver driver, int line, string way) =>
        Closing().Match(driver.MethodAt(line) ?? "") is { Success: true } closing &&
        Regex.IsMatch(way, $@"\bin (Init|Open){closing.Groups[1].Value} \([^)]*\) fails") &&
        driver.LinesWith($@"^\w+ = (\w+\.)?(Init|Open){closing.Groups[1].Value}\(")
            .All(opening => !IsAsked(driver, driver.LineAt(opening).Split(' ')[0], driver.MethodAt(opening)!));

    // The only call that failed has its answer overwritten by that of the next one before anybody asks.
    private static bool IsOfOverwritten(PrintedDriver driver, string way)
    {
        if (OnlyFailure().Match(way) is not { Success: true } failure || int.Parse(failure.Groups[1].Value) is var line && Answered().Match(driver.LineAt(line)) is not { Success: true })
            return false;
        string answer = Answered().Match(driver.LineAt(line)).Groups[1].Value;
        int next = driver.LinesWith($@"\b{answer}\b").FirstOrDefault(other => other > line && driver.MethodAt(other) == driver.MethodAt(line));
        return Answered().Match(driver.LineAt(next)) is { Success: true } again && again.Groups[1].Value == answer && !Regex.IsMatch(driver.LineAt(next)[again.Length..], $@"\b{answer}\b");
    }

    // The lock that is needed was tried for, or its wait could be called off, and nobody has asked how that came out.
    private static bool IsOfUnaskedTry(PrintedDriver driver, Mishap mishap, string way) =>
        mishap.Rule == "ACQ301" && OnlyFailure().Match(way) is { Success: true } failure && int.Parse(failure.Groups[1].Value) is var line &&
        Tried().Match(driver.LineAt(line)) is { Success: true } tried &&
        !driver.LinesWith($@"if \(.*\b{tried.Groups[1].Value}\b").Any(asking => asking > line && asking < mishap.Line && driver.MethodAt(asking) == driver.MethodAt(line));

    private static bool IsRelease(PrintedDriver driver, int line) => Releasing().IsMatch(driver.LineAt(line));

    /// <summary>Where in the driver it was thrown.</summary>
    private static int LineOf(PrintedDriver driver, Exception exception) => new StackTrace(exception, fNeedFileInfo: true)
        .GetFrames()
        .Where(frame => frame.GetFileName() == driver.FileName)
        .Select(frame => frame.GetFileLineNumber())
        .FirstOrDefault();

    private static ImmutableArray<int> LinesIn(string message) => [.. Place().Matches(message).Select(match => int.Parse(match.Groups[1].Value))];

    [GeneratedRegex(@"\.(Free|Put|Release|Unpin|V(unmap|free)|Kv?free|Kunmap|DmaUnmap|Mmput|Mmdrop|Up(Read|Write)|\w*Unlock)\w*\(")]
    private static partial Regex Releasing();

    [GeneratedRegex(@"\.cs:(\d+)\)")]
    private static partial Regex Place();

    [GeneratedRegex(@"^When \w+ in \w+ \([^)]*\.cs:(\d+)\) fails:?$")]
    private static partial Regex OnlyFailure();

    [GeneratedRegex(@"^(\w+) = \w+\.\w+\(")]
    private static partial Regex Answered();

    [GeneratedRegex(@"^(\w+) = \w+\.\w+(?:Trylock|Killable)\(")]
    private static partial Regex Tried();

    [GeneratedRegex(@"^(?:Clear|Close)(\d+)$")]
    private static partial Regex Closing();

    [GeneratedRegex(@"(?:DmaUnmapPage\(|Give\d+\(.*, )(\w+)[,)]")]
    private static partial Regex GivingMapping();
}
