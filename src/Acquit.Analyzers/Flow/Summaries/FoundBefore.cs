using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What searches for names came to in one tree, kept for as long as the tree is: while code is typed, all trees but one stay what
/// they were.
/// </summary>
/// <remarks>
/// What is found only tells which names are worth looking at; what these methods do is read off their bodies every time. It
/// can be out of date where a helper in another file has changed without a change of any name that is looked for, until either
/// file changes. A build starts afresh.
/// </remarks>
internal sealed class FoundBefore
{
    private static readonly ConditionalWeakTable<SyntaxTree, FoundBefore> Trees = new();

    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SyntaxNode, int> _givenUp = new();

    public static FoundBefore In(SyntaxTree tree) => Trees.GetValue(tree, static _ => new FoundBefore());

    /// <summary>One and the same question has one and the same key, in whatever compilation it is asked.</summary>
    public static string Question(string what, IEnumerable<string> names) => what + ":" + string.Join(",", names.OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>The answer from before, or the one found now.</summary>
    public ImmutableArray<string> Names(string question, Func<IEnumerable<string>> find) =>
        _names.TryGetValue(question, out var known) ? known : _names.GetOrAdd(question, find().Distinct(StringComparer.Ordinal).ToImmutableArray());

    /// <summary>The bodies that turned out too large or too tangled to follow within so many steps.</summary>
    public IEnumerable<SyntaxNode> GivenUp(int steps) => _givenUp.Where(entry => entry.Value == steps).Select(entry => entry.Key);

    public void GiveUp(SyntaxNode body, int steps) => _givenUp[body] = steps;
}
