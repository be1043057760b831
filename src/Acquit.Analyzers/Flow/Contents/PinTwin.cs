using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Contents;

/// <summary>The acquires that a contract names for content that a device or a write gets at.</summary>
internal static class PinTwin
{
    /// <summary>Their names, best first.</summary>
    public static ImmutableArray<string> Names(AcquireClause clause) => clause.PinnedBy is { } names
        ? names.Split(',').Select(name => MemberKey.LastPart(name.Trim())).Where(name => name.Length > 0).ToImmutableArray()
        : ImmutableArray<string>.Empty;

    /// <summary>What is acquired by them; null when none of them can be found.</summary>
    public static string? KindOf(AcquireSite site, ContractTable contracts)
    {
        foreach (var name in Names(site.Clause))
        {
            for (var type = site.Method.ContainingType; type is not null; type = type.BaseType)
            {
                foreach (var method in type.GetMembers(name).OfType<IMethodSymbol>())
                {
                    if (contracts.Of(method)?.Acquires.FirstOrDefault(a => a.Kind != site.Clause.Kind) is { } twin)
                    {
                        return twin.Kind;
                    }
                }
            }
        }

        return null;
    }
}
