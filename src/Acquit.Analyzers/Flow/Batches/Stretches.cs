using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Tells which part of which array a loop goes over.</summary>
internal sealed class Stretches
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;

    public Stretches(SemanticModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    public Stretch? Of(StatementSyntax loop, LoopBody body) =>
        body.Sequence is { } sequence ? OfSequence(sequence) : body is { Counting: { } counting, Element: { } element } ? OfIndexes(loop, counting, element) : null;

    /// <summary>The part of an array that is passed to a call.</summary>
    public Stretch? Of(InvocationExpressionSyntax call, IMethodSymbol method, int elements, Operand? count)
    {
        if (Arguments.Of(call, method, elements) is not { } array)
        {
            return null;
        }

        return count switch
        {
            null => OfSequence(array),
            { Kind: OperandKind.Parameter, Ordinal: var ordinal } when Arguments.Of(call, method, ordinal) is { } number && Bounds(number) is { } to && IsIndexable(array) =>
                new Stretch(array, Bound.Zero, to, false, true),
            _ => null,
        };
    }

    private Stretch? OfIndexes(StatementSyntax loop, CountingLoop counting, ElementAccessExpressionSyntax element)
    {
        var index = element.ArgumentList.Arguments[0].Expression;
        if (!IsIndexable(element.Expression) || !IsIndex(index, counting) || !IsForgotten(loop, counting.Index))
        {
            return null;
        }

        var isWhole = counting.From.IsZero && counting.To is { Offset: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } length } &&
            SyntaxFactory.AreEquivalent(length.Expression, element.Expression);
        var isCounted = isWhole || (counting.From.IsZero && new NeverNegative(_model, loop, _cancellationToken).Is(counting.To));
        return new Stretch(element.Expression, counting.From, counting.To, isWhole, isCounted);
    }

    private static bool IsIndex(ExpressionSyntax index, CountingLoop counting)
    {
        var (variable, step) = index switch
        {
            PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreDecrementExpression) => (prefix.Operand, -1),
            PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.PostIncrementExpression) => (postfix.Operand, 1),
            _ => (index, 0),
        };
        return step == counting.StepInBody && variable is IdentifierNameSyntax name && name.Identifier.ValueText == counting.Index.Name;
    }

    // Nobody reads what the loop leaves in its index.
    private bool IsForgotten(StatementSyntax loop, ISymbol index) =>
        _model.AnalyzeDataFlow(loop) is { Succeeded: true } flow && !flow.DataFlowsOut.Contains(index) &&
        !flow.Captured.Contains(index) && !flow.UnsafeAddressTaken.Contains(index);

    private Stretch? OfSequence(ExpressionSyntax sequence)
    {
        switch (sequence)
        {
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } only } when only[0].Expression is RangeExpressionSyntax range && IsIndexable(sequence):
                return Between(sequence, ((ElementAccessExpressionSyntax)sequence).Expression, range.LeftOperand, range.RightOperand);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" or "Slice" } access, ArgumentList.Arguments: var arguments }
                when IsIndexable(sequence) && arguments.All(a => a.NameColon is null) && arguments.Count is 0 or 2:
                return arguments.Count == 0 ? Whole(access.Expression)
                    : Bounds(arguments[0].Expression) is { IsZero: true } ? Between(sequence, access.Expression, null, arguments[1].Expression)
                    : null;
            default:
                return Whole(sequence);
        }
    }

    private Stretch? Whole(ExpressionSyntax array) => IsIndexable(array)
        ? new Stretch(array, Bound.Zero, new Bound(array, 0), true, true)
        : null;

    // A slice that cannot be made throws, with or without a loop over it.
    private Stretch? Between(ExpressionSyntax whole, ExpressionSyntax array, ExpressionSyntax? from, ExpressionSyntax? to) =>
        to is not null && (from is null || Bounds(from) is { IsZero: true }) && Bounds(to) is { } end && IsIndexable(array) && IsIndexable(whole)
            ? new Stretch(array, Bound.Zero, end, false, true)
            : null;

    private Bound? Bounds(ExpressionSyntax expression) => Comparison.BoundOf(expression, _model, _cancellationToken);

    private bool IsIndexable(ExpressionSyntax expression) => _model.GetTypeInfo(expression, _cancellationToken).Type switch
    {
        IArrayTypeSymbol { Rank: 1 } => true,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => true,
        _ => false,
    };
}
