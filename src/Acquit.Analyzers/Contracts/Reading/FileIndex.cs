using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Contract files, by the ids and names in them. No symbol is looked up: whoever has one asks with its id.</summary>
internal sealed class FileIndex
{
    private readonly Dictionary<string, ImmutableArray<Clause>> _clauses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<Clause>> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReceiverClauses> _onReceivers = new(StringComparer.Ordinal);

    // The pack's is asked in every compilation, for every kind in it.
    private readonly Lazy<ILookup<string, (string Id, Verb Verb)>> _byKind;

    public FileIndex(IEnumerable<ContractFile> files)
    {
        _byKind = new(() => _clauses
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .SelectMany(entry => entry.Value.Where(clause => clause.Object is not null), (entry, clause) => (entry.Key, clause.Verb, Kind: clause.Object!.Value.Text))
            .ToLookup(entry => entry.Kind, entry => (entry.Key, entry.Verb), StringComparer.Ordinal));
        var occasions = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var acquires = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var releases = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var placed = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var requires = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var advised = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var members = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var onReceivers = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var types = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var coded = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var written in files.SelectMany(file => file.Blocks))
        {
            var key = written.Id.Text;
            var block = written;
            if (written.Clauses.Any(clause => clause.Verb == Verb.Carries))
            {
                _codes[key] = CodesOf(key).AddRange(written.Clauses.Where(clause => clause.Verb == Verb.Carries));
                coded.Add(DocId.Parse(key).NameInText);
                block = written with { Clauses = written.Clauses.RemoveAll(clause => clause.Verb == Verb.Carries) };

                // What a value is says nothing of how the call fares.
                if (block.Clauses.IsEmpty)
                {
                    continue;
                }
            }

            if (block.On is { } receiver)
            {
                _onReceivers[key] = (_onReceivers.TryGetValue(key, out var others) ? others : ReceiverClauses.None).Add(receiver.Text, block.Clauses);
            }
            else
            {
                // Two packages may bring the same description: what is said once more is no second acquire.
                _clauses[key] = _clauses.TryGetValue(key, out var earlier) ? earlier.AddRange(block.Clauses.Where(clause => !earlier.Any(clause.SaysTheSameAs))) : block.Clauses;
            }

            var id = DocId.Parse(key);
            (id.Kind == 'T' ? types : block.On is null ? members : onReceivers).Add(id.Key);
            if (id.MemberName == "Invoke")
            {
                // The Invoke of a delegate is looked for under the name of the delegate.
                members.Add(id.TypeName);
            }

            if (block.Clauses.Any(Vocabulary.IsOccasion))
            {
                occasions.Add(id.NameInText);
            }

            if (block.Clauses.Any(clause => clause.Verb == Verb.Acquires))
            {
                acquires.Add(id.NameInText);
            }

            if (block.Clauses.Any(clause => clause.Verb == Verb.Releases))
            {
                releases.Add(id.NameInText);
            }

            if (block.Clauses.Any(clause => Vocabulary.IsPlace(clause.Verb)))
            {
                placed.Add(id.NameInText);
            }

            if (block.Clauses.Any(clause => Vocabulary.IsRequirement(clause.Verb)))
            {
                requires.Add(id.NameInText);
            }

            PlacesCode |= block.Clauses.Any(clause => clause.Verb == Verb.RunsIn);
            SpeaksOfContent |= block.Clauses.Any(clause => Vocabulary.IsAboutContent(clause.Verb));
            if (block.Clauses.Any(clause => Vocabulary.IsAdvice(clause.Verb)))
            {
                advised.Add(id.NameInText);
            }
        }

