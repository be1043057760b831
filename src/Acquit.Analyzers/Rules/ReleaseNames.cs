using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>The releases of a resource by name: what the acquire's contract recommends, else whatever releases its kind.</summary>
internal static class ReleaseNames
{
    public static ImmutableArray<string> Of(Resource resource, ContractTable contracts) =>
        resource.Site.Clause.ReleasedBy.IsEmpty
            ? contracts.ReleasesOf(resource.Kind).Select(m => m.Name).Distinct(StringComparer.Ordinal).ToImmutableArray()
            : resource.Site.Clause.ReleasedBy;

    /// <summary>The same with those first that take what a wrong release was given: of one element, say, where all are recommended to be released at once.</summary>
    public static ImmutableArray<string> InPlaceOf(IMethodSymbol wrong, string releasedKind, Resource resource, ContractTable contracts)
    {
        var names = Of(resource, contracts);
        if (Taken(wrong, releasedKind, contracts) is not { } given)
        {
            return names;
        }

        var fitting = contracts.ReleasesOf(resource.Kind)
            .Where(m => SymbolEqualityComparer.Default.Equals(Taken(m, resource.Kind, contracts), given))
            .OrderBy(m => contracts.Of(m)!.MarksDirty.IsEmpty ? 0 : 1)
            .Select(m => m.Name)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var recommended = names.Where(name => fitting.Contains(MemberKey.LastPart(name))).ToList();
        return (recommended.Count > 0 ? recommended : fitting).Concat(names).Distinct(StringComparer.Ordinal).ToImmutableArray();
    }

    private static ITypeSymbol? Taken(IMethodSymbol release, string kind, ContractTable contracts) =>
        contracts.Of(release)?.Releases.FirstOrDefault(r => r.Kind == kind && !r.Consumes)?.Target switch
        {
            { Kind: TargetKind.Parameter, Path: null, Ordinal: var ordinal } => (release.ReducedFrom ?? release).OriginalDefinition.Parameters[ordinal].Type,
            { Kind: TargetKind.Receiver, Path: null } => release.ContainingType,
            _ => null,
        };
}
