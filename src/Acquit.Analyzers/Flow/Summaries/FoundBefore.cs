using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What searches for names came to in one tree, kept for as long as the tree is: while code is typed, all trees but one stay what
/// they were. Of that one, most members stay.
/// </summary>
/// <remarks>
/// What is found only tells which names are worth looking at; what these methods do is read off their bodies every time. It can
/// be out of date where a helper in another file has changed without a change of any name that is looked for, and then a call of a
/// wrapper may go unnoticed until the wrapper itself, or something that it mentions in its file, changes. A build starts afresh.
/// </remarks>
internal sealed class FoundBefore
{
    // Hangs on the trees themselves, as what Roslyn's value providers keep does.
    private static readonly ConditionalWeakTable<SyntaxTree, FoundBefore> Trees = new();

    private readonly ConcurrentDictionary<string, (string Question, ImmutableArray<string> Names)> _answers = new(StringComparer.Ordinal);
    private readonly object _reading = new();
    private readonly SyntaxTree _tree;
    private MemberReadings? _readings;
    private volatile bool _wasAskedAgain;
    private bool _wasAsked;

    private FoundBefore(SyntaxTree tree) => _tree = tree;

    /// <summary>Whether somebody is at work on the code: the file has had another tree before, or the others have.</summary>
    public bool IsEdited() => Readings() is not null;

    public static FoundBefore In(SyntaxTree tree) => Trees.GetValue(tree, static t => new FoundBefore(t));

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

        _wasAskedAgain |= known.Question is not null;
        var names = find().Distinct(StringComparer.Ordinal).ToImmutableArray();
        _answers[search] = (question, names);
        return names;
    }

    /// <summary>The same for one member: the answer is as good as before if nothing changed that it mentions in its file.</summary>
    /// <param name="body">A body in this tree.</param>
    /// <param name="basis">What the answer rests on beside names.</param>
    /// <param name="followed">The names whose calls are followed.</param>
    /// <param name="sought">Those of them that are looked for, as far as the body mentions them.</param>
    public ImmutableArray<string> NamesOf(
        SyntaxNode body, string search, string basis, ImmutableHashSet<string> followed, IEnumerable<string> sought, Func<IEnumerable<string>> find)
    {
        if (Readings() is not { } readings || readings.Of(body, followed) is not { } reading)
        {
            return find().ToImmutableArray();
        }

        var question = string.Join("|", search, Question(basis, sought), reading);
        return readings.Answers.Recall(question) ?? readings.Answers.Keep(question, find().ToImmutableArray());
    }

    // A build sees every file once, and asks everything once; it keeps no more than the answers. An editor has another tree of the file
    // after each keystroke, and asks again when names have changed in the others.
    private MemberReadings? Readings()
    {
        lock (_reading)
        {
            if (_readings is null && (!_wasAsked || _wasAskedAgain) && MemberAnswers.Of(_tree) is { } answers)
            {
                var isEdited = !_wasAsked && !answers.IsFirstTree();
                _readings = isEdited || _wasAskedAgain ? new MemberReadings(_tree, answers) : null;
            }

            _wasAsked = true;
            return _readings;
        }
    }
}