        Coded = coded.ToImmutable();
        Advised = advised.ToImmutable();
        Occasions = occasions.ToImmutable();
        Acquires = acquires.ToImmutable();
        Releases = releases.ToImmutable();
        Placed = placed.ToImmutable();
        Requires = requires.ToImmutable();
        MemberKeys = members.ToImmutable();
        ReceiverKeys = onReceivers.ToImmutable();
        TypeNames = types.ToImmutable();
    }

    /// <summary>The names in a text that make it worth looking at.</summary>
    public ImmutableHashSet<string> Occasions { get; }

    /// <summary>Those of them by which something is acquired.</summary>
    public ImmutableHashSet<string> Acquires { get; }

    /// <summary>Those of them by which something is given back.</summary>
    public ImmutableHashSet<string> Releases { get; }

    /// <summary>Those of them that are for some contexts only.</summary>
    public ImmutableHashSet<string> Placed { get; }

    /// <summary>Those of them whose callers have to hold something, or must not.</summary>
    public ImmutableHashSet<string> Requires { get; }

    /// <summary>Those whose use something is said of: forbidden arguments, a newer name.</summary>
    public ImmutableHashSet<string> Advised { get; }

    /// <inheritdoc cref="Annotations.PlaceCode"/>
    public bool PlacesCode { get; }

    /// <summary>Those that are codes of some sort, or answer with one.</summary>
    public ImmutableHashSet<string> Coded { get; }

    /// <summary>Whether anything is said of the content of what is held.</summary>
    public bool SpeaksOfContent { get; }

    /// <summary>The keys of members that something is said of.</summary>
    public ImmutableHashSet<string> MemberKeys { get; }

    /// <summary>The keys of members that something is said of when they are called on certain types.</summary>
    public ImmutableHashSet<string> ReceiverKeys { get; }

    /// <summary>The simple names of types that something is said of.</summary>
    public ImmutableHashSet<string> TypeNames { get; }

    /// <summary>What is said of an id; a block without clauses says nothing, but is one.</summary>
    public bool TryGetClauses(string? id, out ImmutableArray<Clause> clauses)
    {
        if (id is not null && _clauses.TryGetValue(id, out clauses))
        {
            return true;
        }

        clauses = ImmutableArray<Clause>.Empty;
        return false;
    }

    /// <summary>Which sorts of code an id carries.</summary>
    public ImmutableArray<Clause> CodesOf(string? id) =>
        id is not null && _codes.TryGetValue(id, out var clauses) ? clauses : ImmutableArray<Clause>.Empty;

    /// <summary>The ids of members that carry codes.</summary>
    public IEnumerable<string> IdsWithCodes => _codes.Keys.OrderBy(id => id, StringComparer.Ordinal);

    /// <summary>What is said of an id as it is called on certain types.</summary>
    public ReceiverClauses OnReceivers(string? id) =>
        id is not null && _onReceivers.TryGetValue(id, out var clauses) ? clauses : ReceiverClauses.None;

    /// <summary>The members, with the types they are called on, that a clause of one of the verbs speaks of with the given kind.</summary>
    public IEnumerable<(string Id, string Type)> OnReceiversThat(Func<Verb, bool> verb, string kind) =>
        from entry in _onReceivers.OrderBy(e => e.Key, StringComparer.Ordinal)
        from type in entry.Value.TypesThat(clause => verb(clause.Verb) && clause.Object?.Text == kind)
        select (entry.Key, type);

    /// <summary>The ids of members that acquire what makes a kind needless.</summary>
    public IEnumerable<string> IdsThatSpare(string kind) => _clauses
        .Where(entry => entry.Value.Any(clause => clause.Spares?.Text == kind))
        .Select(entry => entry.Key)
        .OrderBy(id => id, StringComparer.Ordinal);

    /// <summary>The ids of members that a clause of a verb speaks of.</summary>
    public IEnumerable<string> IdsThat(Verb verb) => _clauses
        .Where(entry => entry.Value.Any(clause => clause.Verb == verb))
        .Select(entry => entry.Key)
        .OrderBy(id => id, StringComparer.Ordinal);

    /// <summary>The ids of members that a clause of one of the verbs speaks of with the given kind.</summary>
    public IEnumerable<string> IdsThat(Func<Verb, bool> verb, string kind) => _byKind.Value[kind]
        .Where(entry => verb(entry.Verb))
        .Select(entry => entry.Id)
        .Distinct(StringComparer.Ordinal);

    /// <summary>The ids of members whose acquire may stand for one of the given kind, too.</summary>
    public IEnumerable<string> IdsThatImply(string kind) => _clauses
        .Where(entry => entry.Value.Any(clause => clause.Verb == Verb.Acquires && clause.Implies?.Text.Contains(kind) == true))
        .Select(entry => entry.Key)
        .OrderBy(id => id, StringComparer.Ordinal);
}
