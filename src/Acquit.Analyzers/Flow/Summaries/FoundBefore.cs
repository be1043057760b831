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
/// What is found only tells which names are worth looking at; what these methods do is read off their bodies every time. It can
/// be out of date where a helper in another file has changed without a change of any name that is looked for, and then a call of a
/// wrapper may go unnoticed until its own file changes. A build starts afresh.
/// </remarks>
internal sealed class FoundBefore
{
    // Hangs on the trees themselves, as what Roslyn's value providers keep does.
    private static readonly ConditionalWeakTable<SyntaxTree, FoundBefore> Trees = new();

    private readonly ConcurrentDictionary<string, (string Question, ImmutableArray<string> Names)> _answers = new(StringComparer.Ordinal);

    public static FoundBefore In(SyntaxTree tree) => Trees.GetValue(tree, static _ => new FoundBefore());

    /// <summary>One and the same question reads the same in whatever compilation it is asked.</summary>
    /// <param name="basis">What else the answer rests on.</param>
    /// <param name="names">What is looked for.</param>
    public static string Question(string basis, IEnumerable<string> names) => basis + ":" + string.Join(",", names.OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>The answer from before, or the one found now.</summary>
    /// <param name="search">Of each search, only the last answer is kept.</param>
    public ImmutableArray<string> Names(string search, string question, Func<IEnumerable<string>> find)
    {
        if (_answers.TryGetValue(search, out var known) && known.Question == question)
        {
            return known.Names;
        }

        var names = find().Distinct(StringComparer.Ordinal).ToImmutableArray();
        _answers[search] = (question, names);
        return names;
    }
}
