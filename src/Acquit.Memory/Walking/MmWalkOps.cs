namespace Acquit.Memory;

/// <summary>What is called on a walk of page tables (mm_walk_ops). All may be left out. Never changes: keep one for many walks.</summary>
/// <remarks>
/// An entry is shown to the callback of its level, and gone below if there is a callback for a lower level. A callback that
/// throws ends the walk; the locks the walk has taken are given back.
/// </remarks>
public sealed class MmWalkOps
{
    /// <summary>Each entry of the root that is not empty (pgd_entry).</summary>
    public PageWalkEntry? PgdEntry { get; init; }

    /// <summary>Each entry of a p4d that is not empty (p4d_entry).</summary>
    public PageWalkEntry? P4dEntry { get; init; }

    /// <summary>
    /// Each entry of a pud that is not empty, huge ones included (pud_entry). May set <see cref="MmWalk.Action"/>. In the walk of
    /// a file, where nobody holds the mmap lock, a huge entry here is warned about.
    /// </summary>
    [NotIn(ExecutionContexts.MappingWalk, Because = "Nobody holds the mmap lock there, which a huge entry of this level needs.")]
    public PageWalkEntry? PudEntry { get; init; }

    /// <summary>Each entry of a pmd that is not empty, huge ones included (pmd_entry). May set <see cref="MmWalk.Action"/>.</summary>
    public PageWalkEntry? PmdEntry { get; init; }

    /// <summary>
    /// Each slot of a table of single pages, empty or not (pte_entry). Runs under the lock of the table: it may not sleep. A walk
    /// without areas does not take that lock.
    /// </summary>
    [RunsIn(ExecutionContexts.Atomic)]
    public PageWalkEntry? PteEntry { get; init; }

    /// <summary>Where a table is missing, between areas, and areas of bare frames (pte_hole).</summary>
    public PageWalkHole? PteHole { get; init; }

    /// <summary>
    /// Asked about an area before it is walked (test_walk): 0 walks it, a negative errno ends the walk with it. A positive answer
    /// never reaches the caller: it skips the area in the walk of an address space, and ends the walk of a file. Without this,
    /// areas of bare frames are told to <see cref="PteHole"/> and then answered for with 1.
    /// </summary>
    public PageWalkArea? TestWalk { get; init; }

    /// <summary>Called before an area is walked (pre_vma). Anything but 0 ends the walk with it, before <see cref="PostVma"/>.</summary>
    public PageWalkArea? PreVma { get; init; }

    /// <summary>Called after an area was walked, and also after that failed (post_vma).</summary>
    public PageWalkAreaDone? PostVma { get; init; }

    /// <summary>How the mmap lock has to be held (walk_lock). The walk of a file does not ask.</summary>
    public PageWalkLock WalkLock { get; init; }

    /// <summary>Instead of <see cref="PteEntry"/>, for the walks of this layer.</summary>
    internal PageWalkTable? PteTable { get; init; }

    /// <summary>Made for files: passes over areas that the test refuses, and does without the mmap lock, as it splits nothing.</summary>
    internal bool ForFiles { get; init; }

    internal bool WalksPtes => PteEntry is not null || PteTable is not null;

    internal PageWalkEntry? CallbackAt(int level) => level switch
    {
        PageTableLevel.Pgd => PgdEntry,
        PageTableLevel.P4d => P4dEntry,
        PageTableLevel.Pud => PudEntry,
        PageTableLevel.Pmd => PmdEntry,
        _ => PteEntry,
    };

    internal bool WalksBelow(int level) =>
        WalksPtes || (level > PageTableLevel.Pmd && PmdEntry is not null)
        || (level > PageTableLevel.Pud && PudEntry is not null) || (level > PageTableLevel.P4d && P4dEntry is not null);
}
