using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>The condition of a counting loop: a variable, counted down meanwhile perhaps, is below a limit or not below it.</summary>
/// <param name="IsUpper">Goes on while the variable is less than the limit; else while it is not less.</param>
internal sealed record Comparison(ExpressionSyntax Variable, bool IsUpper, Bound Limit, bool CountsDownBefore, bool CountsDownAfter)
{
    public bool CountsDown => CountsDownBefore || CountsDownAfter;

    public static Comparison? Of(ExpressionSyntax condition, SemanticModel model, CancellationToken cancellationToken)
    {
        if (condition is not BinaryExpressionSyntax binary)
        {
            return null;
        }

        return With(binary.Left, binary.Kind(), binary.Right) ?? With(binary.Right, Turned(binary.Kind()), binary.Left);

        Comparison? With(ExpressionSyntax side, SyntaxKind test, ExpressionSyntax other)
        {
            var (variable, before, after) = side switch
            {
                PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreDecrementExpression) => (prefix.Operand, true, false),
                PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.PostDecrementExpression) => (postfix.Operand, false, true),
                _ => (side, false, false),
            };
            if (variable is not IdentifierNameSyntax ||
                !IsCounter(model.GetSymbolInfo(variable, cancellationToken).Symbol) || BoundOf(other, model, cancellationToken) is not { } limit)
            {
                return null;
            }

            return test switch
            {
                SyntaxKind.LessThanExpression => new Comparison(variable, true, limit, before, after),
                SyntaxKind.LessThanOrEqualExpression => new Comparison(variable, true, limit.Plus(1), before, after),
                SyntaxKind.GreaterThanExpression => new Comparison(variable, false, limit.Plus(1), before, after),
                SyntaxKind.GreaterThanOrEqualExpression => new Comparison(variable, false, limit, before, after),
                _ => null,
            };
        }
    }

    private static bool IsCounter(ISymbol? symbol) => symbol is
        ILocalSymbol { IsConst: false, IsRef: false, Type.SpecialType: SpecialType.System_Int32 } or
        IParameterSymbol { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 };

    /// <summary>An expression of integers as a bound: a number is taken out of it.</summary>
    public static Bound? BoundOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
        {
            expression = inner.Expression;
        }

        if (model.GetTypeInfo(expression, cancellationToken).Type?.SpecialType != SpecialType.System_Int32)
        {
            return null;
        }

        if (expression is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } &&
            model.GetConstantValue(expression, cancellationToken).Value is int number)
        {
            return new Bound(null, number);
        }

        if (expression is BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: int added } } sum && !sum.IsKind(SyntaxKind.MultiplyExpression))
        {
            var whole = BoundOf(sum.Left, model, cancellationToken);
            return sum.Kind() switch
            {
                SyntaxKind.AddExpression => whole?.Plus(added),
                SyntaxKind.SubtractExpression => whole?.Plus(-added),
                _ => new Bound(expression, 0),
            };
        }

        return new Bound(expression, 0);
    }

    private static SyntaxKind Turned(SyntaxKind test) => test switch
    {
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
        _ => SyntaxKind.None,
    };
}
