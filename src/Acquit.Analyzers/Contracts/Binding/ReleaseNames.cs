using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Tells whether the release that a contract names exists. Doubt is in favour of the author.</summary>
internal sealed class ReleaseNames
{
    private readonly Compilation _compilation;

    public ReleaseNames(Compilation compilation) => _compilation = compilation;

    public void Check(IMethodSymbol method, Target target, Phrase written, ImmutableArray<string> names, List<ContractError> errors)
    {
        if (method.ContainingType is not { Locations: var places } containing || !places.Any(place => place.IsInSource))
        {
            return;
        }

        foreach (var name in names)
        {
            if (!IsKnown(name, containing, method, target))
            {
                errors.Add(written.Error(
                    $"'{name}' is not a member of '{containing.Name}' or of what is acquired, so no release can be found by that name"
                    + NearName.Question(name, Types(containing).SelectMany(type => type.GetMembers()).OfType<IMethodSymbol>()
                        .Where(member => member.MethodKind == MethodKind.Ordinary).Select(member => member.Name).Distinct())));
            }
        }
    }

    private bool IsKnown(string name, INamedTypeSymbol containing, IMethodSymbol method, Target target)
    {
        if (name.Contains(".") || Types(containing).Any(type => !type.GetMembers(name).IsEmpty))
        {
            return true;
        }

        var held = target.Kind switch
        {
            TargetKind.Return => OperandTypes.Yielded(method),
            TargetKind.Parameter => method.Parameters[target.Ordinal].Type,
            _ => null,
        };

        // Of an array or a span, the release may be a member of the elements.
        var candidates = held switch
        {
            null => Enumerable.Empty<ITypeSymbol>(),
            IArrayTypeSymbol array => new[] { array.ElementType },
            INamedTypeSymbol { IsGenericType: true } generic => generic.TypeArguments.Add(generic),
            _ => new[] { held },
        };

        return candidates.SelectMany(Types).Any(type => type.TypeKind is TypeKind.Error or TypeKind.TypeParameter or TypeKind.Dynamic || !type.GetMembers(name).IsEmpty)
            || _compilation.ContainsSymbolsWithName(name, SymbolFilter.Member);
    }

    // The type, what it derives from and implements, and what it is nested in.
    private static IEnumerable<ITypeSymbol> Types(ITypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            for (var current = outer; current is not null; current = current.BaseType)
            {
                yield return current;
            }

            foreach (var contract in outer.AllInterfaces)
            {
                yield return contract;
            }
        }
    }
}
