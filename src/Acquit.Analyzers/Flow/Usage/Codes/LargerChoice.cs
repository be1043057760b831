using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage.Codes;

/// <summary>
/// Whether code that chooses by a value is a part of code that has told some codes apart before, so that it says nothing by itself of
/// what becomes of which.
/// </summary>
internal sealed class LargerChoice
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;

    public LargerChoice(SemanticModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    public bool Holds(SyntaxNode choice, ExpressionSyntax by)
    {
        if (by is not IdentifierNameSyntax)
        {
            return false;
        }

        for (var node = choice; node.Parent is { } parent and not MemberDeclarationSyntax; node = parent)
        {
            var isPart = parent switch
            {
                ConditionalExpressionSyntax larger => node != larger.Condition && TellsApart(larger.Condition, by),
                IfStatementSyntax larger => node != larger.Condition && TellsApart(larger.Condition, by),
                SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax larger } => Same(larger.GoverningExpression, by),
                SwitchSectionSyntax { Parent: SwitchStatementSyntax larger } => Same(larger.Expression, by),
                BlockSyntax block => block.Statements.TakeWhile(s => s != node).Any(s => s switch
                {
                    IfStatementSyntax earlier => MayLeave(earlier) && TellsApart(earlier.Condition, by),
                    SwitchStatementSyntax earlier => MayLeave(earlier) && Same(earlier.Expression, by),
                    _ => false,
                }),
                _ => false,
            };
            if (isPart)
            {
                return true;
            }
        }

        return false;
    }

    // Only success from failure is no table yet.
    private bool TellsApart(ExpressionSyntax condition, ExpressionSyntax by)
    {
        var choice = new Choice(by, _model, _cancellationToken);
        return choice.Test(condition, 0) is not null
            ? choice.Compared.Exists(c => choice.Constant(c) != 0)
            : condition.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax && SyntaxFactory.AreEquivalent(n, by));
    }

    private static bool MayLeave(StatementSyntax statement) =>
        statement.DescendantNodes().Any(n => n is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax);

    private static bool Same(ExpressionSyntax expression, ExpressionSyntax by) => SyntaxFactory.AreEquivalent(CodeSorts.Bare(expression), by);
}
