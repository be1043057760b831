namespace Acquit.Memory;

/// <summary>
/// A page table of five levels (pgd, p4d, pud, pmd, pte) of 512 entries: 57 bits of address. Pages are mapped by entries of the
/// lowest level, or by huge entries of the two above it.
/// </summary>
/// <remarks>
/// <para>Lookups take no lock and allocate nothing. Each table has a lock for its entries: see <see cref="PageTableNode"/>.</para>
/// <para>
/// Tables are made when something is mapped (with the mmap lock held for reading, at least), a huge entry is replaced by a table
/// when it is split, and tables are dropped when their area is gone (with the mmap lock held for writing). So, with the mmap lock
/// or the lock of a higher table held, a table that was found stays; without, it may become one that nobody reaches any more,
/// and that is empty.
/// </para>
/// <para>The table knows nothing about pages: references and map counts are the address space's work.</para>
/// </remarks>
internal sealed class PageTable
{
    /// <summary>The root, from which walkers go down: <see cref="PageTableNode.NextUsed"/>, <see cref="PageTableNode.Table"/>.</summary>
    public PageTableNode Pgd { get; } = new(PageTableLevel.Pgd);

    /// <inheritdoc cref="Lookup(ulong, out int)"/>
    public PageTableEntry Lookup(ulong address) => Lookup(address, out _);

    /// <summary>What maps an address, by an entry of its own or a huge one; an empty entry when nothing does.</summary>
    /// <param name="address">The address.</param>
    /// <param name="level">The level on which the search ended: the entry's, or that of the table in which one is missing.</param>
    public PageTableEntry Lookup(ulong address, out int level)
    {
        PageTableNode node = Pgd;
        while (true)
        {
            level = node.Level;
            int index = PageTableLevel.Index(address, level);
            PageTableEntry entry = node.Read(index);
            if (!entry.IsTable)
            {
                return entry;
            }

            if (node.Lower(index) is not { } lower)
            {
                return default;
            }

            node = lower;
        }
    }

    /// <summary>
    /// The lowest table that covers an address: the one of single pages, or the higher one with a huge entry for it. Look at
    /// <see cref="PageTableNode.Level"/>, and read the entry again under its lock: it may have been split or emptied since.
    /// </summary>
    /// <returns>The table; null when there is neither: then nothing is mapped there.</returns>
    public PageTableNode? Leaf(ulong address, out int index)
    {
        PageTableNode node = Pgd;
        while (true)
        {
            index = PageTableLevel.Index(address, node.Level);
            if (node.Level == PageTableLevel.Pte)
            {
                return node;
            }

            PageTableEntry entry = node.Read(index);
            if (!entry.IsTable)
            {
                return entry.Present ? node : null;
            }

            if (node.Lower(index) is not { } lower)
            {
                return null;
            }

            node = lower;
        }
    }

    /// <summary>The table of single pages that covers an address (pte_offset_map); null when there is none, or a huge entry.</summary>
    public PageTableNode? PteTable(ulong address) => Table(address, PageTableLevel.Pte);

    /// <summary>The table on a level that covers an address; null when there is none, or a huge entry above.</summary>
    public PageTableNode? Table(ulong address, int level)
    {
        PageTableNode? node = Pgd;
        while (node is not null && node.Level > level)
        {
            node = node.Table(PageTableLevel.Index(address, node.Level));
        }

        return node;
    }

    /// <summary>The table on a level that covers an address, made if need be (pte_alloc). Hold the mmap lock.</summary>
    /// <returns>The table; null when a huge entry covers the address on a higher level.</returns>
    public PageTableNode? Ensure(ulong address, int level)
    {
        PageTableNode node = Pgd;
        while (node.Level > level)
        {
            int index = PageTableLevel.Index(address, node.Level);
            PageTableNode? lower = node.Table(index);
            if (lower is null)
            {
                lock (node.Ptl)
                {
                    lower = node.Table(index);
                    if (lower is null)
                    {
                        if (node.Read(index).Present)
                        {
                            return null;
                        }

                        lower = new PageTableNode(node.Level - 1);
                        node.Attach(index, lower);
                    }
                }
            }

            node = lower;
        }

        return node;
    }

