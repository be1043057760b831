using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage.Codes;

/// <summary>Whether a code is known to be a failure where it is used, because success was tested for around it.</summary>
internal static class Guards
{
    public static bool ExcludeSuccess(SyntaxNode use, ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken)
    {
        if (value is not IdentifierNameSyntax)
        {
            return false;
        }

        var choice = new Choice(value, model, cancellationToken);
        for (var node = use; node.Parent is { } parent and not MemberDeclarationSyntax; node = parent)
        {
            var excludes = parent switch
            {
                IfStatementSyntax @if when node == @if.Statement => choice.Test(@if.Condition, 0) == false,
                IfStatementSyntax @if when node == @if.Else => choice.Test(@if.Condition, 0) == true,
                ConditionalExpressionSyntax conditional when node == conditional.WhenTrue => choice.Test(conditional.Condition, 0) == false,
                ConditionalExpressionSyntax conditional when node == conditional.WhenFalse => choice.Test(conditional.Condition, 0) == true,
                _ => false,
            };
            if (excludes)
            {
                return true;
            }
        }

        return false;
    }
}
