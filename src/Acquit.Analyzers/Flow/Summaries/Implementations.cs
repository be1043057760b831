using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// All that can run when an interface method or a virtual one is called, where this compilation alone can implement or override
/// it. Safe to use from several threads.
/// </summary>
internal sealed class Implementations
{
    /// <summary>Of what has more implementations than that, nothing is expected to be common to all.</summary>
    private const int MaxImplementations = 12;

    private readonly Compilation _compilation;
    private readonly NameScanner _names;
    private readonly Once<ILookup<ISymbol, INamedTypeSymbol>> _derived;
    private readonly bool _hasFriends;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _known;
    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    public Implementations(Compilation compilation, NameScanner names)
    {
        _compilation = compilation;
        _names = names;
        _known = new(SymbolEqualityComparer.Default);
        _hasFriends = compilation.Assembly.GetAttributes().Any(a => a.AttributeClass is { Name: "InternalsVisibleToAttribute" });
        _derived = new Once<ILookup<ISymbol, INamedTypeSymbol>>(token => TypesIn(compilation.Assembly.GlobalNamespace, token)
            .SelectMany(t => BasesOf(t), (t, b) => (Type: t, Base: b))
            .ToLookup(p => (ISymbol)p.Base, p => p.Type, SymbolEqualityComparer.Default));
    }

    private Implementations(Implementations before, NameScanner names)
    {
        _compilation = before._compilation;
        _names = names;
        _known = before._known;
        _hasFriends = before._hasFriends;
        _derived = before._derived;
    }

    /// <summary>The same types, asked about other names.</summary>
    public Implementations With(NameScanner names) => new(this, names);

    /// <summary>Whether a method of the name may be one that acquires or releases.</summary>
    public bool IsNamed(IMethodSymbol method) => _named.GetOrAdd(method.AssociatedSymbol?.Name ?? method.Name, name => _names.Any(SourceText.From(name)));

    /// <summary>Every body that can run; none when there may be others.</summary>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol method, CancellationToken cancellationToken) =>
        _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Find(method, cancellationToken));

    private ImmutableArray<IMethodSymbol> Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var type = method.ContainingType;
        if (method.IsStatic || method.IsGenericMethod || !method.IsInSourceOf(_compilation) || !IsClosed(type))
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (!method.IsAbstract)
        {
            found.Add(method);
        }

        foreach (var derived in _derived.Get(cancellationToken)[type.OriginalDefinition].Where(d => d.TypeKind is TypeKind.Class or TypeKind.Struct && !d.IsAbstract))
        {
            if (Overrides.In(derived, type.IsGenericType ? Constructed(derived, method) : method) is not { } actual || (found.Add(actual.OriginalDefinition) && found.Count > MaxImplementations))
            {
                return ImmutableArray<IMethodSymbol>.Empty;
            }
        }

        return SourceOrder.ThenBy(found.OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal)).ToImmutableArray();
    }

    // Of a generic interface, the method as the type implements it.
    private static IMethodSymbol Constructed(INamedTypeSymbol type, IMethodSymbol method) =>
        type.AllInterfaces
            .FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, method.ContainingType))?
            .GetMembers(method.Name).OfType<IMethodSymbol>()
            .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method)) ?? method;

    // Nothing outside the compilation can implement or derive from it.
    private bool IsClosed(INamedTypeSymbol type)
    {
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly) || IsImplementedNatively(type))
        {
            return false;
        }

        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (IsHidden(outer))
            {
                return true;
            }
        }

        return type.TypeKind == TypeKind.Class &&
               type.InstanceConstructors.All(IsHidden);
    }

    // From all other assemblies: those that internals are shown to may implement and derive what they see.
    private bool IsHidden(ISymbol symbol) =>
        symbol.DeclaredAccessibility == Accessibility.Private ||
        (!_hasFriends && symbol.DeclaredAccessibility is (Accessibility.Internal or Accessibility.ProtectedAndInternal));

    // Of an interface of COM anybody may have an object.
    private static bool IsImplementedNatively(INamedTypeSymbol type) =>
        type.IsComImport || type.GetAttributes().Any(a => a.AttributeClass is { Name: "GeneratedComInterfaceAttribute" });

    private static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        foreach (var implemented in type.AllInterfaces)
        {
            yield return implemented.OriginalDefinition;
        }

        for (var @base = type.BaseType; @base is { SpecialType: SpecialType.None }; @base = @base.BaseType)
        {
            yield return @base.OriginalDefinition;
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (var inner in TypesIn(member, cancellationToken))
            {
                yield return inner;
            }
        }
    }
}
