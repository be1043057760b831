using System.Collections.Concurrent;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>Whether a method comes to run code that is not known: a delegate, or a member that other types may put something in the place of.</summary>
internal sealed class UnknownCalls
{
    /// <summary>Methods looked into for one question; beyond that anything may happen.</summary>
    private const int MaxVisited = 40;

    private readonly CallGraph _calls;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public UnknownCalls(CallGraph calls) => _calls = calls;

    public bool AreIn(IMethodSymbol method, CancellationToken cancellationToken) =>
        _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Find(method, cancellationToken));

    private bool Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var visited = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var pending = new Queue<IMethodSymbol>(visited);
        while (pending.Count > 0)
        {
            var callees = _calls.CalleesOf(pending.Dequeue(), cancellationToken);
            if (callees.RunsUnknown)
            {
                return true;
            }

            foreach (var callee in callees.Known)
            {
                if (visited.Add(callee))
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
