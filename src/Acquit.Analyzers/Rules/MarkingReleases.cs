using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>The releases that mark what they release as written, for messages and fixes alike.</summary>
internal static class MarkingReleases
{
    /// <summary>Those that may stand in the place of a release, the nearest first: of today's name, and of one or of several as that is.</summary>
    public static ImmutableArray<IMethodSymbol> InPlaceOf(IMethodSymbol? released, string kind, ContractTable contracts)
    {
        var marking = contracts.MarkingReleasesOf(kind);
        if (released is null || contracts.Of(released)?.Releases.FirstOrDefault(r => r.Kind == kind && !r.Consumes) is not { } clause)
        {
            return marking;
        }

        var isSequence = IsSequence(released, clause.Target);
        return marking
            .Select(method => (Method: method, Contract: contracts.Of(method)!))
            .Select(m => (m.Method, IsOlder: m.Contract.ReplacedBy is not null, TakesSequence: IsSequence(m.Method, ReleaseOf(m.Contract, kind).Target)))
            .Where(m => m.TakesSequence || !isSequence)
            .OrderBy(m => m.IsOlder).ThenBy(m => m.TakesSequence != isSequence)
            .Select(m => m.Method)
            .ToImmutableArray();
    }

    /// <summary>The clause by which a marking release gives back the kind that it marks.</summary>
    public static ReleaseClause ReleaseOf(MemberContract contract, string kind) =>
        contract.Releases.FirstOrDefault(r => r.Kind == kind && contract.MarksDirty.Any(d => d.Target == r.Target)) ?? contract.Releases.First(r => r.Kind == kind);

    public static bool IsSequence(IMethodSymbol method, Target target) =>
        target.Kind == TargetKind.Parameter && AcquireEffects.IsSequence((method.ReducedFrom ?? method).OriginalDefinition.Parameters[target.Ordinal].Type);
}
