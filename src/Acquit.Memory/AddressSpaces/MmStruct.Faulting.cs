namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Handles a fault at an address of the area, as the CPU's trap would. The mmap lock is held for reading.</summary>
    private VmFaultCode HandleFault(VmAreaStruct area, ulong address, FaultFlags flags, in CallSite site)
    {
        address &= Page.Mask;
        bool write = (flags & FaultFlags.Write) != 0;
        PageTableEntry entry = table.Lookup(address, out int level);
        if (!entry.Present)
        {
            return area.IsAnonymous ? HandleAnonymous(area, address, level, write) : HandleObject(area, address, flags, site);
        }

        if (!write || entry.Writable)
        {
            return VmFaultCode.None;
        }

        if (level > PageTableLevel.Pte)
        {
            // Nobody takes a huge write fault: the access comes again, and finds a small entry.
            if (table.Leaf(address, out int index) is { } node)
            {
                SplitHuge(node, index);
            }

            return VmFaultCode.None;
        }

        return area.IsShared && !area.IsAnonymous
            ? MakeWritable(area, address, flags, entry, site)
            : BreakCow(area, address, entry, unshare: false);
    }

    private VmFaultCode HandleAnonymous(VmAreaStruct area, ulong address, int level, bool write)
    {
        if (level > PageTableLevel.Pte && MapAnonymousHuge(area, address, write))
        {
            return VmFaultCode.None;
        }

        if (!write)
        {
            return Install(address, Kernel.ZeroPage, writable: false) ? VmFaultCode.None : VmFaultCode.NoPage;
        }

        Page? page = Kernel.TakeBlock(0, compound: false, zero: true);
        if (page is null)
        {
            return VmFaultCode.Oom;
        }

        page.IsAnonymous = true;
        return InstallOrDrop(address, page, area.AllowsWrite, written: true);
    }

    /// <summary>Maps 512 pages at once where the area asks for that and covers them all (do_huge_pmd_anonymous_page).</summary>
    /// <returns>False when it cannot be; small pages will do then.</returns>
    private bool MapAnonymousHuge(VmAreaStruct area, ulong address, bool write)
    {
        ulong start = PageTableLevel.Start(address, PageTableLevel.Pmd);
        if ((area.Flags & (VmFlags.HugePage | VmFlags.NoHugePage)) != VmFlags.HugePage
            || start < area.Start || area.End - start < PageTableLevel.Size(PageTableLevel.Pmd)
            || Kernel.TakeBlock(PageTableLevel.Bits, compound: true, zero: true) is not { } head)
        {
            return false;
        }

        for (ulong i = 0; i < PageTableLevel.Pages(PageTableLevel.Pmd); i++)
        {
            Kernel.MappedPage(head.Pfn + i).IsAnonymous = true;
        }

        bool installed = InstallHuge(start, head, (area.Flags & VmFlags.Write) != 0, write);
        if (!installed)
        {
            Kernel.DropReference(head, 1, 0, new CallSite("page fault", "", "", 0));
        }

        return installed;
    }

    /// <summary>Asks the driver for the page.</summary>
    private VmFaultCode HandleObject(VmAreaStruct area, ulong address, FaultFlags flags, in CallSite site)
    {
        if (area.Ops?.Fault is not { } handler)
        {
            return VmFaultCode.SigBus;
        }

        VmFault fault = new(area, address, flags);
        VmFaultCode code = CallHandler(handler, fault, "Fault", site);
        if ((code & (VmFaultCode.AnyError | VmFaultCode.NoPage | VmFaultCode.Retry | VmFaultCode.Completed)) != 0)
        {
            return code;
        }

        Page page = TakeFromHandler(fault, area, site);
        bool locked = (code & VmFaultCode.Locked) != 0;
        if (locked && !page.IsLocked)
        {
            throw Kernel.Bug($"A fault handler answered Locked with {page}, which is not locked", page.Head, site);
        }

        try
        {
            return MapFaulted(area, address, flags, page, site);
        }
        finally
        {
            if (locked)
            {
                Kernel.ForceUnlock(page, site);
            }
        }
    }

    private VmFaultCode MapFaulted(VmAreaStruct area, ulong address, FaultFlags flags, Page page, in CallSite site)
    {
        bool write = (flags & FaultFlags.Write) != 0;
        if (write && !area.IsShared)
        {
            // A private mapping's first write: the process gets a copy, the object keeps its page.
            Page? copy = Kernel.TakeBlock(0, compound: false, zero: false);
            if (copy is not null)
            {
                Kernel.Store.Frames(page.Frame, 1).CopyTo(Kernel.Store.Frames(copy.Frame, 1));
                copy.IsAnonymous = true;
            }

            Kernel.DropReference(page, 1, 0, site);
            return copy is null ? VmFaultCode.Oom : InstallOrDrop(address, copy, area.AllowsWrite, written: true);
        }

        bool asks = area.Ops?.PageMkwrite is not null;
        VmFaultCode code = InstallOrDrop(address, page, writable: area.MapsWritable && !asks, written: write);
        return write && asks && (code & VmFaultCode.AnyError) == 0 && table.Lookup(address) is { Present: true } entry
            ? MakeWritable(area, address, flags, entry, site)
            : code;
    }

    private VmFaultCode MakeWritable(
        VmAreaStruct area, ulong address, FaultFlags flags, PageTableEntry entry, in CallSite site)
    {
        VmFaultCode code = VmFaultCode.None;
        Page? page = entry.Special ? null : Kernel.MappedPage(entry.Frame);
        if (page is not null && area.Ops?.PageMkwrite is { } handler)
        {
            VmFault fault = new(area, address, flags | FaultFlags.MkWrite) { Page = page };
            code = CallHandler(handler, fault, "PageMkwrite", site);
            if ((code & (VmFaultCode.AnyError | VmFaultCode.NoPage)) != 0)
            {
                return code;
            }
        }

        table.TryReplace(address, entry, entry.With(EntryFlags.Writable | EntryFlags.SetByAccess));
        if (page is not null && (code & VmFaultCode.Locked) != 0)
        {
            Kernel.ForceUnlock(page, site);
        }

        return VmFaultCode.None;
    }

    private VmFaultCode CallHandler(Func<VmFault, VmFaultCode> handler, VmFault fault, string name, in CallSite site)
    {
        VmFaultCode code;
        using (KernelThread.Current.Enter(ExecutionContexts.PageFault))
        {
            code = handler(fault);
        }

        if ((code & ~VmFaultCodes.All) != 0)
        {
            throw Kernel.Bug(
                $"The {name} handler of {fault.Area} answered 0x{(uint)code:x}"
                + (((int)code) is < 0 and > -4096 ? $", which is the errno {(int)code}: an errno is not a fault code" : ""),
                null, site);
        }

        if ((code & VmFaultCode.Retry) != 0
            && ((fault.Flags & (FaultFlags.AllowRetry | FaultFlags.Tried)) != FaultFlags.AllowRetry || name != "Fault"))
        {
            throw Kernel.Bug($"The {name} handler of {fault.Area} answered Retry, which {fault.Flags} does not allow", this, site);
        }

        bool held = KernelThread.Current.HoldsMmapLock(this);
        if (held == ((code & (VmFaultCode.Retry | VmFaultCode.Completed)) != 0))
        {
            throw Kernel.Bug(
                held
                    ? $"The {name} handler of {fault.Area} answered {code} but still holds the mmap lock"
                    : $"The {name} handler of {fault.Area} gave the mmap lock back but answered {code}",
                this, site);
        }

        return code;
    }

    /// <summary>The page a handler answered with; its reference is the core's from here on.</summary>
    private Page TakeFromHandler(VmFault fault, VmAreaStruct area, in CallSite site)
    {
        Page page = fault.Page ?? throw Kernel.Bug($"The fault handler of {area} answered 0 without a page", null, site);
        Kernel.CheckInUse(page, site);
        if (!Kernel.Ledger.Give(page.Head, RefOrPage, site))
        {
            Kernel.Misuse(
                $"The fault handler of {area} answered with {page} without a reference for the core; take one with GetPage",
                page.Head, site);
        }

        return page;
    }

    private VmFaultCode InstallOrDrop(ulong address, Page page, bool writable, bool written)
    {
        if (Install(address, page, writable, written))
        {
            return VmFaultCode.None;
        }

        Kernel.DropReference(page, 1, 0, new CallSite("page fault", "", "", 0));
        return VmFaultCode.NoPage;
    }
}
