using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Handles a fault for somebody who is not a CPU, such as a device that shares the address space (handle_mm_fault).</summary>
    /// <remarks>
    /// The mmap lock is held for reading, and is given back when the answer is <see cref="VmFaultCode.Completed"/>, or
    /// <see cref="VmFaultCode.Retry"/> without <see cref="FaultFlags.RetryNoWait"/>.
    /// </remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The address, in it.</param>
    /// <param name="flags">The circumstances. A second try goes on allowing retries, and says so; write and unshare exclude each other.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// The outcome; "segmentation fault", with a warning, for flags that do not go together, and for a write where nobody may write.
    /// </returns>
    /// <exception cref="KernelBugException">This thread does not hold the mmap lock, or a handler breaks its contract.</exception>
    [RequiresHeld(ResourceKinds.MmapLock)]
    [Releases(ResourceKinds.MmapLock, When = "return has Completed")]
    [Releases(ResourceKinds.MmapLock, When = "return has Retry && flags lacks RetryNoWait")]
    [NotIn(ExecutionContexts.Atomic)]
    public VmFaultCode HandleMmFault(
        [Borrows] VmAreaStruct area, ulong address, FaultFlags flags,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(HandleMmFault), member, file, line);
        ArgumentNullException.ThrowIfNull(area);
        CheckAlive(site);
        Kernel.MightSleep(site);
        if (!KernelThread.Current.HoldsMmapLock(this))
        {
            throw Kernel.Bug($"{site.Api} needs the mmap lock of {this}, and this thread does not hold it", this, site);
        }

        return area.Mm != this || !area.Contains(address) || !IsSane(area, flags, site)
            ? VmFaultCode.SigSegv
            : HandleFault(area, address, flags, site);
    }

    /// <summary>Handles a fault at an address of the area, as the CPU's trap would. The mmap lock is held for reading.</summary>
    /// <returns>The outcome; a process that was killed while it waited has no second try, but a signal.</returns>
    private VmFaultCode HandleTrap(VmAreaStruct area, ulong address, FaultFlags flags, in CallSite site)
    {
        VmFaultCode code = HandleFault(area, address, flags, out bool killed, site);
        return killed && (code & VmFaultCode.Retry) != 0 ? VmFaultCode.SigSegv : code;
    }

    /// <summary>Handles a fault at an address of the area, for whoever. The mmap lock is held for reading.</summary>
    private VmFaultCode HandleFault(VmAreaStruct area, ulong address, FaultFlags flags, in CallSite site) =>
        HandleFault(area, address, flags, out _, site);

    private VmFaultCode HandleFault(VmAreaStruct area, ulong address, FaultFlags flags, out bool killed, in CallSite site)
    {
        VmFault fault = VmFault.Begin(Kernel, area, address & Page.Mask, flags);
        try
        {
            VmFaultCode code = HandleFault(fault, site);
            killed = fault.WasKilled;
            return code;
        }
        finally
        {
            fault.End();
        }
    }

    private VmFaultCode HandleFault(VmFault fault, in CallSite site)
    {
        VmAreaStruct area = fault.Target;
        PageTableEntry entry = table.Lookup(fault.Address, out int level);
        if (!entry.Present)
        {
            if (TrySwapIn(area, fault.Address, fault.Flags, out VmFaultCode swapped))
            {
                return swapped;
            }

            int largest = Math.Min(level, area.IsAnonymous ? PageTableLevel.Pmd : PageTableLevel.Pud);
            if (area.IsCow && largest > PageTableLevel.Pte && HoldsSwapped(fault.Address, largest))
            {
                level = PageTableLevel.Pte;
            }

            VmFaultCode code = level > PageTableLevel.Pte && !area.IsAnonymous
                ? HandleHuge(fault, level, site) : VmFaultCode.Fallback;
            return (code & VmFaultCode.Fallback) == 0 ? code
                : area.IsAnonymous ? HandleAnonymous(area, fault.Address, level, fault.IsWrite)
                : HandleObject(fault, site);
        }

        if ((fault.Flags & (FaultFlags.Write | FaultFlags.Unshare)) == 0 || entry.Writable)
        {
            return VmFaultCode.None;
        }

        return level > PageTableLevel.Pte ? HandleHugeWrite(fault, site)
            : area.IsShared && !area.IsAnonymous
                ? fault.IsWrite ? MakeWritable(fault, entry, site) : VmFaultCode.None
            : BreakCow(area, fault.Address, entry, unshare: !fault.IsWrite);
    }

    /// <summary>Whether flags go together, and with the area (sanitize_fault_flags).</summary>
    private bool IsSane(VmAreaStruct area, FaultFlags flags, in CallSite site)
    {
        const FaultFlags both = FaultFlags.Write | FaultFlags.Unshare;
        string? wrong = (flags & both) == both ? "a write does not unshare: it copies anyway"
            : (flags & (FaultFlags.AllowRetry | FaultFlags.Tried)) == FaultFlags.Tried ? "what was tried before must be allowed to be"
            : (flags & FaultFlags.Write) == 0 ? null
            : (area.Flags & VmFlags.MayWrite) == 0 ? $"{area} can never be written"
            : (area.Flags & VmFlags.Write) == 0 && !area.IsCow ? $"{area} may not be written"
            : null;
        if (wrong is not null)
        {
            Kernel.Warn($"{site.Api} was given {flags}: {wrong} [{site}]", site);
        }

        return wrong is null;
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
