namespace Acquit.Memory;

/// <summary>Where the search for outcomes stops. What was not run because of it is said in the report.</summary>
public sealed record OutcomeBounds
{
    /// <summary>The most runs.</summary>
    public int Runs { get; init; } = 10_000;

    /// <summary>How many choices of a run are varied; those after it go the first way.</summary>
    public int Choices { get; init; } = 200;

    /// <summary>In how many choices a run may depart from the one in which everything succeeds.</summary>
    public int Departures { get; init; } = int.MaxValue;
}
