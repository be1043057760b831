using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Tells whether the release that a contract names exists. Doubt is in favour of the author.</summary>
internal sealed class ReleaseNames
{
    private readonly Compilation _compilation;
    private readonly Func<IMethodSymbol, IEnumerable<Clause>> _clausesOf;
    private readonly ImmutableArray<string> _described;

    /// <param name="clausesOf">What is said of a method where the contract stands.</param>
    /// <param name="described">Names of members that contracts beside this one speak of, whatever type they are of.</param>
    public ReleaseNames(Compilation compilation, Func<IMethodSymbol, IEnumerable<Clause>> clausesOf, ImmutableArray<string> described)
    {
        _compilation = compilation;
        _clausesOf = clausesOf;
        _described = described;
    }

    public void Check(IMethodSymbol method, Target target, Phrase written, ImmutableArray<string> names, List<ContractError> errors)
    {
        if (method.ContainingType is not { Locations: var places } containing)
        {
            return;
        }

        // Of a library, other contracts may speak that are not seen here: only a slip is certain.
        var isOwn = places.Any(place => place.IsInSource);
        foreach (var name in names.Where(name => !IsKnown(name, containing, method, target) && !_described.Contains(name)))
        {
            var members = Types(containing).Concat(Held(method, target).SelectMany(Types)).SelectMany(type => type.GetMembers()).OfType<IMethodSymbol>()
                .Where(member => member.MethodKind == MethodKind.Ordinary).Select(member => member.Name);
            var near = NearName.Question(name, members.Concat(_described).Distinct());
            if (isOwn || near.Length > 0)
            {
                errors.Add(written.Error($"'{name}' is not a member of '{containing.Name}' or of what is acquired, so no release can be found by that name{near}"));
            }
        }
    }

    /// <summary>Today's name of an operation has to exist as much as a release has.</summary>
    public void CheckSuccessor(IMethodSymbol method, Phrase written, List<ContractError> errors) => CheckName(method, written, isKnownElsewhere: false, errors);

    /// <summary>What is to be called instead may be of any library, or be said in more words than a name: only a slip is certain.</summary>
    public void CheckAlternative(IMethodSymbol method, Phrase written, List<ContractError> errors) => CheckName(method, written, isKnownElsewhere: true, errors);

    private void CheckName(IMethodSymbol method, Phrase written, bool isKnownElsewhere, List<ContractError> errors)
    {
        // What is no plain text, the compiler has looked up.
        var name = written.Text.Trim();
        if (!written.Exact || method.ContainingType is not { } containing || !IsIdentifier(name) || _described.Contains(name) ||
            Types(containing).Any(type => !type.GetMembers(name).IsEmpty) || _compilation.ContainsSymbolsWithName(name, SymbolFilter.TypeAndMember))
        {
            return;
        }

        var members = Types(containing).SelectMany(type => type.GetMembers()).OfType<IMethodSymbol>()
            .Where(member => member.MethodKind == MethodKind.Ordinary && member.Name != method.Name).Select(member => member.Name);
        var near = NearName.Question(name, members.Concat(_described.Where(d => d != method.Name)).Distinct());
        if (near.Length > 0 || (!isKnownElsewhere && containing.Locations.Any(place => place.IsInSource)))
        {
            errors.Add(written.Error($"'{name}' is not a member of '{containing.Name}', nor of anything else in this project{near}"));
        }
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary>Whether what is named is a release, but of other kinds only.</summary>
    public void CheckKind(IMethodSymbol method, Target target, string kind, ImmutableArray<string> implied, Phrase written, ImmutableArray<string> names, List<ContractError> errors)
    {
        foreach (var name in names.Where(name => method.ContainingType is not null && !name.Contains(".")))
        {
            var kinds = Types(method.ContainingType).Concat(Held(method, target).SelectMany(Types))
                .SelectMany(type => type.GetMembers(name)).OfType<IMethodSymbol>()
                .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
                .Select(member => _clausesOf(member).Where(clause => clause.Verb is Verb.Releases or Verb.Consumes).Select(clause => clause.Object!.Value.Text).ToList())
                .ToList();
            if (kinds.Count > 0 && kinds.TrueForAll(of => of.Count > 0 && !of.Contains(kind) && !of.Exists(implied.Contains)))
            {
                errors.Add(written.Error($"'{name}' does not release '{kind}', but {string.Join(", ", kinds.SelectMany(of => of).Distinct().Select(other => $"'{other}'"))}"));
            }
        }
    }

    private bool IsKnown(string name, INamedTypeSymbol containing, IMethodSymbol method, Target target)
    {
        if (name.Contains(".") || Types(containing).Any(type => !type.GetMembers(name).IsEmpty))
        {
            return true;
        }

        return Held(method, target).SelectMany(Types).Any(type => type.TypeKind is TypeKind.Error or TypeKind.TypeParameter or TypeKind.Dynamic || !type.GetMembers(name).IsEmpty)
            || _compilation.ContainsSymbolsWithName(name, SymbolFilter.Member);
    }

    private static IEnumerable<ITypeSymbol> Held(IMethodSymbol method, Target target)
    {
        var held = target.Kind switch
        {
            TargetKind.Return => OperandTypes.Yielded(method),
            TargetKind.Parameter => method.Parameters[target.Ordinal].Type,
            _ => null,
        };

        // Of an array or a span, the release may be a member of the elements.
        return held switch
        {
            null => Enumerable.Empty<ITypeSymbol>(),
            IArrayTypeSymbol array => new[] { array.ElementType },
            INamedTypeSymbol { IsGenericType: true } generic => generic.TypeArguments.Add(generic),
            _ => new[] { held },
        };
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
