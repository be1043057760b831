namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Gives a child what an area has mapped (copy_page_range). Both mmap locks are held for writing.</summary>
    /// <returns>False when there is not enough memory.</returns>
    private bool CopyPageRange(MmStruct child, VmAreaStruct area, in CallSite site)
    {
        ShareSwapped(child, area);
        if (!HasWhatNoFaultBrings(area))
        {
            return true;
        }

        if (!area.IsCow)
        {
            return CopyEntries(child, area);
        }

        InvalidateRangeStart(area.Start, area.End, MmuNotifyEvent.ProtectionPage, site);

        // Pins that are taken without a lock from here on are given up again: they could not know what was decided.
        BeginWriteProtecting();
        try
        {
            return CopyEntries(child, area);
        }
        finally
        {
            EndWriteProtecting();
            InvalidateRangeEnd(area.Start, area.End, MmuNotifyEvent.ProtectionPage);
        }
    }

    /// <summary>Whether the child cannot simply fault in what it needs (vma_needs_copy).</summary>
    private bool HasWhatNoFaultBrings(VmAreaStruct area)
    {
        if (area.IsAnonymous || (area.Flags & (VmFlags.PfnMap | VmFlags.MixedMap)) != 0)
        {
            return true;
        }

        for (ulong at = area.Start; area.IsCow && table.FindNext(ref at, area.End, out PageTableLeaf leaf); at = leaf.End)
        {
            if (leaf.Entry.IsCounted && Kernel.MappedPage(leaf.Entry.Frame).IsAnonymous)
            {
                return true;
            }
        }

        return false;
    }

    private bool CopyEntries(MmStruct child, VmAreaStruct area)
    {
        for (ulong at = area.Start; table.FindNext(ref at, area.End, out PageTableLeaf leaf);)
        {
            bool crosses = leaf.Level > PageTableLevel.Pte && (leaf.Address < area.Start || leaf.End > area.End);
            int error = crosses ? -Errno.EAGAIN : CopyEntry(child, area, leaf);
            if (error == -Errno.EAGAIN)
            {
                SplitHuge(leaf.Table, leaf.Index);
                continue;
            }

            if (error != 0)
            {
                return false;
            }

            at = leaf.End;
        }

        return true;
    }

    /// <returns>0; -EAGAIN when a huge entry has to be split first; -ENOMEM.</returns>
    private int CopyEntry(MmStruct child, VmAreaStruct area, in PageTableLeaf leaf)
    {
        lock (leaf.Table.Ptl)
        {
            PageTableEntry entry = leaf.Table.Read(leaf.Index);
            if (!entry.Present)
            {
                return 0;
            }

            Page? page = entry.IsCounted && entry.Frame != Kernel.ZeroPage.Pfn ? Kernel.MappedPage(entry.Frame) : null;
            bool small = leaf.Level == PageTableLevel.Pte;
            if (page is { IsAnonymous: true, IsAnonShared: false } && hasPinned && page.MaybeDmaPinned)
            {
                return small ? CopyPinned(child, area, leaf.Address, page) : -Errno.EAGAIN;
            }

            if (page is not null && !child.Share(page, small))
            {
                return -Errno.ENOMEM;
            }

            if (area.IsCow && entry.Writable)
            {
                entry = entry.Without(EntryFlags.Writable);
                leaf.Table.Write(leaf.Index, entry);
            }

            child.table.TrySet(
                leaf.Address, leaf.Level,
                entry.Without(area.IsShared ? EntryFlags.SetByAccess : EntryFlags.Accessed));
            return 0;
        }
    }

    /// <summary>One more mapping of a page, which from now on nobody has alone (copy_present_pte, copy_huge_pmd).</summary>
    private bool Share(Page page, bool small)
    {
        if (!page.TryAddCount(1, 0))
        {
            return false;
        }

        if (small)
        {
            page.AddMapCount(1);
        }
        else
        {
            page.AddEntireMapCount(1);
        }

        if (page.IsAnonymous)
        {
            for (int i = 0; i < (small ? 1 : 1 << page.Order); i++)
            {
                Kernel.MappedPage(page.Pfn + (ulong)i).IsAnonShared = true;
            }
        }

        return true;
    }

    /// <summary>A page that may be pinned stays its owner's: the child has a copy from the start (copy_present_page).</summary>
    private int CopyPinned(MmStruct child, VmAreaStruct area, ulong address, Page page)
    {
        Page? copy = Kernel.TakeBlock(0, compound: false, zero: false);
        if (copy is null)
        {
            return -Errno.ENOMEM;
        }

        copy.IsAnonymous = true;
        Kernel.Store.Frames(page.Frame, 1).CopyTo(Kernel.Store.Frames(copy.Frame, 1));
        child.Install(address, copy, area.AllowsWrite, written: true);
        return 0;
    }
}
