using System.Collections.Concurrent;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Which methods call which, as far as that decides whether a body is worth following.</summary>
internal sealed class CallGraph
{
    /// <summary>Methods looked into for one question.</summary>
    private const int MaxVisited = 40;

    private readonly BodyGraphs _graphs;
    private readonly NameScanner _names;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _mentions = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _leads = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyCollection<IMethodSymbol>> _callees = new(SymbolEqualityComparer.Default);

    public CallGraph(BodyGraphs graphs, NameScanner names)
    {
        _graphs = graphs;
        _names = names;
    }

    /// <summary>What runs is what is named: nothing that another type could have put in its place.</summary>
    public static bool IsFixed(IMethodSymbol method) =>
        !method.IsAbstract && !method.IsExtern &&
        (!(method.IsVirtual || method.IsOverride) || method.IsSealed || method.ContainingType is { IsSealed: true } or { IsValueType: true });

    /// <summary>Whether the text of a body has one of the names in it.</summary>
    public bool Mentions(IMethodSymbol method, SyntaxNode declaration, CancellationToken cancellationToken) =>
        _mentions.TryGetValue(method, out var known)
            ? known
            : _mentions.GetOrAdd(method, _names.Any(declaration.SyntaxTree.GetText(cancellationToken).GetSubText(declaration.Span), cancellationToken));

    /// <summary>Whether a body, or one that it calls, and so on, has one of the names in it.</summary>
    public bool LeadsToMention(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (_leads.TryGetValue(method, out var known))
        {
            return known;
        }

        var visited = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var pending = new Queue<IMethodSymbol>();
        pending.Enqueue(method);
        var found = false;
        while (!found && pending.Count > 0 && visited.Count <= MaxVisited)
        {
            foreach (var callee in CalleesOf(pending.Dequeue(), cancellationToken))
            {
                if (visited.Add(callee) && _graphs.OwnDeclarationOf(callee, cancellationToken) is { } declaration)
                {
                    found |= Mentions(callee, declaration, cancellationToken);
                    pending.Enqueue(callee);
                }
            }
        }

        return _leads.GetOrAdd(method, found);
    }

    private IReadOnlyCollection<IMethodSymbol> CalleesOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        _callees.TryGetValue(method, out var known) ? known : _callees.GetOrAdd(method, FindCallees(method, cancellationToken));

    private List<IMethodSymbol> FindCallees(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var callees = new List<IMethodSymbol>();
        if (_graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration)
        {
            return callees;
        }

        var model = _graphs.ModelOf(declaration.SyntaxTree);
        foreach (var invocation in declaration.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(invocation, cancellationToken).Symbol is IMethodSymbol called && IsFixed(called) && called.IsInSourceOf(_graphs.Compilation))
            {
                callees.Add((called.ReducedFrom ?? called).OriginalDefinition);
            }
        }

        return callees;
    }
}
