using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>The names that members with contract attributes go by, sorted by what the attributes say.</summary>
internal sealed class AnnotatedNames
{
    private static readonly ImmutableHashSet<string> Empty = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    private AnnotatedNames()
    {
    }

    public static AnnotatedNames None { get; } = new();

    /// <summary>The names in a text that make it worth looking at.</summary>
    public ImmutableHashSet<string> Occasions { get; private init; } = Empty;

    /// <summary>Those of them by which something is acquired.</summary>
    public ImmutableHashSet<string> Acquires { get; private init; } = Empty;

    /// <summary>Those of them by which something is given back.</summary>
    public ImmutableHashSet<string> Releases { get; private init; } = Empty;

    /// <summary>Those of them that are for some contexts only.</summary>
    public ImmutableHashSet<string> Placed { get; private init; } = Empty;

    /// <summary>Those of them whose callers have to hold something, or must not.</summary>
    public ImmutableHashSet<string> Requires { get; private init; } = Empty;

    /// <summary>Those whose use something is said of: forbidden arguments, a newer name.</summary>
    public ImmutableHashSet<string> Advised { get; private init; } = Empty;

    /// <summary>Those that are codes of some sort, or answer with one.</summary>
    public ImmutableHashSet<string> Coded { get; private init; } = Empty;

    /// <summary>The keys of members that carry an attribute.</summary>
    public ImmutableHashSet<string> Keys { get; private init; } = Empty;

    /// <summary>Whether anything is said of the contexts that code runs in.</summary>
    public bool PlaceCode { get; private init; }

    /// <summary>Whether anything is said of the content of what is held.</summary>
    public bool SpeakOfContent { get; private init; }

    public static AnnotatedNames Of(ImmutableArray<Annotation> seen) => new()
    {
        Occasions = NamesOf(seen, Vocabulary.IsOccasion),
        Acquires = NamesOf(seen, verb => verb == Verb.Acquires),
        Releases = NamesOf(seen, verb => verb == Verb.Releases),
        Placed = NamesOf(seen, Vocabulary.IsPlace),
        Requires = NamesOf(seen, Vocabulary.IsRequirement),
        Advised = NamesOf(seen, Vocabulary.IsAdvice),
        Coded = NamesOf(seen, verb => verb == Verb.Carries),
        Keys = seen.Select(annotation => annotation.Key).ToImmutableHashSet(StringComparer.Ordinal),
        PlaceCode = seen.Any(annotation => annotation.Verb == Verb.RunsIn),
        SpeakOfContent = seen.Any(annotation => Vocabulary.IsAboutContent(annotation.Verb)),
    };

    public AnnotatedNames Union(AnnotatedNames others) => this == None ? others : new()
    {
        Occasions = Union(Occasions, others.Occasions),
        Acquires = Union(Acquires, others.Acquires),
        Releases = Union(Releases, others.Releases),
        Placed = Union(Placed, others.Placed),
        Requires = Union(Requires, others.Requires),
        Advised = Union(Advised, others.Advised),
        Coded = Union(Coded, others.Coded),
        Keys = Union(Keys, others.Keys),
        PlaceCode = PlaceCode || others.PlaceCode,
        SpeakOfContent = SpeakOfContent || others.SpeakOfContent,
    };

    /// <summary>The names of both; the fewer are added to the more, which are many more where they come from a library.</summary>
    public static ImmutableHashSet<string> Union(ImmutableHashSet<string> some, ImmutableHashSet<string> others) =>
        some.Count < others.Count ? others.Union(some) : some.Union(others);

    private static ImmutableHashSet<string> NamesOf(ImmutableArray<Annotation> seen, Func<Verb, bool> verb) =>
        seen.Where(annotation => verb(annotation.Verb)).Select(annotation => annotation.NameInText).ToImmutableHashSet(StringComparer.Ordinal);
}
