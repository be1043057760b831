namespace Acquit.Agreement.Running;

/// <summary>What came of a driver in all its runs.</summary>
/// <param name="Mishaps">Each mistake once, with the first run in which it happened.</param>
/// <param name="Entered">The methods that some run comes to.</param>
/// <param name="Runs">How many runs there were.</param>
/// <param name="IsComplete">Whether these were all there are.</param>
internal sealed record Outcome(ImmutableArray<Mishap> Mishaps, ImmutableHashSet<string> Entered, int Runs, bool IsComplete);
