namespace Acquit.Memory;

/// <summary>Somebody who is told when a range of an address space changes (mmu_interval_notifier).</summary>
/// <remarks>
/// Who reads the range begins with <see cref="MmuIntervalReadBegin"/>, takes what it needs, and under its own lock asks
/// <see cref="MmuIntervalReadRetry"/>; when that says so, it gives up what it took and begins again. The callback takes the same lock
/// and calls <see cref="MmuIntervalSetSeq"/>.
/// </remarks>
public sealed class MmuIntervalNotifier : ITracked
{
    private readonly ResourceHistory history = new("mmu interval notifier");
    private ulong sequence;

    /// <summary>Creates one; <see cref="MmStruct.MmuIntervalNotifierInsert"/> makes it heard.</summary>
    /// <param name="invalidate">
    /// Called when the range changes, with the number for <see cref="MmuIntervalSetSeq"/>; false when it would have had to sleep and
    /// may not.
    /// </param>
    public MmuIntervalNotifier(
        [RunsIn(ExecutionContexts.MmuNotifier)] Func<MmuIntervalNotifier, MmuNotifierRange, ulong, bool> invalidate)
    {
        ArgumentNullException.ThrowIfNull(invalidate);
        Invalidate = invalidate;
    }

    /// <summary>The address space; null unless inserted.</summary>
    public MmStruct? Mm { get; internal set; }

    /// <summary>The first address.</summary>
    public ulong Start { get; internal set; }

    /// <summary>The last address, inclusive.</summary>
    public ulong Last { get; internal set; }

    ResourceHistory ITracked.History => history;

    internal Func<MmuIntervalNotifier, MmuNotifierRange, ulong, bool> Invalidate { get; }

    /// <summary>Begins to read the range (mmu_interval_read_begin). Waits while it is changing.</summary>
    /// <returns>What <see cref="MmuIntervalReadRetry"/> is to be asked with.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier)]
    public ulong MmuIntervalReadBegin() =>
        (Mm ?? throw new InvalidOperationException("The notifier is not inserted.")).BeginIntervalRead(this);

    /// <summary>Whether the range has changed since (mmu_interval_read_retry). Under the lock that the callback takes.</summary>
    /// <param name="seq">What <see cref="MmuIntervalReadBegin"/> answered.</param>
    /// <returns>True when everything taken since has to be given up and taken again.</returns>
    public bool MmuIntervalReadRetry(ulong seq) => Volatile.Read(ref sequence) != seq;

    /// <summary>As <see cref="MmuIntervalReadRetry"/>, but without the lock: false may be out of date at once (mmu_interval_check_retry).</summary>
    /// <param name="seq">What <see cref="MmuIntervalReadBegin"/> answered.</param>
    /// <returns>True when going on is a waste of time.</returns>
    public bool MmuIntervalCheckRetry(ulong seq) => Volatile.Read(ref sequence) != seq;

    /// <summary>Makes readers of before retry (mmu_interval_set_seq). In the callback, under the lock that readers take.</summary>
    /// <param name="curSeq">The number the callback was given.</param>
    public void MmuIntervalSetSeq(ulong curSeq) => Volatile.Write(ref sequence, curSeq);

    /// <summary>The notifier in words.</summary>
    /// <returns><c>mmu interval notifier of mm 1, 10000000..10000fff</c>.</returns>
    public override string ToString() =>
        Mm is null ? "an mmu interval notifier that is not inserted" : $"mmu interval notifier of {Mm}, {Start:x}..{Last:x}";

    internal ulong Sequence => Volatile.Read(ref sequence);
}
