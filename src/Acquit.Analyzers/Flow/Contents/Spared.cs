using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Contents;

/// <summary>
/// Which code needs no pin, because something that spares it is acquired there or by what it belongs with: whoever registers for
/// notice may be another method of the type, or another type that knows this one. Asked only where a pin would be missing.
/// </summary>
internal sealed class Spared
{
    private readonly BodyGraphs _graphs;
    private readonly ContractTable _contracts;
    private readonly ConcurrentDictionary<string, ImmutableArray<INamedTypeSymbol?>> _known = new(StringComparer.Ordinal);

    public Spared(BodyGraphs graphs, ContractTable contracts)
    {
        _graphs = graphs;
        _contracts = contracts;
    }

    public bool Is(ISymbol owner, string kind, CancellationToken cancellationToken)
    {
        var sparing = _known.TryGetValue(kind, out var known) ? known : _known.GetOrAdd(kind, Find(kind, cancellationToken));
        return !sparing.IsEmpty && (Outermost(owner.ContainingType) is not { } type || sparing.Any(s => s is null || BelongTogether(s, type, cancellationToken)));
    }

    // The types in which something is acquired that spares the kind; null for code outside of types.
    private ImmutableArray<INamedTypeSymbol?> Find(string kind, CancellationToken cancellationToken)
    {
        var methods = _contracts.SparingOf(kind);
        if (methods.IsEmpty)
        {
            return ImmutableArray<INamedTypeSymbol?>.Empty;
        }

        var names = new NameScanner(methods.Select(m => m.Name));
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var isElsewhere = false;
        foreach (var tree in _graphs.Compilation.SyntaxTrees)
        {
            var hits = new List<NameHit>();
            names.Find(tree.GetText(cancellationToken), hits, cancellationToken);
            foreach (var hit in hits)
            {
                var token = tree.GetRoot(cancellationToken).FindToken(hit.Start);
                if (!token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is not SimpleNameSyntax name ||
                    _graphs.ModelOf(tree).GetSymbolInfo(name, cancellationToken).Symbol is not IMethodSymbol called ||
                    !methods.Contains((called.ReducedFrom ?? called).OriginalDefinition, SymbolEqualityComparer.Default))
                {
                    continue;
                }

                if (name.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } declaration &&
                    Outermost(_graphs.ModelOf(tree).GetDeclaredSymbol(declaration, cancellationToken) as INamedTypeSymbol) is { } type)
                {
                    types.Add(type);
                }
                else
                {
                    isElsewhere = true;
                }
            }
        }

        return (isElsewhere ? types.Append<INamedTypeSymbol?>(null) : types).ToImmutableArray();
    }

    private static INamedTypeSymbol? Outermost(INamedTypeSymbol? type)
    {
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type?.OriginalDefinition;
    }

    // The same, or one of them speaks of the other.
    private bool BelongTogether(INamedTypeSymbol a, INamedTypeSymbol b, CancellationToken cancellationToken) =>
        SymbolEqualityComparer.Default.Equals(a, b) || SpeaksOf(a, b, cancellationToken) || SpeaksOf(b, a, cancellationToken);

    private bool SpeaksOf(INamedTypeSymbol speaker, INamedTypeSymbol type, CancellationToken cancellationToken) =>
        speaker.DeclarationsIn(_graphs.Compilation).Any(r => r.GetSyntax(cancellationToken).DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == type.Name));
}
