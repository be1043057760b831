using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>Loops as they are written.</summary>
internal static class LoopStatements
{
    public static bool Is(SyntaxNode node) => node is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax;

    /// <summary>Whether a node of a method, lambda or local function may come to run again in the same call of it.</summary>
    public static bool Contain(SyntaxNode node) => Around(node).Any();

    /// <summary>The loops around a node, innermost first, up to the method, lambda or local function that it is written in.</summary>
    public static IEnumerable<SyntaxNode> Around(SyntaxNode node) =>
        node.Ancestors().TakeWhile(n => !IsBodyOfItsOwn(n)).Where(Is);

    /// <summary>The same with those that a jump back makes. They run from the label to the end of what it stands in, for want of a statement that is the loop.</summary>
    public static IEnumerable<SyntaxNode> OrJumpsAround(SyntaxNode node) =>
        node.Ancestors().TakeWhile(n => !IsBodyOfItsOwn(n)).Where(n => Is(n) || (n is BlockSyntax block && LabelsOf(block).Any(label => IsMadeByJump(label, block, node))));

    /// <summary>Whether a node runs in a loop, by a statement or by a jump back, and so does another one that is not in that loop.</summary>
    public static bool AreApart(SyntaxNode node, SyntaxNode other) => IsInOne(node, other) && IsInOne(other, node);

    private static bool IsInOne(SyntaxNode node, SyntaxNode without) => node.Ancestors().TakeWhile(n => !IsBodyOfItsOwn(n)).Any(n =>
        (Is(n) && !n.Span.Contains(without.Span)) ||
        (n is BlockSyntax block && LabelsOf(block).Any(label => IsMadeByJump(label, block, node) && !IsMadeByJump(label, block, without))));

    private static IEnumerable<LabeledStatementSyntax> LabelsOf(BlockSyntax block) => block.Statements.OfType<LabeledStatementSyntax>();

    // Behind the label, and before a jump to it.
    private static bool IsMadeByJump(LabeledStatementSyntax label, BlockSyntax block, SyntaxNode node) => label.SpanStart <= node.SpanStart && block.DescendantNodes().Any(n =>
        n is GotoStatementSyntax { Expression: IdentifierNameSyntax name } && name.Identifier.ValueText == label.Identifier.ValueText && n.SpanStart > node.SpanStart);

    /// <summary>Whether what is inside runs by itself: a member, a lambda or a local function.</summary>
    public static bool IsBodyOfItsOwn(SyntaxNode node) =>
        node is (MemberDeclarationSyntax and not GlobalStatementSyntax) or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;
}
