namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>A private page is to be written, or to be this address space's alone, and its entry does not allow that (do_wp_page).</summary>
    /// <remarks>
    /// A page that nobody else has is kept: pins of it go on showing what the process sees. The mmap lock is held, so that nobody
    /// forks meanwhile.
    /// </remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The address.</param>
    /// <param name="entry">The small entry that maps it.</param>
    /// <param name="unshare">Whether nothing is written: the entry stays read-only.</param>
    private VmFaultCode BreakCow(VmAreaStruct area, ulong address, PageTableEntry entry, bool unshare)
    {
        if (entry.IsCounted && CanReuse(Kernel.MappedPage(entry.Frame)))
        {
            if (!unshare)
            {
                table.TryReplace(address, entry, area.AllowsWrite ? entry.With(EntryFlags.Writable | EntryFlags.SetByAccess) : entry);
            }

            return VmFaultCode.None;
        }

        if (!Kernel.TryFrameBytes(entry.Frame, out Span<byte> bytes))
        {
            return VmFaultCode.SigBus;
        }

        Page? copy = Kernel.TakeBlock(0, compound: false, zero: false);
        if (copy is null)
        {
            return VmFaultCode.Oom;
        }

        copy.IsAnonymous = true;
        bytes.CopyTo(Kernel.Store.Frames(copy.Frame, 1));
        copy.AddMapCount(1);
        bool writable = !unshare && area.AllowsWrite;
        if (table.TryReplace(address, entry, new PageTableEntry(copy.Pfn, RightsOf(writable, written: writable))))
        {
            DropMapping(entry, PageTableLevel.Pte);
        }
        else
        {
            copy.AddMapCount(-1);
            Kernel.DropReference(copy, 1, 0, new CallSite("page fault", "", "", 0));
        }

        return VmFaultCode.None;
    }

    /// <summary>Makes a private page this address space's alone before it is pinned for reading (FAULT_FLAG_UNSHARE).</summary>
    private VmFaultCode Unshare(VmAreaStruct area, ulong address)
    {
        PageTableEntry entry = table.Lookup(address, out int level);
        if (!entry.Present)
        {
            return VmFaultCode.None;
        }

        if (level > PageTableLevel.Pte)
        {
            if (table.Leaf(address, out int index) is { } node)
            {
                SplitHuge(node, index);
            }

            return VmFaultCode.None;
        }

        return BreakCow(area, address, entry, unshare: true);
    }

    /// <summary>Whether the page is this address space's alone, or has become so by what others did (wp_can_reuse_anon_folio).</summary>
    private static bool CanReuse(Page page)
    {
        if (!page.IsAnonymous)
        {
            return false;
        }

        if (page.IsAnonShared && !page.IsCompound && page.RefCount == 1)
        {
            page.IsAnonShared = false;
        }

        return !page.IsAnonShared;
    }
}
