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

    /// <summary>Whether what is inside runs by itself: a member, a lambda or a local function.</summary>
    public static bool IsBodyOfItsOwn(SyntaxNode node) =>
        node is (MemberDeclarationSyntax and not GlobalStatementSyntax) or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;
}
