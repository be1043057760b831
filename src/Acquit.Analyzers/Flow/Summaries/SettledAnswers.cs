using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Answers that will not change, for everybody. Safe to use from several threads.</summary>
internal sealed class SettledAnswers
{
    private readonly ConcurrentDictionary<ISymbol, Answer> _known = new(SymbolEqualityComparer.Default);
    private readonly object _settling = new();
    private readonly Func<ISymbol, Answer?>? _before;

    /// <param name="before">What was settled before, and still holds.</param>
    public SettledAnswers(Func<ISymbol, Answer?>? before = null) => _before = before;

    public Answer? Of(ISymbol about) =>
        _known.TryGetValue(about, out var known) ? known
        : _before?.Invoke(about) is { } before ? _known.GetOrAdd(about, before)
        : null;

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
