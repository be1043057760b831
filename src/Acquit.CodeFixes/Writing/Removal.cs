using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Takes statements out, with their lines.</summary>
internal sealed class Removal
{
    private readonly SourceText _text;
    private readonly Layout _layout;

    public Removal(AnalyzedFile file)
    {
        _text = file.Text;
        _layout = new Layout(file);
    }

    /// <summary>
    /// Removes a statement, and a condition that has nothing else to do. Comments above it stay; one behind it speaks of it and
    /// goes. Null where nothing can be removed.
    /// </summary>
    public TextChange? Of(StatementSyntax statement)
    {
        var whole = statement;
        while (IsAllOf(whole.Parent, whole) is { } owner)
        {
            whole = owner;
        }

        if (whole.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            return null;
        }

        var start = whole.SpanStart;
        if (!_layout.StartsLine(start) || _layout.EndOfLineOf(whole) is not { } end)
        {
            var next = whole.GetLastToken().GetNextToken(includeZeroWidth: true).SpanStart;
            return new TextChange(TextSpan.FromBounds(start, IsBlank(whole.GetTrailingTrivia()) ? next : whole.Span.End), "");
        }

        return new TextChange(TextSpan.FromBounds(WithBlankLineAbove(start - _layout.IndentAt(start).Length, end), end), "");
    }

    // Where a block ends now, or a blank line follows, the blank line above goes too.
    private int WithBlankLineAbove(int start, int end)
    {
        var above = _text.Lines.GetLineFromPosition(start).LineNumber - 1;
        var below = end < _text.Length ? _text.Lines.GetLineFromPosition(end).ToString().Trim() : "";
        return above >= 0 && string.IsNullOrWhiteSpace(_text.Lines[above].ToString()) && (below.Length == 0 || below[0] == '}')
            ? _text.Lines[above].Start
            : start;
    }

    private static bool IsBlank(SyntaxTriviaList trivia) => trivia.All(t => t.IsKind(SyntaxKind.WhitespaceTrivia));

    private static StatementSyntax? IsAllOf(SyntaxNode? parent, StatementSyntax statement) => parent switch
    {
        BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax } block when !HasComments(block, statement) => block,
        IfStatementSyntax { Else: null } @if when @if.Statement == statement && IsPure(@if.Condition) => @if,
        _ => null,
    };

    private static bool HasComments(BlockSyntax block, StatementSyntax statement) =>
        statement.GetLeadingTrivia().Concat(block.CloseBraceToken.LeadingTrivia)
            .Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    private static bool IsPure(ExpressionSyntax condition) =>
        !condition.DescendantNodesAndSelf().Any(n =>
            n is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax || Counting.Counted(n) is not null);
}
