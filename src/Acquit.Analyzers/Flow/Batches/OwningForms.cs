using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Finds what is given back in two steps that stand together, where it can be made so that it is given back in one.</summary>
internal sealed class OwningForms
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly OwningPairs _pairs;
    private readonly CancellationToken _cancellationToken;

    public OwningForms(SemanticModel model, ContractTable contracts, OwningPairs pairs, CancellationToken cancellationToken)
    {
        (_model, _contracts, _pairs, _cancellationToken) = (model, contracts, pairs, cancellationToken);
    }

    /// <param name="release">A release of something with another one beside it.</param>
    public OwningForm? Of(InvocationExpressionSyntax release)
    {
        if (!_pairs.HasNeighbour(release) || _pairs.Released(release) is not ({ } kind, { } released) ||
            Holder.Of(released, _model, _cancellationToken) is not { } holder)
        {
            return null;
        }

        var made = new Making(holder, _model, _contracts, _cancellationToken);
        if (!made.Read() || made.Calls.Count == 0 || MakerOf(made.Calls) is not { } maker || _contracts.Of(maker) is not { } contract ||
            OwningClauses.Of(contract, kind) is not { } clauses || !made.Calls.TrueForAll(call => IsWithoutFlag(call, maker, clauses)))
        {
            return null;
        }

        var pairs = made.Releases.Select(r => _pairs.At(r, clauses.Kinds)).ToList();
        return pairs.TrueForAll(p => p is not null && made.Calls.TrueForAll(call => new SameContent(_model, _contracts, _cancellationToken).Is(call, maker, clauses, p, holder)) && made.IsThere(p, clauses)) &&
            pairs.Count > 0 && ReleaseOf(maker, clauses) is { } both
            ? new OwningForm(pairs!, made.Calls, maker, clauses.Flags, clauses.Flag, both)
            : null;
    }

    private IMethodSymbol? MakerOf(List<InvocationExpressionSyntax> calls)
    {
        var makers = calls.Select(c => _model.GetSymbolInfo(c, _cancellationToken).Symbol).Distinct(SymbolEqualityComparer.Default).ToList();
        return makers.Count == 1 && makers[0] is IMethodSymbol { ReducedFrom: null } maker ? maker : null;
    }

    private bool IsWithoutFlag(InvocationExpressionSyntax call, IMethodSymbol maker, OwningClauses clauses) =>
        Arguments.Of(call, maker, clauses.Flags) is { } flags && _model.GetConstantValue(flags, _cancellationToken) is { HasValue: true, Value: var value } &&
        ConstantNumber.Of(value) is { } known && (known & clauses.Flag) == 0;

    private IMethodSymbol? ReleaseOf(IMethodSymbol maker, OwningClauses clauses) => clauses.ReleasedBy
        .SelectMany(name => maker.ContainingType.GetMembers(name)).OfType<IMethodSymbol>()
        .FirstOrDefault(m => m.IsStatic == maker.IsStatic && m is { IsGenericMethod: false, Parameters.IsEmpty: false } && m.Parameters.Skip(1).All(p => p.IsOptional) &&
            _contracts.Of(m) is { Acquires.IsEmpty: true } contract && contract.Releases.Any(r => r.Kind == clauses.Kind && r.Target == Target.Parameter(0)));
}
