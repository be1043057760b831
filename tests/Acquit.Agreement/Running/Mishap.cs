namespace Acquit.Agreement.Running;

/// <summary>A mistake that happened.</summary>
/// <param name="Rule">The rule that speaks of such mistakes.</param>
/// <param name="Line">Where it is to be reported.</param>
/// <param name="Words">What the layer said.</param>
internal sealed record Mishap(string Rule, int Line, string Words)
{
    /// <summary>Where what it is about was acquired, as far as known.</summary>
    public ImmutableArray<int> Acquired { get; init; } = [];

    /// <summary>Whether it comes of a failure that the code did not ask for, of which the rules deliberately say nothing.</summary>
    public bool IsUntested { get; init; }

    /// <summary>Whether the run ended with it: what would have come later is not known.</summary>
    public bool EndsRun { get; init; }

    /// <summary>What has to happen for it.</summary>
    public string Way { get; init; } = "";

    public override string ToString() => $"{Rule} at line {Line}: {Words}";
}
