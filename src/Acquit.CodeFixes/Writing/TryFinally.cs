using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Puts statements into a try block with a finally.</summary>
internal sealed class TryFinally
{
    private readonly AnalyzedFile _file;
    private readonly Layout _layout;

    public TryFinally(AnalyzedFile file)
    {
        _file = file;
        _layout = new Layout(file);
    }

    /// <summary>Null where nothing is left to put there. A try statement that is there already gets the lines into its finally.</summary>
    /// <param name="statements">The last statements of a block.</param>
    /// <param name="release">The lines of the finally block.</param>
    /// <param name="removals">Lines of the statements that go.</param>
    /// <param name="before">Lines above the try statement.</param>
    public IReadOnlyList<TextChange>? Around(
        IReadOnlyList<StatementSyntax> statements, IReadOnlyList<string> release, IReadOnlyList<TextChange> removals, string? before = null)
    {
        var left = statements.Where(s => !removals.Any(r => r.Span.Contains(s.Span))).ToList();
        if (left.Count == 0)
        {
            return null;
        }

        bool OnlyReturns(StatementSyntax statement) =>
            statement is ReturnStatementSyntax { Expression: var value } && (value is null || Evaluation.IsIndependent(value, _file));

        if (before is null && left[0] is TryStatementSyntax @try && left.Skip(1).All(OnlyReturns))
        {
            return AtEndOf(@try, release) is { } change ? Indentation.Merged(removals.Append(change)) : null;
        }

        var first = statements[0];
        var last = statements[statements.Count - 1];
        if (!_layout.StartsLine(first.SpanStart) || _layout.EndOfLineOf(last) is not { } end)
        {
            return before is null ? Unfolded(left, release, removals) : null;
        }

        var indent = _layout.IndentAt(first.SpanStart);
        var step = _layout.StepAt(first);
        var eol = _layout.LineEnd;
        var brace = _layout.HasBracesOnOwnLines(first) ? eol + indent + "{" : " {";
        var closing = _layout.HasBracesOnOwnLines(first) ? eol + indent : " ";
        var indentation = new Indentation(_file);
        var header = (before is null ? "" : indent + before + eol) + indent + "try" + brace + eol;
        var changes = new List<TextChange>(removals) { new(new TextSpan(indentation.BeginningOf(first), 0), header) };
        changes.AddRange(indentation.Of(first, end, removals));
        var body = string.Concat(release.Select(l => indent + step + l + eol));
        changes.Add(new TextChange(new TextSpan(end, 0), $"{indent}}}{closing}finally{brace}{eol}{body}{indent}}}{eol}"));
        return Indentation.Merged(changes);
    }

    // A block on one line is written out on several.
    private IReadOnlyList<TextChange>? Unfolded(IReadOnlyList<StatementSyntax> statements, IReadOnlyList<string> release, IReadOnlyList<TextChange> removals)
    {
        if (statements[0].Parent is not BlockSyntax { Parent: not (ElseClauseSyntax or IfStatementSyntax { Else: not null }) } block ||
            _file.Text.Lines.GetLineFromPosition(block.SpanStart).LineNumber != _file.Text.Lines.GetLineFromPosition(block.Span.End).LineNumber ||
            block.DescendantTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            return null;
        }

        var step = new Body(_file).Step(block);
        var outer = _layout.IndentAt(block.SpanStart);
        var isAllman = _layout.HasBracesOnOwnLines(block);
        var first = block.Statements.IndexOf(statements[0]);
        var lines = new List<string>();
        lines.AddRange(block.Statements.Take(first).Select(s => step + s));
        lines.AddRange(Braced("try", statements.Select(s => Without(s, removals)), step, isAllman));
        lines.AddRange(Braced("finally", release, step, isAllman));
        if (!isAllman)
        {
            var @finally = lines.FindLastIndex(l => l.TrimStart().StartsWith("finally", StringComparison.Ordinal));
            lines[@finally - 1] += " " + lines[@finally].TrimStart();
            lines.RemoveAt(@finally);
        }

        var eol = _layout.LineEnd;
        var text = (isAllman ? eol + outer + "{" : " {") + eol + string.Concat(lines.Select(l => outer + l + eol)) + outer + "}";
        return new[] { new TextChange(TextSpan.FromBounds(block.OpenBraceToken.GetPreviousToken().Span.End, block.Span.End), text) };
    }

    private static IEnumerable<string> Braced(string head, IEnumerable<string> lines, string step, bool isAllman) =>
        (isAllman ? new[] { step + head, step + "{" } : new[] { step + head + " {" }).Concat(lines.Select(l => step + step + l)).Append(step + "}");

    private static string Without(StatementSyntax statement, IReadOnlyList<TextChange> removals)
    {
        var text = statement.ToString();
        foreach (var removal in removals.Where(r => statement.Span.Contains(r.Span)).OrderByDescending(r => r.Span))
        {
            text = text.Remove(removal.Span.Start - statement.SpanStart, removal.Span.Length);
        }

        return text;
    }

    private TextChange? AtEndOf(TryStatementSyntax @try, IReadOnlyList<string> release)
    {
        var indent = _layout.IndentAt(@try.SpanStart);
        var eol = _layout.LineEnd;
        var body = string.Concat(release.Select(l => indent + _layout.StepAt(@try.Block) + l + eol));
        if (@try.Finally is { Block: var block })
        {
            return _layout.StartsLine(block.CloseBraceToken.SpanStart)
                ? new TextChange(new TextSpan(_file.Text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart).Start, 0), body)
                : null;
        }

        var handler = @try.Catches.Last().Block;
        var isAllman = _layout.HasBracesOnOwnLines(@try.Block);
        var head = isAllman ? $"{eol}{indent}finally{eol}{indent}{{{eol}" : $" finally {{{eol}";
        return new TextChange(new TextSpan(handler.Span.End, 0), head + body + indent + "}");
    }
}
