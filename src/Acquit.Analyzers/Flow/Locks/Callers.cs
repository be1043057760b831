using System.Collections.Concurrent;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Whether anything in the compilation calls a method, or makes a delegate of it. One that nothing calls is entered from outside,
/// with nothing held but what its contract says. Asked only where a call needs something that its method did not take.
/// </summary>
internal sealed class Callers
{
    private readonly BodyGraphs _graphs;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public Callers(BodyGraphs graphs) => _graphs = graphs;

    /// <summary>Whether the method is entered from outside the compilation only, and under no other name.</summary>
    public bool IsEntry(ISymbol owner, CancellationToken cancellationToken) =>
        owner is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsOverride: false, IsVirtual: false, IsAbstract: false } method &&
        !Overrides.ImplementsInterface(method) && !HasAny((method.PartialDefinitionPart ?? method).OriginalDefinition, cancellationToken);

    private bool HasAny(IMethodSymbol method, CancellationToken cancellationToken) =>
        _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Find(method, cancellationToken));

    private bool Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var names = new NameScanner(new[] { method.Name });
        var trees = method.DeclaredAccessibility == Accessibility.Private
            ? method.ContainingType.DeclarationsIn(_graphs.Compilation).Select(r => r.SyntaxTree).Distinct()
            : _graphs.Compilation.SyntaxTrees;
        return trees.Any(tree => IsMentionedIn(tree, method, names, cancellationToken));
    }

    private bool IsMentionedIn(SyntaxTree tree, IMethodSymbol method, NameScanner names, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        names.Find(tree.GetText(cancellationToken), hits, cancellationToken);
        if (hits.Count == 0)
        {
            return false;
        }

        var root = tree.GetRoot(cancellationToken);
        var model = _graphs.ModelOf(tree);
        var own = method.DeclaringSyntaxReferences.Where(r => r.SyntaxTree == tree).Select(r => r.Span).ToList();
        foreach (var hit in hits)
        {
            var token = root.FindToken(hit.Start);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is SimpleNameSyntax name && !own.Exists(span => span.Contains(hit.Start)) &&
                model.GetSymbolInfo(name, cancellationToken) is var info &&
                (Is(info.Symbol) || info.CandidateSymbols.Any(Is)))
            {
                return true;
            }
        }

        return false;

        bool Is(ISymbol? symbol) =>
            symbol is IMethodSymbol named && SymbolEqualityComparer.Default.Equals((named.ReducedFrom ?? named).OriginalDefinition, method);
    }
}
