namespace Acquit.Memory;

/// <summary>What one call did in a run.</summary>
/// <param name="Call">The call; for a condition of the caller, its words.</param>
/// <param name="Outcome">What happened, in words: <c>succeeds</c>, <c>fails</c>, <c>gets 1 of 4</c>.</param>
/// <param name="IsDeparture">Whether it was not the first way.</param>
public sealed record OutcomeChoice(CallSite Call, string Outcome, bool IsDeparture)
{
    /// <summary>How many ways there were.</summary>
    internal int Ways { get; init; }

    /// <summary>The choice in words.</summary>
    /// <returns><c>AllocPage in Start (Driver.cs:12) fails</c>.</returns>
    public override string ToString() => $"{Call} {Outcome}";
}
