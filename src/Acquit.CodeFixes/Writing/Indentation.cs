using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Moves statements one step in, line by line: what is within a line stays as it is.</summary>
internal sealed class Indentation
{
    private readonly AnalyzedFile _file;
    private readonly Layout _layout;

    public Indentation(AnalyzedFile file)
    {
        _file = file;
        _layout = new Layout(file);
    }

    /// <summary>The start of the line on which a statement begins. Comments above go along; blank lines stay where they are.</summary>
    public int BeginningOf(StatementSyntax statement)
    {
        var begin = statement.FullSpan.Start;
        foreach (var trivia in statement.GetLeadingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                begin = trivia.Span.End;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                break;
            }
        }

        return _file.Text.Lines.GetLineFromPosition(begin).Start;
    }

    /// <summary>The lines from the first statement to a position, but for those that are removed.</summary>
    public IEnumerable<TextChange> Of(StatementSyntax first, int end, IReadOnlyList<TextChange> removals)
    {
        var indent = _layout.IndentAt(first.SpanStart);
        var step = _layout.StepAt(first);
        var lines = _file.Text.Lines;
        for (var i = lines.GetLineFromPosition(BeginningOf(first)).LineNumber; lines[i].Start < end; i++)
        {
            var line = lines[i];
            var isRemoved = removals.Any(r => r.Span.Contains(line.Start) && r.Span.Length > 0);
            if (!isRemoved && !string.IsNullOrWhiteSpace(line.ToString()) && !IsFixed(line.Start))
            {
                var common = line.ToString().StartsWith(indent, StringComparison.Ordinal) ? indent.Length : 0;
                yield return new TextChange(new TextSpan(line.Start + common, 0), step);
            }
        }
    }

    /// <summary>The changes as one may make them: an insertion where a removal begins is one change with it.</summary>
    public static IReadOnlyList<TextChange> Merged(IEnumerable<TextChange> changes) =>
        changes.GroupBy(c => c.Span.Start)
            .Select(g => (Span: new TextSpan(g.Key, g.Max(c => c.Span.Length)), Texts: g.OrderBy(c => c.Span.Length).Select(c => c.NewText)))
            .Select(g => new TextChange(g.Span, string.Concat(g.Texts)))
            .ToList();

    // The text of a literal over several lines, and directives, stay at their columns.
    private bool IsFixed(int lineStart)
    {
        var token = _file.Root.FindToken(lineStart);
        return (token.SpanStart < lineStart && lineStart < token.Span.End) || _file.Root.FindTrivia(lineStart).IsDirective ||
               _file.Root.FindTrivia(lineStart).IsKind(SyntaxKind.DisabledTextTrivia);
    }
}
