using Acquit.Cli.Baselines;
using Acquit.Cli.Checking;

namespace Acquit.Cli.Writing;

/// <summary>How much was found, in the words that the console and the page share.</summary>
/// <param name="Count">The number of findings, or that there are none.</param>
/// <param name="Rest">What follows it: where, in how much that was looked at, and what the baseline has to do with it.</param>
internal sealed record Tally(string Count, string Rest)
{
    public static Tally Of(Check check, Comparison results)
    {
        var looked = $"{Counted.Of(check.Projects, "project")}, {Counted.Of(check.Files, "file")}";
        var kind = results.Accepted > 0 ? "new " : "";
        return results.New.IsEmpty
            ? new Tally($"Nothing {kind}found", $" in {looked}.{BaselineOf(results)}")
            : new Tally(
                Counted.Of(results.New.Length, kind + "finding"),
                $" in {Counted.Of(results.New.Select(report => report.Place.Path).Distinct().Count(), "file")} ({looked} checked).{BaselineOf(results)}");
    }

    private static string BaselineOf(Comparison results) =>
        (results.Accepted > 0 ? $" {results.Accepted} accepted by the baseline." : "") +
        (results.Gone > 0 ? $" {results.Gone} of the baseline {(results.Gone == 1 ? "is" : "are")} gone: write it again." : "");
}
