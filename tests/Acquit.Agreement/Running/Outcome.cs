namespace Acquit.Agreement.Running;

/// <summary>What came of a driver in all its runs.</summary>
/// <param name="Mishaps">Each mistake once, with the first run in which it happened.</param>
/// <param name="Runs">How many runs there were.</param>
/// <param name="IsComplete">Whether these were all there are.</param>
internal sealed record Outcome(ImmutableArray<Mishap> Mishaps, int Runs, bool IsComplete);
