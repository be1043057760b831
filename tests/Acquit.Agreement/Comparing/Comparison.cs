using System.Text.RegularExpressions;
using Acquit.Agreement.Generating;
using Acquit.Agreement.Running;

namespace Acquit.Agreement.Comparing;

/// <summary>What was said about a driver against what came of it.</summary>
internal sealed partial class Comparison
{
    /// <summary>The rules that speak of what running can show.</summary>
    public static ImmutableArray<string> Rules { get; } =
        ["ACQ101", "ACQ103", "ACQ104", "ACQ105", "ACQ106", "ACQ107", "ACQ108", "ACQ109", "ACQ201", "ACQ202", "ACQ301", "ACQ302"];

    private readonly PrintedDriver driver;

    public Comparison(PrintedDriver driver, IEnumerable<Report> reports, Outcome outcome)
    {
        this.driver = driver;
        Outcome = outcome;
        Report[] all = [.. reports];
        IsGivenUp = all.Any(report => report.Rule == "ACQ903");
        Reports = [.. all.Where(report => Rules.Contains(report.Rule))];
        Confirmed = [.. Reports.Where(report => outcome.Mishaps.Any(mishap => IsAbout(report, mishap)))];
        Unreached = [.. Reports.Except(Confirmed).Where(report => (driver.MethodAt(report.Line) is { } method && !outcome.Entered.Contains(method)) || IsOfWhatStaysThere(report))];
        Unconfirmed = [.. Reports.Except(Confirmed).Except(Unreached)];
        Unsaid = [.. outcome.Mishaps.Where(mishap => !mishap.IsUntested && !Reports.Any(report => IsAbout(report, mishap)))];
        Overlaid = [.. Unsaid.Where(IsOverlaid)];
        Halves = [.. Unsaid.Except(Overlaid).Where(mishap => LeftToCallers.Has(driver, mishap, outcome))];
        Missed = [.. Unsaid.Except(Overlaid).Except(Halves)];
    }

    public PrintedDriver Driver => driver;

    public Outcome Outcome { get; }

    public bool IsGivenUp { get; }

    public ImmutableArray<Report> Reports { get; }

    public ImmutableArray<Report> Confirmed { get; }

    /// <summary>What is said about methods that nobody calls in any run, or about uses that do no harm in any: it is judged as if one showed it.</summary>
    public ImmutableArray<Report> Unreached { get; }

    public ImmutableArray<Report> Unconfirmed { get; }

    public ImmutableArray<Mishap> Unsaid { get; }

    /// <summary>What happened to something of which another mistake is reported: one mistake, one report.</summary>
    public ImmutableArray<Mishap> Overlaid { get; }

    /// <summary>What may be one half of a pair, as far as anybody can tell who reads the code.</summary>
    public ImmutableArray<Mishap> Halves { get; }

    public ImmutableArray<Mishap> Missed { get; }

    /// <summary>Whether something that ends runs may have hidden what is reported to come after it.</summary>
    public bool MayHide => Outcome.Mishaps.Any(mishap => mishap.EndsRun);

    private bool IsAbout(Report report, Mishap mishap) => Families(report.Rule).Contains(mishap.Rule) && driver.WaysTo(mishap.Line).Contains(report.Line)
        || IsOfTooFew(report, mishap) || IsOfAnotherReference(report, mishap) || IsOfTheOther(report, mishap) || IsOfNoRelease(report, mishap) || IsOfTheOneBefore(report, mishap) || IsOfTheRoundBefore(report, mishap);

    /// <summary>What a field holds is given to the release of something else only: the one says so where it is taken, the other where it is given.</summary>
    private bool IsOfNoRelease(Report report, Mishap mishap) =>
        report.Rule == "ACQ108" && mishap.Rule == "ACQ103" && mishap.Acquired.SelectMany(driver.WaysTo).Contains(report.Line);

    /// <summary>
    /// Where fewer are given back than were got, that is where the mistake is, and what a run shows is the rest that is still held. When
    /// the same was got twice, it may show the one or the other.
    /// </summary>
    private bool IsOfTooFew(Report report, Mishap mishap) =>
        report.Rule == "ACQ107" && mishap.Rule == "ACQ101" &&
        report.Lines.Any(line => driver.WaysTo(mishap.Line).Contains(line) || (Called(line).Length > 0 && Called(line) == Called(mishap.Line)) || TakeTheSame(line, mishap.Line));

