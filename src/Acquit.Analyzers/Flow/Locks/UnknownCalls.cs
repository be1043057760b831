using System.Collections.Concurrent;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>Whether a method comes to run code that is not known: a delegate, or a member that other types may put something in the place of.</summary>
internal sealed class UnknownCalls
{
    /// <summary>Methods looked into for one question; beyond that anything may happen.</summary>
    private const int MaxVisited = 40;

    private readonly BodyGraphs _graphs;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public UnknownCalls(BodyGraphs graphs) => _graphs = graphs;

    public bool AreIn(IMethodSymbol method, CancellationToken cancellationToken) =>
        _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Find(method, cancellationToken));

    private bool Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var visited = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var pending = new Queue<IMethodSymbol>();
        pending.Enqueue(method);
        while (pending.Count > 0)
        {
            if (_graphs.OwnDeclarationOf(pending.Dequeue(), cancellationToken) is not { } declaration)
            {
                continue;
            }

            var model = _graphs.ModelOf(declaration.SyntaxTree);
            foreach (var invocation in declaration.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (model.GetSymbolInfo(invocation, cancellationToken).Symbol is not IMethodSymbol called)
                {
                    continue;
                }

                if (called.MethodKind == MethodKind.DelegateInvoke || (called.IsInSourceOf(_graphs.Compilation) && !CallGraph.IsFixed(called) && !called.IsExtern))
                {
                    return true;
                }

                var callee = (called.ReducedFrom ?? called).OriginalDefinition;
                if (callee.IsInSourceOf(_graphs.Compilation) && visited.Add(callee))
                {
                    if (visited.Count > MaxVisited)
                    {
                        return true;
                    }

                    pending.Enqueue(callee);
                }
            }
        }

        return false;
    }
}
