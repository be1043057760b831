using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Answers that will not change, for everybody. Safe to use from several threads.</summary>
internal sealed class SettledAnswers
{
    private readonly ConcurrentDictionary<ISymbol, Answer> _known = new(SymbolEqualityComparer.Default);
    private readonly object _settling = new();

    public Answer? Of(ISymbol about) => _known.TryGetValue(about, out var known) ? known : null;

    /// <summary>The answer to questions that hang together; one that somebody else has settled meanwhile stands.</summary>
    /// <remarks>
    /// They are settled together. Another thread that is at the same circle, and finds one of them known, does not come to
    /// know of the circle any more; what it makes of the others must not come before what is settled here.
    /// </remarks>
    public void Settle(IEnumerable<ISymbol> together, Answer answer)
    {
        lock (_settling)
        {
            foreach (var about in together)
            {
                _known.TryAdd(about, answer);
            }
        }
    }
}
