using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>
/// Methods that throw only when their object is not in the state for them, called where it was asked for just that: they do not throw there.
/// Goes by what is written: the same question about the same members.
/// </summary>
internal static class StateChecks
{
    /// <summary>Whether all that a method itself throws is ruled out by what was asked before a call of it on the same object.</summary>
    public static bool RuleOut(IOperation call, IMethodSymbol method, BodyGraphs graphs, CancellationToken cancellationToken)
    {
        if (call is not IInvocationOperation { Instance: IInstanceReferenceOperation } || graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration)
        {
            return false;
        }

        var model = graphs.ModelOf(declaration.SyntaxTree);
        var any = false;
        foreach (var node in declaration.DescendantNodes())
        {
            switch (node)
            {
                case ThrowStatementSyntax thrown when ConditionOf(thrown) is var (condition, outcome) && IsAboutMembers(condition, model, cancellationToken) && IsKnown(condition, !outcome, call.Syntax):
                    any = true;
                    break;
                case ThrowStatementSyntax or ThrowExpressionSyntax:
                case InvocationExpressionSyntax invocation when model.GetSymbolInfo(invocation, cancellationToken).Symbol is not IMethodSymbol called || called.IsInSourceOf(graphs.Compilation) || Conventions.IsNamedForThrowing(called):
                    return false;
            }
        }

        return any;
    }

    // What leads to a throw statement: the question around it, or that before it, all else of which returns.
    private static (ExpressionSyntax Condition, bool Outcome)? ConditionOf(ThrowStatementSyntax thrown)
    {
        StatementSyntax statement = thrown.Parent is BlockSyntax { Statements: { Count: 1 }, Parent: IfStatementSyntax or ElseClauseSyntax } only ? only : thrown;
        return statement.Parent switch
        {
            IfStatementSyntax test when test.Statement == statement => (test.Condition, true),
            ElseClauseSyntax { Parent: IfStatementSyntax test } => (test.Condition, false),
            BlockSyntax { Statements: var statements } when statements.IndexOf(statement) is > 0 and var at && statements[at - 1] is IfStatementSyntax { Else: null } test && IsLeft(test.Statement) => (test.Condition, false),
            _ => null,
        };
    }

    // Whether it was found to be so on the way to a place: around it, or before it where anything else leaves.
    private static bool IsKnown(ExpressionSyntax condition, bool outcome, SyntaxNode place)
    {
        for (var node = place; node.Parent is { } parent and not (MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax); node = parent)
        {
            if ((parent is IfStatementSyntax around && around.Statement == node && IsTheSame(around.Condition, true, condition, outcome)) ||
                (parent is ElseClauseSyntax { Parent: IfStatementSyntax other } && IsTheSame(other.Condition, false, condition, outcome)) ||
                (parent is BlockSyntax block && node is StatementSyntax statement && block.Statements.Take(block.Statements.IndexOf(statement)).Any(s =>
                    s is IfStatementSyntax { Else: null } before && IsLeft(before.Statement) && IsTheSame(before.Condition, false, condition, outcome))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLeft(StatementSyntax statement) =>
        (statement is BlockSyntax { Statements: var statements } ? statements.LastOrDefault() : statement) is ReturnStatementSyntax or ThrowStatementSyntax;

    private static bool IsTheSame(ExpressionSyntax one, bool oneOutcome, ExpressionSyntax other, bool otherOutcome)
    {
        var (a, isA) = Plain(one, oneOutcome);
        var (b, isB) = Plain(other, otherOutcome);
        if (isA != isB)
        {
            return false;
        }

        return a is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } first && b is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } second
            ? SyntaxFactory.AreEquivalent(first.Left, second.Left) && SyntaxFactory.AreEquivalent(first.Right, second.Right)
            : SyntaxFactory.AreEquivalent(a, b);
    }

    // Without what only turns it round; of a comparison, that it is equal.
    private static (ExpressionSyntax Condition, bool Outcome) Plain(ExpressionSyntax condition, bool outcome) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Plain(inner.Expression, outcome),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Plain(not.Operand, !outcome),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } => (condition, !outcome),
        _ => (condition, outcome),
    };

    private static bool IsAboutMembers(ExpressionSyntax condition, SemanticModel model, CancellationToken cancellationToken) =>
        condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name =>
            model.GetSymbolInfo(name, cancellationToken).Symbol is IFieldSymbol or IPropertySymbol or ITypeSymbol or INamespaceSymbol) &&
        !condition.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or AssignmentExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression });
}
