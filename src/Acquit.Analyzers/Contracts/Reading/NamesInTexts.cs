using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Where texts mention some names: each text is searched once, however many ask. Safe to use from several threads.</summary>
internal sealed class NamesInTexts
{
    private static readonly List<NameHit> None = new();

    private readonly NamesInTexts? _before;
    private readonly NameScanner _scanner;
    private readonly ConcurrentDictionary<SyntaxTree, List<NameHit>> _hits = new();

    public NamesInTexts(NameScanner scanner) => _scanner = scanner;

    private NamesInTexts(NamesInTexts before, NameScanner more)
        : this(more) => _before = before;

    /// <summary>A search for a few more names, which goes through a text for these only if it has gone through it before.</summary>
    public NamesInTexts With(IReadOnlyCollection<string> more) => new(this, new NameScanner(more));

    /// <summary>Every mention in the text of a tree, in order. Not for callers to change.</summary>
    public List<NameHit> In(SyntaxTree tree, CancellationToken cancellationToken) =>
        _hits.TryGetValue(tree, out var hits) ? hits : _hits.GetOrAdd(tree, Find(tree, cancellationToken));

    private List<NameHit> Find(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var found = new List<NameHit>();
        _scanner.Find(tree.GetText(cancellationToken), found, cancellationToken);
        if (_before is not null && _before.In(tree, cancellationToken) is var known && known.Count > 0)
        {
            if (found.Count == 0)
            {
                return known;
            }

            // A name that is searched for once more is mentioned no more often.
            var starts = new HashSet<int>(found.Select(hit => hit.Start));
            found.AddRange(known.FindAll(hit => !starts.Contains(hit.Start)));
            found.Sort((a, b) => a.Start.CompareTo(b.Start));
        }

        return found.Count == 0 ? None : found;
    }
}
