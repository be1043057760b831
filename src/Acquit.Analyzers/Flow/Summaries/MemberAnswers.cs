using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What searches for names came to in the members of a file that is being edited, from one of its trees to the next. Safe to use from
/// several threads.
/// </summary>
/// <remarks>What has not been asked for through a number of edits is forgotten.</remarks>
internal sealed class MemberAnswers
{
    /// <summary>Edits: a member that an unclosed brace before it has swallowed comes back when the brace is closed.</summary>
    private const int Kept = 64;

    private const int MaxAnswers = 4096;

    // An edit keeps the options of its tree; a compiler's run makes its own. So what is kept here goes when the project is closed.
    private static readonly ConditionalWeakTable<ParseOptions, ConcurrentDictionary<string, MemberAnswers>> Projects = new();

    private readonly object _gate = new();
    private readonly Dictionary<string, (int Edit, ImmutableArray<string> Names)> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Edit, MemberText Text)> _texts = new(StringComparer.Ordinal);
    private int _edit;
    private int _nextText;

    private MemberAnswers()
    {
    }

    /// <summary>Those of the tree's file; null if it is no file's.</summary>
    public static MemberAnswers? Of(SyntaxTree tree) => tree.FilePath.Length == 0
        ? null
        : Projects.GetValue(tree.Options, static _ => new ConcurrentDictionary<string, MemberAnswers>(StringComparer.Ordinal))
            .GetOrAdd(tree.FilePath, static _ => new MemberAnswers());

    /// <summary>Told once for each tree of the file: whether it is the first of them.</summary>
    public bool IsFirstTree()
    {
        lock (_gate)
        {
            Forget(_answers, answer => answer.Edit);
            Forget(_texts, text => text.Edit);
            return _edit++ == 0;
        }
    }

    public ImmutableArray<string>? Recall(string question)
    {
        lock (_gate)
        {
            if (!_answers.TryGetValue(question, out var known))
            {
                return null;
            }

            _answers[question] = (_edit, known.Names);
            return known.Names;
        }
    }

    public ImmutableArray<string> Keep(string question, ImmutableArray<string> names)
    {
        lock (_gate)
        {
            if (_answers.Count >= MaxAnswers)
            {
                // Other files are edited while this one is not.
                _answers.Clear();
            }

            _answers[question] = (_edit, names);
            return names;
        }
    }

    /// <summary>A text as it is known here: the same one for the same characters.</summary>
    public MemberText TextOf(string text)
    {
        lock (_gate)
        {
            var known = _texts.TryGetValue(text, out var read) ? read.Text : new MemberText(_nextText++, text);
            _texts[text] = (_edit, known);
            return known;
        }
    }

    private void Forget<T>(Dictionary<string, T> all, Func<T, int> editOf)
    {
        foreach (var key in all.Where(one => editOf(one.Value) < _edit - Kept).Select(one => one.Key).ToList())
        {
            all.Remove(key);
        }
    }
}
