namespace Acquit.Analyzers.Contracts.Language;

/// <summary>What a clause speaks of, before it is resolved against a member.</summary>
internal enum SubjectKind
{
    /// <summary>The returned value, or the new object.</summary>
    Return,

    /// <summary>The receiver.</summary>
    This,

    /// <summary>The member as such: the receiver of an instance method, the new object of a constructor, else an ambient resource.</summary>
    Method,

    /// <summary>One parameter, by name or ordinal.</summary>
    Parameter,

    /// <summary>All parameters; of all methods, if said of a type.</summary>
    AllParameters,
}

/// <summary>The subject of a clause.</summary>
/// <param name="Ordinal">Of a parameter that is known already, because the attribute stands on it; else -1, and the phrase is its name.</param>
internal readonly record struct Subject(SubjectKind Kind, Phrase Phrase, int Ordinal = -1);

/// <summary>One thing said of a target, by an attribute or a line of a contract file, in one form for both.</summary>
internal sealed record Clause(Subject Subject, Verb Verb, Phrase VerbPhrase)
{
    /// <summary>The word after the verb: a kind, a context, a name, an access or a source, as the verb has it.</summary>
    public Phrase? Object { get; init; }

    public Phrase? When { get; init; }

    public Phrase? Count { get; init; }

    public Phrase? Start { get; init; }

    public Phrase? ReleasedBy { get; init; }

    public Phrase? Enters { get; init; }

    public Phrase? Implies { get; init; }

    public Phrase? Order { get; init; }

    public Phrase? Use { get; init; }

    public Phrase? Passing { get; init; }

    public Phrase? Under { get; init; }

    public Phrase? PinnedBy { get; init; }

    public Phrase? Spares { get; init; }

    public Phrase? Of { get; init; }

    public Phrase? Because { get; init; }

    public bool Locked { get; init; }

    public bool Optional { get; init; }

    public bool IfHeld { get; init; }

    public bool View { get; init; }

    /// <summary>The clause with a property that is there or not.</summary>
    public Clause With(Keyword flag) => flag switch
    {
        Keyword.Optional => this with { Optional = true },
        Keyword.IfHeld => this with { IfHeld = true },
        Keyword.View => this with { View = true },
        _ => this with { Locked = true },
    };

    /// <summary>Whether two clauses say the same, wherever they stand and whatever they give as the reason.</summary>
    public bool SaysTheSameAs(Clause other) => WithoutPlaces() == other.WithoutPlaces();

    private Clause WithoutPlaces() => this with
    {
        Subject = Subject with { Phrase = WithoutPlace(Subject.Phrase)!.Value },
        VerbPhrase = WithoutPlace(VerbPhrase)!.Value,
        Object = WithoutPlace(Object),
        When = WithoutPlace(When),
        Count = WithoutPlace(Count),
        Start = WithoutPlace(Start),
        ReleasedBy = WithoutPlace(ReleasedBy),
        Enters = WithoutPlace(Enters),
        Implies = WithoutPlace(Implies),
        Order = WithoutPlace(Order),
        Use = WithoutPlace(Use),
        Passing = WithoutPlace(Passing),
        Under = WithoutPlace(Under),
        PinnedBy = WithoutPlace(PinnedBy),
        Spares = WithoutPlace(Spares),
        Of = WithoutPlace(Of),
        Because = null,
    };

    private static Phrase? WithoutPlace(Phrase? phrase) => phrase is { } words ? new Phrase(words.Text, 0, 0, false) : null;

    /// <summary>Whether the release was named by something the compiler has checked, such as a nameof expression.</summary>
    public bool ReleasedByIsBound { get; init; }
}
