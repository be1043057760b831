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
        if (CopyMapped(address, entry, bytes, copy) is { } otherwise)
        {
            Kernel.DropReference(copy, 1, 0, new CallSite("page fault", "", "", 0));
            return otherwise;
        }

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

    /// <summary>Copies what an entry maps, with a reference: who comes by the file may unmap the page meanwhile, and it could be another's.</summary>
    /// <returns>Null when copied; what the fault answers when there is nothing more to copy, or the page's count is full.</returns>
    private VmFaultCode? CopyMapped(ulong address, PageTableEntry entry, ReadOnlySpan<byte> bytes, Page copy)
    {
        Page? page = entry.IsCounted && entry.Frame != Kernel.ZeroPage.Pfn ? Kernel.MappedPage(entry.Frame) : null;
        bool held = page is null || page.TryAddCount(1, 0);
        if (!table.Lookup(address).MapsAs(entry))
        {
            if (held && page is not null)
            {
                Kernel.DropReference(page, 1, 0, new CallSite("page fault", "", "", 0));
            }

            return VmFaultCode.None;
        }

        if (!held)
        {
            return VmFaultCode.Oom;
        }

        bytes.CopyTo(Kernel.Store.Frames(copy.Frame, 1));
        if (page is not null)
        {
            Kernel.DropReference(page, 1, 0, new CallSite("page fault", "", "", 0));
        }

        return null;
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
