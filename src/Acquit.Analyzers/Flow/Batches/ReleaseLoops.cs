using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Finds loops that release one by one what another call releases at once: exactly that, and nothing else.</summary>
internal sealed class ReleaseLoops
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;
    private (StatementSyntax Loop, DataFlowAnalysis Flow)? _flow;

    public ReleaseLoops(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The loop that a release is in, where that is one.</summary>
    public ReleaseLoop? Around(InvocationExpressionSyntax call) => LoopAround(call) is { } loop ? Of(loop, call) : null;

    /// <summary>What a loop releases, where it does nothing but that, and does not mark it.</summary>
    public (IMethodSymbol? Single, Stretch? Stretch) Stretch(StatementSyntax loop, InvocationExpressionSyntax call) =>
        LoopAround(call) == loop && Read(loop, call) is { Body.Marking: null } read ? (read.Single, read.Stretch) : default;

    // Only a loop that does hardly anything else.
    private static StatementSyntax? LoopAround(InvocationExpressionSyntax call)
    {
        if (call.Parent is not ExpressionStatementSyntax statement)
        {
            return null;
        }

        var owner = statement.Parent is BlockSyntax { Statements.Count: <= 4 } block ? block.Parent : statement.Parent;
        return owner is ForStatementSyntax or ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } or WhileStatementSyntax ? (StatementSyntax)owner : null;
    }

    private sealed record Content(IMethodSymbol Single, MemberContract Contract, LoopBody Body, MemberContract? Marking, Stretch Stretch);

    private ReleaseLoop? Of(StatementSyntax loop, InvocationExpressionSyntax call)
    {
        if (Read(loop, call) is not { Body: var body, Stretch: var stretch } read)
        {
            return null;
        }

        var batch = Siblings.Of(read.Single, read.Contract, read.Marking, _contracts)
            .FirstOrDefault(b => (body.MarkedWhen is null || b.Mark is not null) && Takes(b, stretch) && _model.IsAccessible(call.SpanStart, b.Method) && !IsMadeOf(b, loop));
        return batch is null ? null : new ReleaseLoop(loop, call, read.Single, body.Marking, body.MarkedWhen, stretch, batch);
    }

    private Content? Read(StatementSyntax loop, InvocationExpressionSyntax call)
    {
        if (Symbol(call) is not IMethodSymbol { ReducedFrom: null } single || _contracts.Of(single, ReceiverOf(call)) is not { } contract ||
            Siblings.Released(single, contract) is not { } ordinal || OnlyArgument(call, single, ordinal) is not { } released ||
            new LoopBody(_model, _cancellationToken).Read(loop, call, released) is not { } body)
        {
            return null;
        }

        MemberContract? marking = null;
        if (body.Marking is { } mark)
        {
            if (Symbol(mark) is not IMethodSymbol { ReducedFrom: null } marker || _contracts.Of(marker) is not { } said ||
                Siblings.Marked(marker, said) is not { } marked || OnlyArgument(mark, marker, marked) is not { } what || !body.IsElement(what) ||
                !IsStable(mark.Expression, loop))
            {
                return null;
            }

            marking = said;
        }

        if (body.MarkedWhen is { } condition && !IsStable(condition, loop))
        {
            return null;
        }

        return IsStable(call.Expression, loop) && new Stretches(_model, _cancellationToken).Of(loop, body) is { } stretch && IsStable(stretch, loop)
            ? new Content(single, contract, body, marking, stretch)
            : null;
    }

    private ISymbol? Symbol(SyntaxNode node) => _model.GetSymbolInfo(node, _cancellationToken).Symbol;

    private ITypeSymbol? ReceiverOf(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax access ? _model.GetTypeInfo(access.Expression, _cancellationToken).Type : null;

    private static ExpressionSyntax? OnlyArgument(InvocationExpressionSyntax call, IMethodSymbol method, int ordinal) =>
        call.ArgumentList.Arguments is { Count: 1 } only && only[0].RefKindKeyword.RawKind == 0 &&
        (only[0].NameColon is { Name.Identifier.ValueText: var name } ? method.Parameters[ordinal].Name == name : ordinal == 0)
            ? only[0].Expression
            : null;

    private bool Takes(Batch batch, Stretch stretch)
    {
        var wanted = batch.Method.Parameters[batch.Elements].Type;
        if (_model.GetTypeInfo(stretch.Array, _cancellationToken).Type is not { } given)
        {
            return false;
        }

        // Elements that are converted one by one make no array of what they are converted into.
        if (batch.TakesArray)
        {
            return given is IArrayTypeSymbol && _model.Compilation.ClassifyCommonConversion(given, wanted) is { IsImplicit: true, IsUserDefined: false } &&
                stretch.From.IsZero && (batch.Count is not null || stretch.IsWhole);
        }

        return SymbolEqualityComparer.Default.Equals(Siblings.ElementOf(given), Siblings.ElementOf(wanted)) &&
            (given is IArrayTypeSymbol || wanted.Name == "ReadOnlySpan" || given.Name == "Span");
    }

    // The call that releases all may do so by this very loop, or by what it calls.
    private bool IsMadeOf(Batch batch, StatementSyntax loop)
    {
        for (var symbol = _model.GetEnclosingSymbol(loop.SpanStart, _cancellationToken); symbol is IMethodSymbol; symbol = symbol.ContainingSymbol)
        {
            if (batch.Method.DeclarationsIn(_model.Compilation).Any(r => r.SyntaxTree == loop.SyntaxTree && r.Span.Contains(loop.Span)) ||
                batch.Method.DeclarationsIn(_model.Compilation).Any(r => r.GetSyntax(_cancellationToken).DescendantTokens().Any(t =>
                    t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == symbol.Name)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsStable(Stretch stretch, StatementSyntax loop) =>
        IsStable(stretch.Array, loop) && IsStable(stretch.From.Expression, loop, true) && IsStable(stretch.To.Expression, loop, true);

    // Names, and what is computed of them, that mean the same each time around the loop.
    private bool IsStable(ExpressionSyntax? expression, StatementSyntax loop, bool beforeLoop = false)
    {
        if (expression is null)
        {
            return true;
        }

        foreach (var node in expression.DescendantNodesAndSelf())
        {
            var isPlain = node is IdentifierNameSyntax or ThisExpressionSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax or
                ParenthesizedExpressionSyntax or BinaryExpressionSyntax or PredefinedTypeSyntax ||
                node.IsKind(SyntaxKind.LogicalNotExpression) || node.IsKind(SyntaxKind.UnaryMinusExpression) || node.IsKind(SyntaxKind.SuppressNullableWarningExpression);
            if (!isPlain)
            {
                return false;
            }
        }

        // What the flow of the loop says is dear: only variables of the method are asked about.
        return expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(n => Symbol(n) switch
        {
            { } variable and (ILocalSymbol or IParameterSymbol or IRangeVariableSymbol) => FlowOf(loop) is { Succeeded: true } flow &&
                !flow.VariablesDeclared.Contains(variable) && (beforeLoop || !flow.WrittenInside.Contains(variable)),
            IMethodSymbol method => method.MethodKind == MethodKind.Ordinary,
            _ => true,
        });
    }

    private DataFlowAnalysis FlowOf(StatementSyntax loop)
    {
        if (_flow?.Loop != loop)
        {
            _flow = (loop, _model.AnalyzeDataFlow(loop)!);
        }

        return _flow!.Value.Flow;
    }
}
