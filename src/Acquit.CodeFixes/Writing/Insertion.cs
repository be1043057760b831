using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Puts statements before a statement or at the end of a block. Comments stay with what they speak of.</summary>
internal sealed class Insertion
{
    private readonly Layout _layout;

    public Insertion(AnalyzedFile file) => _layout = new Layout(file);

    /// <summary>The lines before the statement, below the comments above it. Null where there is no room for them.</summary>
    public IReadOnlyList<TextChange>? Before(StatementSyntax statement, IReadOnlyList<string> lines) =>
        Around(statement, lines, null);

    /// <summary>
    /// The lines between the value of a return or throw statement and its leaving: the value is put into a variable first.
    /// </summary>
    public IReadOnlyList<TextChange>? BeforeLeaving(
        StatementSyntax statement, ExpressionSyntax value, string type, string name, IReadOnlyList<string> lines)
    {
        var keyword = statement.GetFirstToken();
        if (Around(statement, Array.Empty<string>(), lines.Append($"{keyword.Text} {name};").ToList()) is not { } around)
        {
            return null;
        }

        return around.Append(new TextChange(TextSpan.FromBounds(keyword.SpanStart, value.SpanStart), $"{type} {name} = ")).ToList();
    }

    /// <summary>The lines after the last statement of a block.</summary>
    public IReadOnlyList<TextChange>? AtEnd(BlockSyntax block, IReadOnlyList<string> lines) =>
        block.Statements.Count == 0 || block.CloseBraceToken.IsMissing ? null : After(block.Statements.Last(), lines);

    /// <summary>The lines after a statement in a list of statements.</summary>
    public IReadOnlyList<TextChange> After(StatementSyntax statement, IReadOnlyList<string> lines)
    {
        var innermost = statement is LabeledStatementSyntax labeled ? labeled.Statement : statement;
        return new[] { Behind(statement, lines, _layout.IndentAt(innermost.SpanStart)) };
    }

    /// <summary>Lines before the statement and after it.</summary>
    public IReadOnlyList<TextChange>? Around(
        StatementSyntax statement, IReadOnlyList<string> before, IReadOnlyList<string>? after)
    {
        switch (statement.Parent is LabeledStatementSyntax label ? label.Parent : statement.Parent)
        {
            case BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax:
                return InList(statement, before, after);
            case IfStatementSyntax or ElseClauseSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or
                DoStatementSyntax or UsingStatementSyntax or LockStatementSyntax or FixedStatementSyntax
                when statement.Parent is not LabeledStatementSyntax:
                return statement.GetLeadingTrivia().Any(t => t.IsDirective) ? null : InBraces(statement, before, after);
            default:
                return null;
        }
    }

    private IReadOnlyList<TextChange> InList(
        StatementSyntax statement, IReadOnlyList<string> before, IReadOnlyList<string>? after)
    {
        var changes = new List<TextChange>();
        var indent = _layout.IndentAt(statement.SpanStart);
        var startsLine = _layout.StartsLine(statement.SpanStart);
        if (before.Count > 0)
        {
            var text = startsLine ? Above(before, indent) : string.Concat(before.Select(l => l.Trim() + " "));
            changes.Add(new TextChange(new TextSpan(statement.SpanStart, 0), text));
        }

        if (after is not null)
        {
            changes.Add(Behind(statement, after, indent));
        }

        return changes;
    }

    // A block is set off from what follows it.
    private string Above(IReadOnlyList<string> lines, string indent) =>
        string.Concat(lines.Select(l => l + _layout.LineEnd + (l == "}" ? _layout.LineEnd : "") + indent));