    /// <summary>Sets the entry for an address on a level, if nothing at all is there: no entry, and no lower table.</summary>
    /// <returns>False if something is there, or a huge entry above.</returns>
    public bool TrySet(ulong address, int level, PageTableEntry entry)
    {
        if (Ensure(address, level) is not { } table)
        {
            return false;
        }

        int index = PageTableLevel.Index(address, level);
        lock (table.Ptl)
        {
            if (!table.Read(index).IsNone)
            {
                return false;
            }

            table.Write(index, entry);
            return true;
        }
    }

    /// <summary>Replaces the entry that maps an address if it still maps as expected (<see cref="PageTableEntry.MapsAs"/>).</summary>
    /// <returns>Whether it did. What was read and written in the meantime is kept if the frame stays.</returns>
    public bool TryReplace(ulong address, PageTableEntry expected, PageTableEntry entry)
    {
        if (Leaf(address, out int index) is not { } table)
        {
            return false;
        }

        lock (table.Ptl)
        {
            PageTableEntry found = table.Read(index);
            if (!found.MapsAs(expected))
            {
                return false;
            }

            table.Write(index, entry.Frame == found.Frame ? entry.With(found.Flags & EntryFlags.SetByAccess) : entry);
            return true;
        }
    }

    /// <summary>Empties a slot that maps something.</summary>
    /// <returns>What stood there; empty, with nothing changed, if by now it maps nothing or a lower table hangs there.</returns>
    public static PageTableEntry Clear(PageTableNode table, int index)
    {
        lock (table.Ptl)
        {
            PageTableEntry found = table.Read(index);
            if (!found.Present)
            {
                return default;
            }

            table.Write(index, default);
            return found;
        }
    }

    /// <summary>Finds the first entry that maps something in a range, passing over empty parts as a whole. Takes no lock.</summary>
    /// <param name="address">Where to begin; afterwards the first address at or after it that is mapped.</param>
    /// <param name="end">Where to end, exclusive.</param>
    /// <param name="leaf">The entry; a huge one may begin before <paramref name="address"/> and reach beyond the end.</param>
    /// <returns>False if nothing is mapped in the range.</returns>
    public bool FindNext(ref ulong address, ulong end, out PageTableLeaf leaf)
    {
        if (address < end && FindIn(Pgd, ref address, end, out leaf))
        {
            return true;
        }

        leaf = default;
        return false;
    }

    /// <summary>
    /// Drops the empty tables that cover nothing outside of a range. Hold the mmap lock for writing; nothing in the range may be
    /// mapped, and nobody may be about to map there.
    /// </summary>
    /// <param name="floor">The end of the area before the range; 0 if there is none.</param>
    /// <param name="ceiling">The start of the area after it, or the end of the address space.</param>
    public void FreeTables(ulong floor, ulong ceiling) => FreeBelow(Pgd, 0, floor, ceiling);

    private static bool FindIn(PageTableNode node, ref ulong address, ulong end, out PageTableLeaf leaf)
    {
        ulong size = PageTableLevel.Size(node.Level);
        ulong start = address & ~((size << PageTableLevel.Bits) - 1);
        for (int index = PageTableLevel.Index(address, node.Level); (index = node.NextUsed(index)) < PageTableNode.Slots; index++)
        {
            ulong at = start + ((ulong)index * size);
            if (at >= end)
            {
                break;
            }

            ulong from = Math.Max(address, at);
            PageTableEntry entry = node.Read(index);
            if (entry.Present)
            {
                address = from;
                leaf = new PageTableLeaf(node, index, at, entry);
                return true;
            }

            if (entry.IsTable && node.Lower(index) is { } lower && FindIn(lower, ref from, end, out leaf))
            {
                address = from;
                return true;
            }
        }

        leaf = default;
        return false;
    }

    private static void FreeBelow(PageTableNode node, ulong start, ulong floor, ulong ceiling)
    {
        if (node.Level == PageTableLevel.Pte)
        {
            return;
        }

        ulong size = PageTableLevel.Size(node.Level);
        int first = floor > start ? (int)((floor - start) / size) : 0;
        for (int index = first; index < PageTableNode.Slots && (index = node.NextUsed(index)) < PageTableNode.Slots; index++)
        {
            ulong at = start + ((ulong)index * size);
            if (at >= ceiling)
            {
                break;
            }

            if (node.Table(index) is not { } lower)
            {
                continue;
            }

            FreeBelow(lower, at, floor, ceiling);
            if (at >= floor && at + size <= ceiling)
            {
                lock (node.Ptl)
                {
                    if (lower.NextUsed(0) == PageTableNode.Slots)
                    {
                        node.Detach(index);
                    }
                }
            }
        }
    }
}
