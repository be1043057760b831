namespace Acquit.Memory;

/// <summary>What is still held. As text, one line for each call that acquired something: what, how much, by whom, where.</summary>
public sealed class LeakReport
{
    internal LeakReport(IReadOnlyList<HeldResource> held)
    {
        Held = held;
        Groups =
        [
            .. held.GroupBy(one => (one.Kind, one.AcquiredAt))
                .Select(call => new LeakGroup(call.Key.Kind, call.Key.AcquiredAt, [.. call])),
        ];
    }

    /// <summary>Everything that is held, oldest first.</summary>
    public IReadOnlyList<HeldResource> Held { get; }

    /// <summary>The same by kind and acquiring call, the oldest first.</summary>
    public IReadOnlyList<LeakGroup> Groups { get; }

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => Held.Count == 0;

    /// <summary>The report as text.</summary>
    /// <returns>One line for each acquiring call, with stacks if recorded; a sentence that nothing is held when nothing is.</returns>
    public override string ToString() => IsEmpty ? "nothing is held" : string.Join('\n', Groups);
}
