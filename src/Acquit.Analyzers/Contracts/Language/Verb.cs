namespace Acquit.Analyzers.Contracts.Language;

/// <summary>What a clause says of its target; one for each contract attribute.</summary>
internal enum Verb
{
    Acquires,
    Releases,
    Consumes,
    Borrows,
    RunsIn,
    OnlyIn,
    NotIn,
    RequiresHeld,
    RequiresNotHeld,
    Forbids,
    ReplacedBy,
    Accesses,
    MarksDirty,
    SameAs,
    TellsHeld,
    MayRun,
    LooksUp,
    Carries,
}

/// <summary>The named properties of the attributes, which are the keywords of the file format.</summary>
[Flags]
internal enum Keyword
{
    None = 0,
    When = 1 << 0,
    Count = 1 << 1,
    ReleasedBy = 1 << 2,
    Enters = 1 << 3,
    Implies = 1 << 4,
    Order = 1 << 5,
    Use = 1 << 6,
    Because = 1 << 7,
    Locked = 1 << 8,
    Start = 1 << 9,
    Optional = 1 << 10,
    IfHeld = 1 << 11,
    Passing = 1 << 12,
    View = 1 << 13,
    Under = 1 << 14,
    PinnedBy = 1 << 15,
    Spares = 1 << 16,
    Of = 1 << 17,
}
