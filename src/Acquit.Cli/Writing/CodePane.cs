using System.Collections.Immutable;
using Acquit.Cli.Checking;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Writing;

/// <summary>A step with its number on the path, beginning with 1.</summary>
internal readonly record struct NumberedStep(int Number, Step Step);

/// <summary>A row of a pane.</summary>
internal abstract record PaneRow
{
    /// <summary>A line of code.</summary>
    /// <param name="Steps">What happens on it.</param>
    public sealed record Code(int Line, ImmutableArray<NumberedStep> Steps) : PaneRow;

    /// <summary>What happens on the line above.</summary>
    public sealed record Note(NumberedStep Step) : PaneRow;

    /// <summary>Lines that are left out.</summary>
    public sealed record Gap(int Lines) : PaneRow;
}

/// <summary>The part of a path that runs within one file, and the lines to show of it.</summary>
internal sealed record CodePane(string Path, SourceText Text, ImmutableArray<PaneRow> Rows, ImmutableArray<NumberedStep> Steps)
{
    private const int LinesAround = 2;

    // A shorter gap is not worth the row it takes.
    private const int LeastGap = 4;

    /// <summary>The panes of a path, in order: a new one wherever it goes on in another file.</summary>
    public static IEnumerable<CodePane> Of(ImmutableArray<Step> path)
    {
        var steps = path.Select((step, index) => new NumberedStep(index + 1, step)).ToList();
        for (var first = 0; first < steps.Count;)
        {
            var here = steps.Skip(first).TakeWhile(step => step.Step.Place.Path == steps[first].Step.Place.Path).ToImmutableArray();
            yield return new CodePane(here[0].Step.Place.Path, here[0].Step.Place.Text, [.. RowsOf(here)], here);
            first += here.Length;
        }
    }

    /// <summary>How far all lines shown are indented.</summary>
    public int Indentation => Rows.OfType<PaneRow.Code>()
        .Select(row => SourceLine.Expand(Text.Lines[row.Line].ToString()))
        .Where(line => line.Trim().Length > 0)
        .Select(line => line.Length - line.TrimStart().Length)
        .DefaultIfEmpty(0).Min();

    private static IEnumerable<PaneRow> RowsOf(ImmutableArray<NumberedStep> steps)
    {
        var last = steps[0].Step.Place.Text.Lines.Count - 1;
        var onLine = steps.ToLookup(step => Math.Min(step.Step.Place.Span.Start.Line, last));
        var shown = new SortedSet<int>(onLine.SelectMany(line => Enumerable.Range(line.Key - LinesAround, (2 * LinesAround) + 1)).Where(line => line >= 0 && line <= last));
        var before = -1;
        foreach (var line in shown)
        {
            var missing = line - before - 1;
            if (before >= 0 && missing >= LeastGap)
            {
                yield return new PaneRow.Gap(missing);
            }

            for (var between = before >= 0 && missing < LeastGap ? before + 1 : line; between <= line; between++)
            {
                yield return new PaneRow.Code(between, [.. onLine[between]]);
                foreach (var step in onLine[between])
                {
                    yield return new PaneRow.Note(step);
                }
            }

            before = line;
        }
    }
}
