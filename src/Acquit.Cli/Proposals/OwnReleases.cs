using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Proposals;

/// <summary>
/// The releases that a code base has of its own. Whoever takes something by one of its methods is to give it back by another one, and not
/// by what that is made of.
/// </summary>
internal sealed class OwnReleases
{
    private readonly ILookup<string, (IMethodSymbol Method, ITypeSymbol Taken)> _byKind;
    private readonly ContractTable _contracts;

    /// <param name="methods">The public methods, with what is read off their bodies.</param>
    public OwnReleases(IEnumerable<(IMethodSymbol Method, MemberContract? Inferred)> methods, ContractTable contracts)
    {
        _contracts = contracts;
        _byKind = methods
            .SelectMany(method => (method.Inferred?.Releases ?? [])
                .Where(clause => clause is { Consumes: false, Target: { Path: null, Kind: TargetKind.Parameter } })
                .Select(clause => (clause.Kind, Release: (method.Method, method.Method.Parameters[clause.Target.Ordinal].Type))))
            .ToLookup(release => release.Kind, release => release.Release);
    }

    /// <summary>The contract with the releases of the code base named in the place of others, where it has such.</summary>
    public MemberContract Prefer(MemberContract contract, IMethodSymbol method) =>
        contract with { Acquires = [.. contract.Acquires.Select(clause => Named(clause, method))] };

    // The one beside it; else the only one there is.
    private AcquireClause Named(AcquireClause clause, IMethodSymbol method)
    {
        var fitting = _byKind[clause.Kind].Where(release => Fits(release.Taken, clause.Target, method)).Select(release => release.Method).ToList();
        var own = fitting.Find(release => SymbolEqualityComparer.Default.Equals(release.ContainingType, method.ContainingType)) ?? (fitting.Count == 1 ? fitting[0] : null);
        return own is null ? clause : clause with { ReleasedBy = [NameFor(own, clause.Kind, method)] };
    }

    private static bool Fits(ITypeSymbol taken, Target target, IMethodSymbol method) => target switch
    {
        { IsReturn: true } => SymbolEqualityComparer.Default.Equals(taken, method.ReturnType),
        { Kind: TargetKind.Parameter, Path: null } => SymbolEqualityComparer.Default.Equals(taken, method.Parameters[target.Ordinal].Type),
        _ => false,
    };

    // With its type where it is another one, or where the plain name would be taken for that of another release.
    private string NameFor(IMethodSymbol release, string kind, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(release.ContainingType, method.ContainingType) && !_contracts.ReleasesOf(kind).Any(other => other.Name == release.Name)
            ? release.Name
            : $"{release.ContainingType.Name}.{release.Name}";
}
