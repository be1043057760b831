namespace Acquit.Agreement.Running;

/// <summary>What came of a driver in all its runs.</summary>
/// <param name="Mishaps">Each mistake once, with the first run in which it happened.</param>
/// <param name="Entered">The methods that some run comes to.</param>
/// <param name="Runs">How many runs there were.</param>
/// <param name="TakenForCallers">
/// The lines of the entry on which something is taken that callers can tell is held: no run in which they give the same and get the
/// same comes past the line and holds nothing from there in the end.
/// </param>
/// <param name="GivenForCallers">
/// The lines on which something is given back that was not taken, and callers can tell: in all runs in which they give the same, as far as those go on
/// and do not fail.
/// </param>
/// <param name="IsComplete">Whether these were all there are.</param>
internal sealed record Outcome(ImmutableArray<Mishap> Mishaps, ImmutableHashSet<string> Entered, int Runs, ImmutableHashSet<int> TakenForCallers, ImmutableHashSet<int> GivenForCallers, bool IsComplete);
