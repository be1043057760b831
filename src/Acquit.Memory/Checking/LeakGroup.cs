namespace Acquit.Memory;

/// <summary>What one call acquired, in all its executions, and is still held.</summary>
/// <param name="Kind">The kind, one of <see cref="ResourceKinds"/>.</param>
/// <param name="AcquiredAt">The call.</param>
/// <param name="Held">What is held, oldest first.</param>
public sealed record LeakGroup(string Kind, CallSite AcquiredAt, IReadOnlyList<HeldResource> Held)
{
    private const int Shown = 4;

    /// <summary>How many are held.</summary>
    public long Count => Held.Sum(held => (long)held.Count);

    /// <summary>The group in words, with each way the call was reached when stacks were recorded.</summary>
    /// <returns>One line, or several.</returns>
    public override string ToString()
    {
        string what = string.Join(", ", Held.Take(Shown).Select(held => held.Resource)) + (Held.Count > Shown ? ", …" : "");
        return $"{Count} {Kind} still held ({what}), acquired by {AcquiredAt}" + string.Concat(Held
            .Where(held => held.Stack is not null)
            .GroupBy(held => held.Stack!.ToString().TrimEnd())
            .Select(way => $"\n  {way.Sum(held => (long)held.Count)} of them by way of\n{way.Key}"));
    }
}
