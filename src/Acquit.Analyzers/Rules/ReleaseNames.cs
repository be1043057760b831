using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;

namespace Acquit.Analyzers.Rules;

/// <summary>The releases of a resource by name: what the acquire's contract recommends, else whatever releases its kind.</summary>
internal static class ReleaseNames
{
    public static ImmutableArray<string> Of(Resource resource, ContractTable contracts) =>
        resource.Site.Clause.ReleasedBy.IsEmpty
            ? contracts.ReleasesOf(resource.Kind).Select(m => m.Name).Distinct(StringComparer.Ordinal).ToImmutableArray()
            : resource.Site.Clause.ReleasedBy;
}