    /// <summary>
    /// Of references that are counted, a run shows by the last release that there was one too many; which of them was not its giver's,
    /// it does not know.
    /// </summary>
    private bool IsOfTheOneBefore(Report report, Mishap mishap) =>
        Families(report.Rule).Contains(mishap.Rule) &&
        ((report.Rule == "ACQ106" && LeftToCallers.IsCounted(driver.LineAt(report.Line)) && driver.LineAt(report.Line) == driver.LineAt(mishap.Line)) ||
         (report.Rule == "ACQ104" && Batch().Match(driver.LineAt(report.Line)) is { Success: true } release && release.Value == Batch().Match(driver.LineAt(mishap.Line)).Value));

    /// <summary>The same pages of the user's, whichever array they are in.</summary>
    [GeneratedRegex(@"^kernel\.(UnpinUserPages|ReleasePages)\((?=pinned|got|found)")]
    private static partial Regex Batch();

    /// <summary>A lock that a round of a loop does not give back is waited for in the next, by the same call: that ends the run, and tells the same.</summary>
    private bool IsOfTheRoundBefore(Report report, Mishap mishap) =>
        report.Rule == "ACQ101" && mishap.Rule == "ACQ302" && mishap.Acquired.Contains(mishap.Line) && driver.WaysTo(mishap.Line).Contains(report.Line);

    /// <summary>When the same pages are pinned by two calls, or the same page is got by two, what is left may be put down to the one or the other.</summary>
    private bool IsOfTheOther(Report report, Mishap mishap) => report.Rule == "ACQ101" && mishap.Rule == "ACQ101" && TakeTheSame(report.Line, mishap.Line);

    private bool TakeTheSame(int line, int other) =>
        LeftToCallers.AreCounted(driver.LineAt(line), driver.LineAt(other)) ||
        (PinOrGet().Match(Called(line)) is { Success: true } taken && taken.Value == PinOrGet().Match(Called(other)).Value);

    [GeneratedRegex("^(Pin|Get)UserPages")]
    private static partial Regex PinOrGet();

    /// <summary>
    /// What is given to the release of a reference of another kind is still held; where the caller has one of that kind, it is his that was
    /// released.
    /// </summary>
    private bool IsOfAnotherReference(Report report, Mishap mishap) =>
        report.Rule == "ACQ103" && mishap.Rule == "ACQ101" && LeftToCallers.IsCounted(driver.LineAt(report.Line)) && report.Lines.Contains(mishap.Line);

    /// <summary>A page of user memory that is not pinned any more stays where it is, unless somebody else takes it away meanwhile: nobody does.</summary>
    private bool IsOfWhatStaysThere(Report report) => report.Rule == "ACQ105" && Pinned().IsMatch(driver.LineAt(report.Line));

    [GeneratedRegex(@"^(pinned|got|found)_\d+\[0\]\.Span")]
    private static partial Regex Pinned();

    private string Called(int line) => Calls().Match(driver.LineAt(line)).Groups[1].Value;

    [GeneratedRegex(@"= \w+\.(\w+)\(")]
    private static partial Regex Calls();

    /// <summary>What is released though it is not held is told apart by what the code knows, which a run does not.</summary>
    private static string[] Families(string rule) => rule switch
    {
        "ACQ103" or "ACQ104" or "ACQ106" or "ACQ107" => ["ACQ103", "ACQ104", "ACQ106", "ACQ107"],
        "ACQ108" => ["ACQ101", "ACQ108"],
        _ => [rule],
    };

    private bool IsOverlaid(Mishap mishap)
    {
        HashSet<int> concerned = [.. mishap.Acquired.Append(mishap.Line).SelectMany(driver.WaysTo)];
        return Confirmed.Concat(Unreached).Any(report => report.Lines.Any(concerned.Contains) || IsOfTheSamePages(report, mishap)) || Reports.Any(report => IsOfTheReplaced(report, mishap));
    }

    /// <summary>The same pages are given back by a line of the same words, of which a report says already that it is wrong.</summary>
    private bool IsOfTheSamePages(Report report, Mishap mishap) =>
        Families(report.Rule).Contains(mishap.Rule) && driver.LineAt(report.Line) == driver.LineAt(mishap.Line) && Batch().IsMatch(driver.LineAt(mishap.Line));

    /// <summary>Another array was put in the place of the one that was filled, which is lost by that: nothing is in the one that is given back.</summary>
    private bool IsOfTheReplaced(Report report, Mishap mishap) =>
        report.Rule == "ACQ101" && GivenBack().Match(driver.LineAt(mishap.Line)) is { Success: true } given &&
        report.Lines.Any(line => line < mishap.Line && driver.MethodAt(line) == driver.MethodAt(mishap.Line) && driver.LineAt(line).StartsWith($"{given.Groups[1].Value} = new ", StringComparison.Ordinal));

    [GeneratedRegex(@"^kernel\.(?:UnpinUserPages|ReleasePages)\((\w+), ")]
    private static partial Regex GivenBack();
}
