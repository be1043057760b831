namespace Acquit.Memory;

/// <summary>Looks at an entry of a page table.</summary>
/// <param name="entry">The entry: as it is at each look, not as it was.</param>
/// <param name="address">The first address of the part of the walk that the entry covers.</param>
/// <param name="next">The address after that part.</param>
/// <param name="walk">The walk.</param>
/// <returns>0 to go on; anything else ends the walk with that result: an error if negative, the caller's own meaning if positive.</returns>
public delegate int PageWalkEntry(PageTableSlot entry, ulong address, ulong next, ref MmWalk walk);

/// <summary>Told of addresses for which there is no entry to look at.</summary>
/// <param name="address">The first address.</param>
/// <param name="next">The address after the last.</param>
/// <param name="depth">The level on which a table or entry is missing: 0 pgd, 1 p4d, 2 pud, 3 pmd; -1 when nobody looked.</param>
/// <param name="walk">The walk.</param>
/// <returns>0 to go on; anything else ends the walk with that result.</returns>
public delegate int PageWalkHole(ulong address, ulong next, int depth, ref MmWalk walk);

/// <summary>Decides about an area, or makes ready for it.</summary>
/// <param name="start">The first address.</param>
/// <param name="end">The address after the last.</param>
/// <param name="walk">The walk; <see cref="MmWalk.Area"/> is the area.</param>
/// <returns>What it means depends on the callback.</returns>
public delegate int PageWalkArea(ulong start, ulong end, ref MmWalk walk);

/// <summary>Finishes with an area.</summary>
/// <param name="walk">The walk; <see cref="MmWalk.Area"/> is the area.</param>
public delegate void PageWalkAreaDone(ref MmWalk walk);

/// <summary>Looks at all slots of a table at once that a walk covers: what single calls would cost more than their work.</summary>
internal delegate void PageWalkTable(Span<long> entries, ulong address, ref MmWalk walk);
