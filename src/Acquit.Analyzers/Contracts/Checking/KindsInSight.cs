using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Checking;

/// <summary>
/// The kinds that some contract acquires, releases or asks for, wherever it stands. A kind may well be acquired by code that nobody
/// described; only a name that is near one that is acquired says that this was meant.
/// </summary>
internal sealed class KindsInSight
{
    private const int ShortestName = 4;

    private readonly ImmutableHashSet<string> _acquired;
    private readonly ImmutableHashSet<string> _released;

    private KindsInSight(ImmutableHashSet<string> acquired, ImmutableHashSet<string> released)
    {
        _acquired = acquired;
        _released = released;
    }

    /// <summary>Those of a compilation, what it refers to, and its contract files.</summary>
    public static KindsInSight In(Compilation compilation, Func<SyntaxTree, TreeAnnotations> ofTree, IEnumerable<ContractFile> files, CancellationToken cancellationToken)
    {
        var annotations = Annotations.Read(compilation, ofTree, cancellationToken);
        return Of(annotations.MethodsThat(IsAboutKinds)
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
            .SelectMany(AttributeReader.Unlocated.Of)
            .Concat(files.SelectMany(file => file.Blocks).SelectMany(block => block.Clauses)));
    }

    private static KindsInSight Of(IEnumerable<Clause> clauses)
    {
        var acquired = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var released = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var clause in clauses.Where(clause => IsAboutKinds(clause.Verb)))
        {
            (clause.Verb == Verb.Acquires ? acquired : released).Add(clause.Object!.Value.Text);
            acquired.UnionWith(Implied(clause).Select(kind => kind.Text));
        }

        return new KindsInSight(acquired.ToImmutable(), released.ToImmutable());
    }

    /// <summary>What the clauses of one place say of kinds that nobody else speaks of, and that are nearly called like others.</summary>
    /// <param name="all">Everything in sight; asked only if the clauses by themselves do not match.</param>
    public static IEnumerable<ContractError> Unacquired(IReadOnlyCollection<Clause> clauses, Func<KindsInSight> all)
    {
        var here = Of(clauses);
        foreach (var clause in clauses)
        {
            if (clause.Verb is Verb.Releases or Verb.Consumes or Verb.RequiresHeld or Verb.RequiresNotHeld or Verb.TellsHeld &&
                clause.Object is { } kind && !here._acquired.Contains(kind.Text) && all().Unacquired(kind.Text, clause.Verb) is { } message)
            {
                yield return kind.Error(message);
            }
        }
    }

    /// <summary>The kinds that the clauses of one place acquire and nothing releases, except under nearly that name.</summary>
    /// <param name="all">Everything in sight; asked only if the clauses by themselves do not match.</param>
    public static IEnumerable<MistypedKind> Unreleased(IReadOnlyCollection<Clause> clauses, Func<KindsInSight> all)
    {
        var here = Of(clauses);
        foreach (var clause in clauses)
        {
            if (clause is { Verb: Verb.Acquires, Object: { } kind } && !here._released.Contains(kind.Text) && all().ReleasedInstead(kind.Text) is { } near)
            {
                yield return new MistypedKind(kind, near);
            }
        }
    }

    /// <summary>
    /// The kinds that the clauses of one place acquire and nothing releases, one slip away from a kind that others acquire and release:
    /// what they acquire is released as that, if anything is to be.
    /// </summary>
    /// <param name="all">Everything in sight; asked only if the clauses by themselves do not match.</param>
    public static IEnumerable<(Clause Clause, ContractError Error)> Slips(IReadOnlyCollection<Clause> clauses, Func<KindsInSight> all)
    {
        var here = Of(clauses);
        foreach (var clause in clauses)
        {
            if (clause is { Verb: Verb.Acquires, Object: { } kind } && !here._released.Contains(kind.Text) && all().SlipOf(kind.Text) is { } meant)
            {
                yield return (clause, kind.Error($"nothing in sight releases '{kind.Text}'; did you mean '{meant}'?"));
            }
        }
    }

    private string? SlipOf(string kind) => _released.Contains(kind) || IsBuiltIn(kind)
        ? null
        : _released.Intersect(_acquired).Where(name => MayBeMeant(kind, name) && IsSlip(kind, name)).OrderBy(name => name, StringComparer.Ordinal).FirstOrDefault();

    // In a short word another letter makes another word, and one of several is no slip for one.
    private static bool IsSlip(string kind, string name)
    {
        var (words, others) = (kind.Split('-'), name.Split('-'));
        var different = words.Length == others.Length ? words.Zip(others, (word, other) => (word, other)).Where(pair => pair.word != pair.other).ToList() : new();
        return different.Count == 1 && different[0] is var (written, meant) && Math.Min(written.Length, meant.Length) > ShortestName &&
               NearName.IsOneSlip(written, meant) && written + "s" != meant && meant + "s" != written;
    }

    // A kind that is acquired under its own name is none that somebody mistyped.
    private string? ReleasedInstead(string kind) =>
        _released.Contains(kind) || IsBuiltIn(kind) ? null : Near(kind, _released.Except(_acquired));

    private string? Unacquired(string kind, Verb verb)
    {
        if (_acquired.Contains(kind) || IsBuiltIn(kind))
        {
            return null;
        }

        // Where nothing releases the other either, it is that which is told of.
        var isRelease = verb is Verb.Releases or Verb.Consumes;
        var near = Near(kind, isRelease ? _acquired.Intersect(_released) : _acquired);
        return near is null ? null : $"nothing in sight acquires '{kind}'; did you mean '{near}'?";
    }

    private static string? Near(string kind, IEnumerable<string> names) => kind.Length < ShortestName
        ? null
        : NearName.Find(kind, names.Where(name => name.Length >= ShortestName && MayBeMeant(kind, name)).OrderBy(name => name, StringComparer.Ordinal));

    // Names that begin otherwise, or differ in a number or a whole word, are others: a vmap is no mistyped kmap.
    private static bool MayBeMeant(string kind, string name)
    {
        if (name[0] != kind[0] || !name.Where(char.IsDigit).SequenceEqual(kind.Where(char.IsDigit)))
        {
            return false;
        }

        var (words, others) = (kind.Split('-'), name.Split('-'));
        return words.Length == others.Length
            ? words.Zip(others, (word, other) => word == other || NearName.Find(word, new[] { other }) is not null).All(isNear => isNear)
            : string.Concat(words) == string.Concat(others);
    }

    private static bool IsBuiltIn(string kind) => BuiltInPack.Index.IdsThat(IsAboutKinds, kind).Any();

    private static bool IsAboutKinds(Verb verb) => verb is Verb.Acquires or Verb.Releases or Verb.Consumes;

    private static IEnumerable<Phrase> Implied(Clause clause) => clause.Implies is { } list
        ? list.Text.Split(',').Select(name => list with { Text = name.Trim() })
        : Enumerable.Empty<Phrase>();
}
