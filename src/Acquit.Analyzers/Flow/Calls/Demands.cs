using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>What methods of this compilation demand of a flag that they are passed: <c>if (!ok) throw …</c> before anything else.</summary>
internal static class Demands
{
    /// <summary>The value of a parameter for which the method surely does not return; null when that is not plain to see.</summary>
    public static bool? NeverReturnsFor(IParameterSymbol parameter, BodyGraphs graphs, CancellationToken cancellationToken)
    {
        if (parameter is not { Type.SpecialType: SpecialType.System_Boolean, RefKind: RefKind.None, ContainingSymbol: IMethodSymbol called } ||
            !CallGraph.IsFixed(called) || called.IsAsync)
        {
            return null;
        }

        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration || BodyGraphs.IsIterator(declaration))
        {
            return null;
        }

        var body = declaration switch
        {
            BaseMethodDeclarationSyntax m => m.Body,
            LocalFunctionStatementSyntax l => l.Body,
            _ => null,
        };
        foreach (var statement in body?.Statements ?? default)
        {
            if (statement is not IfStatementSyntax { Else: null } test || !Throws(test.Statement))
            {
                return null;
            }

            if (ValueOf(test.Condition, parameter.Name) is { } fatal)
            {
                return fatal;
            }
        }

        return null;
    }

    private static bool Throws(StatementSyntax statement) =>
        statement is ThrowStatementSyntax || (statement is BlockSyntax block && block.Statements.LastOrDefault() is ThrowStatementSyntax && block.Statements.All(s => s is ExpressionStatementSyntax or ThrowStatementSyntax));

    // The value of the variable for which the condition is true.
    private static bool? ValueOf(ExpressionSyntax condition, string name) => condition switch
    {
        IdentifierNameSyntax { Identifier.ValueText: var mentioned } when mentioned == name => true,
        ParenthesizedExpressionSyntax inner => ValueOf(inner.Expression, name),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => !ValueOf(not.Operand, name),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right: LiteralExpressionSyntax right } equals when IsTruth(right) is { } sought =>
            ValueOf(equals.Left, name) is { } value ? value == sought : null,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax pattern } } matches when IsTruth(pattern) is { } sought =>
            ValueOf(matches.Expression, name) is { } value ? value == sought : null,
        _ => null,
    };

    private static bool? IsTruth(LiteralExpressionSyntax literal) => literal.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => true,
        SyntaxKind.FalseLiteralExpression => false,
        _ => null,
    };
}