    private TextChange Behind(StatementSyntax statement, IReadOnlyList<string> lines, string indent)
    {
        if (_layout.StartsLine(statement.SpanStart) && _layout.EndOfLineOf(statement) is { } end)
        {
            var last = statement.GetLastToken();
            var gap = last.IsKind(SyntaxKind.CloseBraceToken) && _layout.StartsLine(last.SpanStart) ? _layout.LineEnd : "";
            return new TextChange(new TextSpan(end, 0), gap + string.Concat(lines.Select(l => indent + l + _layout.LineEnd)));
        }

        return _layout.StartsLine(statement.SpanStart)
            ? new TextChange(new TextSpan(statement.Span.End, 0), string.Concat(lines.Select(l => _layout.LineEnd + indent + l)))
            : new TextChange(new TextSpan(statement.Span.End, 0), string.Concat(lines.Select(l => " " + l.Trim())));
    }

    private IReadOnlyList<TextChange> InBraces(
        StatementSyntax statement, IReadOnlyList<string> before, IReadOnlyList<string>? after)
    {
        var previous = statement.GetFirstToken().GetPreviousToken();
        if (!_layout.StartsLine(statement.SpanStart) && !_layout.StartsLine(OwnerStart(statement)) && statement.Parent is not ElseClauseSyntax &&
            statement.GetTrailingTrivia().All(t => t.IsKind(SyntaxKind.WhitespaceTrivia)) && before.Concat(after ?? Array.Empty<string>()).All(l => l.Length > 0 && l[l.Length - 1] == ';'))
        {
            // One of several statements on a line stays on it.
            var opening = "{ " + string.Concat(before.Select(l => l.Trim() + " "));
            var closing = string.Concat((after ?? Array.Empty<string>()).Select(l => " " + l.Trim())) + " }";
            return new[] { new TextChange(new TextSpan(statement.SpanStart, 0), opening), new TextChange(new TextSpan(statement.Span.End, 0), closing) };
        }

        var end = _layout.LineEnd;
        var outer = _layout.IndentAt(OwnerStart(statement));
        var ownLine = _layout.HasBracesOnOwnLines(statement);
        var changes = new List<TextChange>();
        string inner;
        if (_layout.StartsLine(statement.SpanStart))
        {
            inner = _layout.IndentAt(statement.SpanStart);
            changes.Add(ownLine
                ? new TextChange(new TextSpan(statement.FullSpan.Start, 0), outer + "{" + end)
                : new TextChange(new TextSpan(previous.Span.End, 0), " {"));
        }
        else
        {
            inner = outer + _layout.StepAt(statement);
            changes.Add(new TextChange(
                TextSpan.FromBounds(previous.Span.End, statement.SpanStart), (ownLine ? end + outer + "{" : " {") + end + inner));
        }

        if (before.Count > 0)
        {
            changes.Add(new TextChange(new TextSpan(statement.SpanStart, 0), Above(before, inner)));
        }

        var tail = after?.Select(l => inner + l).Append(outer + "}") ?? new[] { outer + "}" };
        var next = statement.GetLastToken().GetNextToken(includeZeroWidth: true);
        if (_layout.EndOfLineOf(statement) is { } endOfLine)
        {
            var isElseNext = statement.Parent is IfStatementSyntax { Else: not null };
            changes.Add(isElseNext && !ownLine
                ? new TextChange(TextSpan.FromBounds(endOfLine, next.SpanStart), string.Join(end, tail) + " ")
                : new TextChange(new TextSpan(endOfLine, 0), string.Concat(tail.Select(l => l + end))));
        }
        else
        {
            // Something follows on the line, be it only a brace or an else.
            var isBlank = statement.GetTrailingTrivia().All(t => t.IsKind(SyntaxKind.WhitespaceTrivia));
            var gap = isBlank ? next.SpanStart - statement.Span.End : 0;
            changes.Add(new TextChange(
                new TextSpan(next.SpanStart - gap, gap), string.Concat(tail.Select(l => end + l)) + end + outer));
        }

        return changes;
    }

    // The line that the braces line up with.
    private static int OwnerStart(StatementSyntax statement) => statement.Parent switch
    {
        ElseClauseSyntax @else => @else.ElseKeyword.SpanStart,
        { } owner => owner.SpanStart,
        null => statement.SpanStart,
    };
}
