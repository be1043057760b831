namespace Acquit.Memory;

/// <remarks>Faults on what is mapped, but may not be written (do_wp_page).</remarks>
public sealed partial class MmStruct
{
    /// <summary>Asks the driver whether a shared page, or bare frame, may be written (wp_page_shared, wp_pfn_shared).</summary>
    private VmFaultCode MakeWritable(VmFault fault, PageTableEntry entry, in CallSite site)
    {
        if ((fault.Target.Flags & VmFlags.Write) == 0)
        {
            return VmFaultCode.SigSegv;
        }

        Page? page = entry.IsCounted && entry.Frame != Kernel.ZeroPage.Pfn ? Kernel.MappedPage(entry.Frame) : null;
        VmOperations? ops = fault.Target.Ops;
        if ((page is null ? ops?.PfnMkwrite : ops?.PageMkwrite) is null)
        {
            table.TryReplace(fault.Address, entry, entry.With(EntryFlags.Writable | EntryFlags.SetByAccess));
            return VmFaultCode.None;
        }

        // The handler sleeps, and the page may be unmapped meanwhile.
        if (page is not null && !page.TryAddCount(1, 0))
        {
            return VmFaultCode.None;
        }

        try
        {
            VmFaultCode code = AskToWrite(fault, page, page is null ? FaultCallback.PfnMkwrite : FaultCallback.PageMkwrite, site);
            if ((code & (VmFaultCode.AnyError | VmFaultCode.NoPage)) != 0)
            {
                return code;
            }

            table.TryReplace(fault.Address, entry, entry.With(EntryFlags.Writable | EntryFlags.SetByAccess));
            if (page is not null && (code & VmFaultCode.Locked) != 0)
            {
                Kernel.ForceUnlock(page, site);
            }

            return VmFaultCode.None;
        }
        finally
        {
            if (page is not null)
            {
                Kernel.DropReference(page, 1, 0, site);
            }
        }
    }

    /// <summary>Asks the driver before a write (do_page_mkwrite): with flags that say nothing but that, so no retry is seen.</summary>
    private VmFaultCode AskToWrite(VmFault fault, Page? page, FaultCallback callback, in CallSite site)
    {
        FaultFlags flags = fault.Flags;
        fault.Flags = FaultFlags.Write | FaultFlags.MkWrite;
        fault.Page = page;
        try
        {
            VmFaultCode code = CallHandler(callback, fault, 0, 0, site);
            if (page is not null && (code & VmFaultCode.Locked) != 0 && !page.IsLocked)
            {
                throw Kernel.Bug($"A {callback} handler answered Locked with {page}, which is not locked", page.Head, site);
            }

            return code;
        }
        finally
        {
            fault.Flags = flags;
            fault.Page = null;
        }
    }

    /// <summary>What a driver maps already is made writable and dirty, for a write (the mkwrite case of insert_pfn, insert_page).</summary>
    /// <returns>False, with a warning, if something else is mapped there; false if by now nothing is.</returns>
    internal bool TryMarkWritten(VmAreaStruct area, ulong address, int level, ulong pfn, in CallSite site)
    {
        if (table.Leaf(address, out int index) is not { } node || node.Level != level)
        {
            return false;
        }

        ulong found;
        lock (node.Ptl)
        {
            PageTableEntry entry = node.Read(index);
            if (!entry.Present)
            {
                return false;
            }

            found = entry.Frame;
            if (found == pfn)
            {
                node.Write(
                    index,
                    entry.With(EntryFlags.SetByAccess | ((area.Flags & VmFlags.Write) != 0 ? EntryFlags.Writable : EntryFlags.None)));
                return true;
            }
        }

        if (found != Kernel.ZeroPage.Pfn)
        {
            Kernel.Warn($"{site.Api}: frame 0x{found:x} is mapped at {address:x}, not 0x{pfn:x} [{site}]", site);
        }

        return false;
    }
}
