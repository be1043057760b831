using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>What a loop does with each element: releases it, after it is marked as written perhaps.</summary>
internal sealed class LoopBody
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;
    private string? _local;

    public LoopBody(SemanticModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    /// <summary>How the loop counts; null for one over a sequence.</summary>
    public CountingLoop? Counting { get; private set; }

    /// <summary>What the loop goes over by itself.</summary>
    public ExpressionSyntax? Sequence { get; private set; }

    /// <summary>The place in an array where the element is.</summary>
    public ElementAccessExpressionSyntax? Element { get; private set; }

    public InvocationExpressionSyntax? Marking { get; private set; }

    public ExpressionSyntax? MarkedWhen { get; private set; }

    /// <summary>Reads a loop; null when it does anything else.</summary>
    public LoopBody? Read(StatementSyntax loop, InvocationExpressionSyntax release, ExpressionSyntax released)
    {
        List<StatementSyntax> rest;
        if (loop is ForEachStatementSyntax each)
        {
            Sequence = each.Expression;
            _local = each.Identifier.ValueText;
            rest = each.Statement is BlockSyntax block ? block.Statements.ToList() : new List<StatementSyntax> { each.Statement };
        }
        else if (CountingLoop.Of(loop, _model, _cancellationToken) is { } counting)
        {
            Counting = counting;
            rest = counting.Body.ToList();
            if (rest.Count > 1 && rest[0] is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } only, UsingKeyword.RawKind: 0 } &&
                only[0].Initializer?.Value is { } value && At(value) is { } element)
            {
                Element = element;
                _local = only[0].Identifier.ValueText;
                rest.RemoveAt(0);
            }
            else
            {
                Element = At(released);
            }
        }
        else
        {
            return null;
        }

        if (rest.Count == 0 || rest[rest.Count - 1] is not ExpressionStatementSyntax last || last.Expression != release || !IsElement(released))
        {
            return null;
        }

        // An index that is counted where it is read can be read once only.
        return rest.Count == 1 || (rest.Count == 2 && ReadMarking(rest[0]) && (_local is not null || Counting?.StepInBody is null or 0)) ? this : null;
    }

    /// <summary>Whether an expression names the element that this time around is about.</summary>
    public bool IsElement(ExpressionSyntax expression) => _local is { } local
        ? Bare(expression) is IdentifierNameSyntax name && name.Identifier.ValueText == local
        : Element is { } element && At(expression) is { } other && SyntaxFactory.AreEquivalent(element, other);

    private bool ReadMarking(StatementSyntax statement)
    {
        if (statement is IfStatementSyntax { Else: null } @if)
        {
            MarkedWhen = @if.Condition;
            statement = @if.Statement is BlockSyntax { Statements.Count: 1 } block ? block.Statements[0] : @if.Statement;
        }

        Marking = statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } ? call : null;
        return Marking is not null;
    }

    private static ElementAccessExpressionSyntax? At(ExpressionSyntax expression) =>
        Bare(expression) is ElementAccessExpressionSyntax { ArgumentList.Arguments.Count: 1 } access ? access : null;

    private static ExpressionSyntax Bare(ExpressionSyntax expression) =>
        expression is PostfixUnaryExpressionSyntax suppressed && suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression) ? suppressed.Operand : expression;
}
