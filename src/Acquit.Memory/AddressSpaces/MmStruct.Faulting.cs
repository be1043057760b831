namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Handles a fault at an address of the area, as the CPU's trap would. The mmap lock is held for reading.</summary>
    private VmFaultCode HandleFault(VmAreaStruct area, ulong address, FaultFlags flags, in CallSite site)
    {
        address &= Page.Mask;
        bool write = (flags & FaultFlags.Write) != 0;
        PageTableEntry? entry = table.Lookup(address);
        if (entry is null)
        {
            return area.IsAnonymous ? HandleAnonymous(address, write) : HandleObject(area, address, flags, site);
        }

        if (!write || entry.Writable)
        {
            return VmFaultCode.None;
        }

        return area.IsShared && !area.IsAnonymous ? MakeWritable(area, address, flags, entry, site) : CopyOnWrite(address, entry, site);
    }

    private VmFaultCode HandleAnonymous(ulong address, bool write)
    {
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
        return InstallOrDrop(address, page, writable: true);
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
            return copy is null ? VmFaultCode.Oom : InstallOrDrop(address, copy, writable: true);
        }

        bool asks = area.Ops?.PageMkwrite is not null;
        VmFaultCode code = InstallOrDrop(address, page, writable: area.MapsWritable && !asks);
        return write && asks && (code & VmFaultCode.AnyError) == 0 && table.Lookup(address) is { } entry
            ? MakeWritable(area, address, flags, entry, site)
            : code;
    }

    private VmFaultCode MakeWritable(
        VmAreaStruct area, ulong address, FaultFlags flags, PageTableEntry entry, in CallSite site)
    {
        VmFaultCode code = VmFaultCode.None;
        if (area.Ops?.PageMkwrite is { } handler)
        {
            VmFault fault = new(area, address, flags | FaultFlags.MkWrite) { Page = entry.Page };
            code = CallHandler(handler, fault, "PageMkwrite", site);
            if ((code & (VmFaultCode.AnyError | VmFaultCode.NoPage)) != 0)
            {
                return code;
            }
        }

        lock (table.Gate)
        {
            if (table.Lookup(address) == entry)
            {
                table.Set(address, new PageTableEntry(entry.Page, writable: true) { Dirty = true });
            }
        }

        if ((code & VmFaultCode.Locked) != 0)
        {
            Kernel.ForceUnlock(entry.Page, site);
        }

        return VmFaultCode.None;
    }

    private VmFaultCode CopyOnWrite(ulong address, PageTableEntry entry, in CallSite site)
    {
        Page? copy = Kernel.TakeBlock(0, compound: false, zero: false);
        if (copy is null)
        {
            return VmFaultCode.Oom;
        }

        copy.IsAnonymous = true;
        Kernel.Store.Frames(entry.Page.Frame, 1).CopyTo(Kernel.Store.Frames(copy.Frame, 1));
        bool replaced;
        lock (table.Gate)
        {
            replaced = table.Lookup(address) == entry;
            if (replaced)
            {
                table.Set(address, new PageTableEntry(copy, writable: true));
                copy.AddMapCount(1);
            }
        }

        if (replaced)
        {
            DropMapping(entry);
        }
        else
        {
            Kernel.DropReference(copy, 1, 0, site);
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

    private VmFaultCode InstallOrDrop(ulong address, Page page, bool writable)
    {
        if (Install(address, page, writable))
        {
            return VmFaultCode.None;
        }

        Kernel.DropReference(page, 1, 0, new CallSite("page fault", "", "", 0));
        return VmFaultCode.NoPage;
    }

    /// <summary>Maps a page where none is; the reference it comes with belongs to the mapping from then on.</summary>
    /// <returns>False if another page is mapped there.</returns>
    internal bool Install(ulong address, Page page, bool writable)
    {
        lock (table.Gate)
        {
            if (table.Lookup(address) is not null)
            {
                return false;
            }

            table.Set(address, new PageTableEntry(page, writable));
        }

        if (page != Kernel.ZeroPage)
        {
            page.AddMapCount(1);
        }

        return true;
    }
}
