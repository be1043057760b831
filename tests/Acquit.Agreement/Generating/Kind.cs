namespace Acquit.Agreement.Generating;

/// <summary>A way to acquire something and what belongs to it. <c>@</c> stands for the name of the variable.</summary>
/// <param name="Stem">What its variables are called.</param>
/// <param name="Acquire">The acquiring line.</param>
/// <param name="Releases">Lines that give it back, each for itself.</param>
internal sealed record Kind(Feature Feature, string Stem, string Acquire, params ImmutableArray<string> Releases)
{
    /// <summary>Declarations of what it needs, by name.</summary>
    public ImmutableArray<(string Name, string Declaration)> Variables { get; init; } = [];

    /// <summary>What has to be done before it; empty for nothing.</summary>
    public string Prepare { get; init; } = "";

    /// <summary>Whether the acquire has failed; empty where it cannot.</summary>
    public string Failed { get; init; } = "";

    /// <summary>Whether something is held, where a value remembers that.</summary>
    public string Remembers { get; init; } = "";

    /// <summary>Makes the value forget it.</summary>
    public string Forget { get; init; } = "";

    /// <summary>Lines that use it while it is held.</summary>
    public ImmutableArray<string> Uses { get; init; } = [];

    /// <summary>Whether using it after its release shows at once.</summary>
    public bool EndsForGood { get; init; }

    /// <summary>Lines that are wrong in place of the release.</summary>
    public ImmutableArray<string> Mistaken { get; init; } = [];

    /// <summary>The type of what the acquire yields, where helpers can hand it on.</summary>
    public string Type { get; init; } = "";

    /// <summary>The right side of the acquire, where it is an assignment.</summary>
    public string Value => Acquire.Contains(" = ", StringComparison.Ordinal) ? Acquire[(Acquire.IndexOf(" = ", StringComparison.Ordinal) + 3)..].TrimEnd(';') : "";

    /// <summary>There is one of it, which cannot be held twice.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Nothing may sleep while it is held.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Its calls may sleep.</summary>
    public bool MaySleep { get; init; } = true;

    /// <summary>What was acquired later has to be given back earlier.</summary>
    public bool Nests { get; init; }

    /// <summary>The stem of a lock that has to be held for it, that must not be held, or empty.</summary>
    public string Needs { get; init; } = "";

    public string Shuns { get; init; } = "";
}
