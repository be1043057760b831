namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Takes as many pages as are mapped as they should be; the first is looked at closely when it is not one of them (follow_page_mask).</summary>
    /// <returns>
    /// How many; 0 when the first has to be faulted in, -EMLINK when it has to be made this address space's alone; another errno
    /// when it cannot be had.
    /// </returns>
    private int Step(ulong address, Span<Page> pages, in PageRequest request)
    {
        int got = request.Takes && (request.Foll & FollFlags.Dump) == 0 ? GrabMapped(address, pages, request) : 0;
        return got != 0 ? got : FollowPage(address, pages, request);
    }

    private int FollowPage(ulong address, Span<Page> pages, in PageRequest request)
    {
        bool dump = (request.Foll & FollFlags.Dump) != 0;
        if (table.Leaf(address, out int index) is not { } node || node.Read(index) is not { Present: true } entry)
        {
            // A dump does not fill holes that would be of zeroes, or that nobody would fill.
            return dump && request.Area is { } area && (area.IsAnonymous || area.Ops?.Fault is null) && !IsSwapped(address)
                ? -Errno.EFAULT
                : 0;
        }

        if (node.Level > PageTableLevel.Pte && (request.Foll & FollFlags.SplitPmd) != 0)
        {
            SplitHuge(node, index);
            return 0;
        }

        if (request.Write && !entry.Writable)
        {
            return CanForce(entry, address, node.Level, request) ? TakeForced(address, pages, request) : 0;
        }

        if (entry.Special || (entry.Device && !request.Takes))
        {
            // It is there, and has no page that could be taken.
            return request.Takes ? -Errno.EFAULT : 1;
        }

        Page page = Kernel.MappedPage(FrameAt(entry, address, node.Level));
        if (dump && page == Kernel.ZeroPage)
        {
            return -Errno.EFAULT;
        }

        return MustUnshare(page, request) ? -Errno.EMLINK : request.Takes ? GrabMapped(address, pages[..1], request) : 1;
    }

    /// <summary>The entry stays read-only; that the page may be written through the hold was found out.</summary>
    private int TakeForced(ulong address, Span<Page> pages, in PageRequest request) =>
        request.Takes
            ? GrabMapped(address, pages[..1], request with { Flags = request.Flags & ~FaultFlags.Write })
            : 1;

    /// <summary>Lets the page be faulted in, or made this address space's alone (faultin_page).</summary>
    /// <returns>
    /// 0 to look again; -EBUSY when it would have to be waited for, or the handler wants to be asked again; -EAGAIN when the handler
    /// is done. In both cases the lock may be gone. Another errno for a failure.
    /// </returns>
    private int FaultInFollowed(ulong address, in PageRequest request, bool unshare, ref bool locked)
    {
        FollFlags foll = request.Foll;
        if ((foll & FollFlags.NoFault) != 0)
        {
            return -Errno.EFAULT;
        }

        bool noWait = (foll & FollFlags.NoWait) != 0;
        FaultFlags flags = request.Flags
            | ((foll & FollFlags.Remote) != 0 ? FaultFlags.Remote : FaultFlags.None)
            | ((foll & FollFlags.Unlockable) != 0 ? FaultFlags.AllowRetry | FaultFlags.Killable : FaultFlags.None)
            | ((foll & FollFlags.Interruptible) != 0 ? FaultFlags.Interruptible : FaultFlags.None)
            | (noWait ? FaultFlags.AllowRetry | FaultFlags.RetryNoWait : FaultFlags.None)
            | ((foll & FollFlags.Tried) != 0 ? FaultFlags.Tried : FaultFlags.None);
        VmFaultCode code = unshare
            ? Unshare(request.Area!, address)
            : HandleFault(request.Area!, address, flags, request.Site);
        if ((code & VmFaultCode.Completed) != 0)
        {
            locked = false;
            return -Errno.EAGAIN;
        }

        int error = VmFaultCodes.VmFaultToErrno(code);
        if (error != 0)
        {
            return (foll & FollFlags.HwPoison) != 0 && (code & (VmFaultCode.HwPoison | VmFaultCode.HwPoisonLarge)) != 0
                ? -Errno.EHWPOISON
                : error;
        }

        if ((code & VmFaultCode.Retry) != 0)
        {
            locked &= noWait;
            return -Errno.EBUSY;
        }

        return 0;
    }
}
