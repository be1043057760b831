using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Contract files, by the ids and names in them. No symbol is looked up: whoever has one asks with its id.</summary>
internal sealed class FileIndex
{
    private readonly Dictionary<string, ImmutableArray<Clause>> _clauses = new(StringComparer.Ordinal);

    public FileIndex(IEnumerable<ContractFile> files)
    {
        var occasions = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var acquires = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var members = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var types = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var block in files.SelectMany(file => file.Blocks))
        {
            var key = block.Id.Text;
            _clauses[key] = _clauses.TryGetValue(key, out var earlier) ? earlier.AddRange(block.Clauses) : block.Clauses;

            var id = DocId.Parse(key);
            (id.Kind == 'T' ? types : members).Add(id.Key);
            if (id.MemberName == "Invoke")
            {
                // The Invoke of a delegate is looked for under the name of the delegate.
                members.Add(id.TypeName);
            }

            if (block.Clauses.Any(clause => Vocabulary.IsOccasion(clause.Verb)))
            {
                occasions.Add(id.NameInText);
            }

            if (block.Clauses.Any(clause => clause.Verb == Verb.Acquires))
            {
                acquires.Add(id.NameInText);
            }
        }

        Occasions = occasions.ToImmutable();
        Acquires = acquires.ToImmutable();
        MemberKeys = members.ToImmutable();
        TypeNames = types.ToImmutable();
    }

    /// <summary>The names in a text that make it worth looking at.</summary>
    public ImmutableHashSet<string> Occasions { get; }

    /// <summary>Those of them by which something is acquired.</summary>
    public ImmutableHashSet<string> Acquires { get; }

    /// <summary>The keys of members that something is said of.</summary>
    public ImmutableHashSet<string> MemberKeys { get; }

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

    /// <summary>The ids of members that a clause of one of the verbs speaks of with the given kind.</summary>
    public IEnumerable<string> IdsThat(Func<Verb, bool> verb, string kind) => _clauses
        .Where(entry => entry.Value.Any(clause => verb(clause.Verb) && clause.Object?.Text == kind))
        .Select(entry => entry.Key)
        .OrderBy(id => id, StringComparer.Ordinal);
}
