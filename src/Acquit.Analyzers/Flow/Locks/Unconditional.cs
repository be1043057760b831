using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Whether a call is made whenever its method runs, or in some cases only, which the caller may know: a flag that says that the
/// lock is held already, say.
/// </summary>
internal static class Unconditional
{
    public static bool Is(SyntaxNode call)
    {
        for (var node = call; node.Parent is { } parent && node is not (MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax); node = parent)
        {
            var isOneOfSeveral = parent switch
            {
                IfStatementSyntax test => test.Condition != node,
                ElseClauseSyntax or SwitchSectionSyntax or CatchClauseSyntax => true,
                SwitchExpressionArmSyntax => true,
                ConditionalExpressionSyntax choice => choice.Condition != node,
                BinaryExpressionSyntax binary => binary.Right == node && binary.Kind() is
                    SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression,
                BlockSyntax block => block.Statements.TakeWhile(s => s != node).Any(LeavesByAFlag),
                _ => false,
            };
            if (isOneOfSeveral)
            {
                return false;
            }
        }

        return true;
    }

    // What is compared with a bound, or with null, is looked at for being an argument at all; a flag is passed to choose.
    private static bool LeavesByAFlag(StatementSyntax statement) =>
        statement is IfStatementSyntax { Condition: var condition, Statement: var then } &&
        (then is BlockSyntax { Statements.Count: > 0 } block ? block.Statements.Last() : then) is
            ReturnStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax &&
        !condition.DescendantNodesAndSelf().Any(n => n is BinaryExpressionSyntax { RawKind: var kind } && (SyntaxKind)kind is
            SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression ||
            n is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression });
}
