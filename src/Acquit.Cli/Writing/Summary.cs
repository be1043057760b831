using Acquit.Cli.Baselines;
using Acquit.Cli.Checking;
using Acquit.Cli.CommandLine;

namespace Acquit.Cli.Writing;

/// <summary>The last lines: how much there was, and what was left out.</summary>
internal static class Summary
{
    public static void Write(Check check, Comparison results, CheckRequest request, Terminal terminal)
    {
        Write(check.Gaps, terminal);
        if (request.WritesBaseline)
        {
            terminal.Line($"{Counted.Of(check.Reports.Length, "finding")} accepted.");
            return;
        }

        var tally = Tally.Of(check, results);
        terminal.Line($"[{(results.New.IsEmpty ? "green" : "bold")}]{tally.Count}[/]{tally.Rest}");
    }

    /// <summary>Says why there may be more.</summary>
    public static void Write(Gaps gaps, Terminal terminal)
    {
        foreach (var reason in gaps.Sentences)
        {
            terminal.Error($"{reason} {Gaps.Upshot}");
        }

        if (!gaps.Unknown.IsEmpty)
        {
            terminal.Note(UnknownNames.Tell(gaps.Unknown));
        }
    }
}
