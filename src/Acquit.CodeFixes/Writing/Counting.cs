using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Writing;

/// <summary>Counting up and down, before or after.</summary>
internal static class Counting
{
    /// <summary>What is counted; null for anything else.</summary>
    public static ExpressionSyntax? Counted(SyntaxNode node) => node switch
    {
        PrefixUnaryExpressionSyntax prefix when
            prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) => prefix.Operand,
        PostfixUnaryExpressionSyntax postfix when
            postfix.IsKind(SyntaxKind.PostIncrementExpression) || postfix.IsKind(SyntaxKind.PostDecrementExpression) => postfix.Operand,
        _ => null,
    };
}
