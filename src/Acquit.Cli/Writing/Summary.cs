using System.Collections.Immutable;
using Acquit.Cli.Checking;
using Acquit.Cli.CommandLine;

namespace Acquit.Cli.Writing;

/// <summary>The last lines: how much there was, and what was left out.</summary>
internal static class Summary
{
    public static void Write(Check check, (ImmutableArray<Report> New, int Accepted, long Gone) results, CheckRequest request, Terminal terminal)
    {
        Write(check.Gaps, terminal);
        if (request.WritesBaseline)
        {
            terminal.Line($"{Counted.Of(check.Reports.Length, "finding")} accepted in {Spectre.Console.Markup.Escape(terminal.Show(request.Baseline!))}.");
            return;
        }

        var looked = $"{Counted.Of(check.Projects, "project")}, {Counted.Of(check.Files, "file")}";
        terminal.Line(results.New.IsEmpty
            ? $"[green]Nothing {(results.Accepted > 0 ? "new " : "")}found[/] in {looked}.{Accepted(results)}"
            : $"[bold]{Counted.Of(results.New.Length, results.Accepted > 0 ? "new finding" : "finding")}[/] in {Counted.Of(results.New.Select(report => report.Place.Path).Distinct().Count(), "file")} ({looked} checked).{Accepted(results)}");
    }

    /// <summary>Says why there may be more.</summary>
    public static void Write(Gaps gaps, Terminal terminal)
    {
        foreach (var reason in gaps.Reasons)
        {
            terminal.Error($"{reason.TrimEnd('.')}. What is reported may not be all there is.");
        }

        if (!gaps.Unknown.IsEmpty)
        {
            terminal.Note(UnknownNames.Tell(gaps.Unknown));
        }
    }

    private static string Accepted((ImmutableArray<Report> New, int Accepted, long Gone) results) =>
        (results.Accepted > 0 ? $" {results.Accepted} accepted by the baseline." : "") +
        (results.Gone > 0 ? $" {results.Gone} of the baseline {(results.Gone == 1 ? "is" : "are")} gone: write it again." : "");
}
