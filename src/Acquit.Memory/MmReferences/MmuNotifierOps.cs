namespace Acquit.Memory;

/// <summary>What is called when an address space changes (mmu_notifier_ops).</summary>
public sealed class MmuNotifierOps
{
    /// <summary>
    /// A change begins: whoever is told stops using the range (invalidate_range_start). 0; or -EAGAIN when the range is not
    /// blockable and it would have had to sleep. Who can answer that must not have <see cref="InvalidateRangeEnd"/>: it could
    /// not tell which of its starts an end belongs to.
    /// </summary>
    [RunsIn(ExecutionContexts.MmuNotifier)]
    public Func<MmuNotifier, MmuNotifierRange, int>? InvalidateRangeStart { get; init; }

    /// <summary>A change is over (invalidate_range_end).</summary>
    [RunsIn(ExecutionContexts.MmuNotifier)]
    public Action<MmuNotifier, MmuNotifierRange>? InvalidateRangeEnd { get; init; }

    /// <summary>The address space ends, before anything of it is unmapped (release). Called once, by its end or by unregistering.</summary>
    [RunsIn(ExecutionContexts.MmuNotifier)]
    public Action<MmuNotifier, MmStruct>? Release { get; init; }

    /// <summary>Makes the notifier of an address space that has none with these operations (alloc_notifier); null when it cannot.</summary>
    public Func<MmStruct, MmuNotifier?>? AllocNotifier { get; init; }

    /// <summary>Nobody uses the notifier, and no callback of it runs any more (free_notifier).</summary>
    public Action<MmuNotifier>? FreeNotifier { get; init; }
}
