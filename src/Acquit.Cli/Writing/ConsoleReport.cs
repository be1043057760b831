using System.Collections.Immutable;
using Acquit.Cli.Checking;
using Microsoft.CodeAnalysis;
using Spectre.Console;

namespace Acquit.Cli.Writing;

/// <summary>
/// Writes findings as a compiler would that shows its reasons: by file, each in the form that editors and build servers find places
/// in, and below it the lines of its path in the order in which they run.
/// </summary>
internal static class ConsoleReport
{
    public static void Write(ImmutableArray<Report> reports, Terminal terminal)
    {
        foreach (var file in reports.GroupBy(report => report.Place.Path))
        {
            terminal.Line($"[bold underline]{Markup.Escape(terminal.Show(file.Key))}[/]");
            terminal.Line("");
            foreach (var report in file)
            {
                Write(report, terminal);
                terminal.Line("");
            }
        }
    }

    private static void Write(Report report, Terminal terminal)
    {
        var colour = ColourOf(report.Severity);
        terminal.Line(
            $"{Markup.Escape(terminal.Show(report.Place.Path))}({report.Place.Line},{report.Place.Column}): " +
            $"[{colour}]{Severities.Word(report.Severity)} {report.Id}[/]: [bold]{Markup.Escape(report.Message)}[/]");
        var width = report.Path.Max(step => step.Place.Line).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        var indentation = report.Path.Min(step => SourceLine.Of(step.Place).Indentation);
        var path = report.Place.Path;
        var line = -1;
        for (var number = 1; number <= report.Path.Length; number++)
        {
            var step = report.Path[number - 1];
            if (step.Place.Path != path)
            {
                path = step.Place.Path;
                terminal.Line($"  {new string(' ', width)} [grey]-->[/] {Markup.Escape(terminal.Show(path))}:{step.Place.Line}:{step.Place.Column}");
                line = -1;
            }

            if (step.Place.Line != line)
            {
                terminal.Line($"  {new string(' ', width)} [grey]{(line < 0 || step.Place.Line == line + 1 ? "|" : ":")}[/]");
                terminal.Line($"  [grey]{step.Place.Line.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width)} |[/] {Markup.Escape(SourceLine.Of(step.Place).Text[indentation..])}");
                line = step.Place.Line;
            }

            var mark = SourceLine.Of(step.Place);
            var label = report.Path.Length > 1 ? $"{number} {step.Text}" : step.Text;
            terminal.Line(
                $"  {new string(' ', width)} [grey]|[/] {new string(' ', mark.Start - indentation)}" +
                $"[{(step.IsReported ? colour : "cyan")}]{new string(step.IsReported ? '^' : '-', mark.Length)} {Markup.Escape(label.TrimEnd())}[/]");
        }
    }

    private static string ColourOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "red",
        DiagnosticSeverity.Warning => "yellow",
        _ => "blue",
    };
}
