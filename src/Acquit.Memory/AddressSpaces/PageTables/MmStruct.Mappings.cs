namespace Acquit.Memory;

/// <remarks>What the page table maps, and what the mapped pages are owed for it: references, map counts, the dirty bit.</remarks>
public sealed partial class MmStruct
{
    /// <summary>The page table, for who walks or changes it. See <see cref="PageTable"/> for the locks.</summary>
    internal PageTable PageTable => table;

    /// <summary>Maps a page where none is; the reference it comes with belongs to the mapping from then on.</summary>
    /// <param name="address">The address, a multiple of the page size.</param>
    /// <param name="page">The page; the page of zeroes is not counted, and comes without a reference.</param>
    /// <param name="writable">Whether it may be written without asking first.</param>
    /// <param name="written">Whether the access that causes it is a write: the entry is dirty from the start.</param>
    /// <returns>False if something is mapped there, by itself or by a huge entry.</returns>
    internal bool Install(ulong address, Page page, bool writable, bool written = false)
    {
        if (!table.TrySet(address, PageTableLevel.Pte, new PageTableEntry(page.Pfn, RightsOf(writable, written))))
        {
            return false;
        }

        if (page != Kernel.ZeroPage)
        {
            page.AddMapCount(1);
        }

        return true;
    }

    /// <summary>
    /// Maps a compound page of 512 pages by one huge entry (set_huge_pmd). The one reference it comes with belongs to the mapping.
    /// </summary>
    /// <param name="address">The address, a multiple of what the entry covers.</param>
    /// <param name="head">The first page of a compound page that is as large as what the entry covers.</param>
    /// <param name="writable">Whether it may be written without asking first.</param>
    /// <param name="written">Whether the access that causes it is a write.</param>
    /// <returns>False if something is there, a table included, or if the page does not fit; nothing is done then.</returns>
    internal bool InstallHuge(ulong address, Page head, bool writable, bool written = false)
    {
        const int level = PageTableLevel.Pmd;
        if (head.Head != head || !head.IsCompound || head.Order != PageTableLevel.Bits
            || PageTableLevel.Start(address, level) != address
            || !table.TrySet(address, level, new PageTableEntry(head.Pfn, RightsOf(writable, written) | EntryFlags.Huge)))
        {
            return false;
        }

        head.AddEntireMapCount(1);
        return true;
    }

    /// <summary>Maps frames that are not counted: bare ones, or device memory (insert_pfn, insert_pfn_pmd, insert_pfn_pud).</summary>
    /// <param name="address">The address, a multiple of what an entry of the level covers.</param>
    /// <param name="pfn">The first frame.</param>
    /// <param name="level">The level of the entry, up to <see cref="PageTableLevel.Pud"/>.</param>
    /// <param name="kind"><see cref="EntryFlags.Special"/> or <see cref="EntryFlags.Device"/>.</param>
    /// <param name="writable">Whether it may be written without asking first.</param>
    /// <param name="written">Whether the access that causes it is a write.</param>
    /// <returns>False if something is there, a table included.</returns>
    internal bool InstallFrames(ulong address, ulong pfn, int level, EntryFlags kind, bool writable, bool written = false) =>
        table.TrySet(
            address, level,
            new PageTableEntry(pfn, RightsOf(writable, written) | kind | (level > PageTableLevel.Pte ? EntryFlags.Huge : EntryFlags.None)));

    /// <summary>Unmaps everything in a range and drops its references (zap_page_range). Huge entries that reach beyond are split.</summary>
    internal void Zap(ulong start, ulong end, MmuNotifyEvent what = MmuNotifyEvent.Unmap)
    {
        InvalidateRangeStart(start, end, what, new CallSite(nameof(Zap), "", "", 0));
        try
        {
            ZapEntries(start, end);
        }
        finally
        {
            InvalidateRangeEnd(start, end, what);
        }
    }

    private void ZapEntries(ulong start, ulong end)
    {
        ForgetSwapped(start, end);
        while (table.FindNext(ref start, end, out PageTableLeaf leaf))
        {
            if (leaf.Level > PageTableLevel.Pte && (leaf.Address < start || leaf.End > end))
            {
                SplitHuge(leaf.Table, leaf.Index);
                continue;
            }

            PageTableEntry gone = PageTable.Clear(leaf.Table, leaf.Index);
            start = leaf.Address;
            if (gone.Present)
            {
                start = leaf.End;
                DropMapping(gone, leaf.Level);
            }
        }
    }

    /// <summary>
    /// Replaces a huge entry by a table of 512 entries of the next level that map the same (split_huge_pmd, split_huge_pud). A
    /// huge mapping is one reference and one entire map count; each entry of the new table has its own of both.
    /// </summary>
    /// <remarks>Takes the lock of the table, which the caller may hold already, and needs no other.</remarks>
    /// <returns>False if there is no huge entry any more.</returns>
    internal bool SplitHuge(PageTableNode node, int index)
    {
        lock (node.Ptl)
        {
            PageTableEntry huge = node.Read(index);
            if (!huge.Present || !huge.Huge)
            {
                return false;
            }

            PageTableNode lower = new(node.Level - 1);
            for (int i = 0; i < PageTableNode.Slots; i++)
            {
                lower.Entry(i) = huge.Part(i, lower.Level).Bits;
            }

            if (huge.IsCounted)
            {
                ShareOut(Kernel.MappedPage(huge.Frame));
            }

            node.Attach(index, lower);
            return true;
        }
    }

    /// <summary>What an entry maps is unmapped: the page learns that it was written, and loses the mapping's reference.</summary>
    /// <param name="entry">The entry; it stands in no table any more.</param>
    /// <param name="level">The level it stood on.</param>
    internal void DropMapping(PageTableEntry entry, int level)
    {
        if (!entry.IsCounted || entry.Frame == Kernel.ZeroPage.Pfn)
        {
            return;
        }

        Page page = Kernel.MappedPage(entry.Frame);
        if (entry.Dirty)
        {
            page.SetDirty(true);
        }

        if (level > PageTableLevel.Pte)
        {
            page.AddEntireMapCount(-1);
        }
        else
        {
            page.AddMapCount(-1);
        }

        CallSite site = new(nameof(Munmap), "", "", 0);
        if (!Kernel.TryDropReference(page, 1, 0, site))
        {
            Kernel.Warn(
                $"{page} was freed while {this} still mapped it: somebody dropped a reference that was not theirs"
                + Kernel.Ledger.Describe(page), site);
        }
    }

    private static EntryFlags RightsOf(bool writable, bool written) =>
        EntryFlags.Present | EntryFlags.Accessed
        | (writable ? EntryFlags.Writable : EntryFlags.None)
        | (written && writable ? EntryFlags.Dirty : EntryFlags.None);

    private void ShareOut(Page head)
    {
        if (!head.TryAddCount(PageTableNode.Slots - 1, 0))
        {
            throw Kernel.Bug(
                $"{head} has {head.RefCount} references; the huge entry that maps it cannot be split",
                head, new CallSite(nameof(SplitHuge), "", "", 0));
        }

        for (int i = 0; i < PageTableNode.Slots; i++)
        {
            Kernel.MappedPage(head.Pfn + (ulong)i).AddMapCount(1);
        }

        head.AddEntireMapCount(-1);
    }
}
