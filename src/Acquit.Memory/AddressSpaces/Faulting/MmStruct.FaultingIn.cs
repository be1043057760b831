namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>How often a handler may claim that a page is mapped when it is not, before we stop asking.</summary>
    private const int PatienceWithHandlers = 16;

    private bool IsHopeless(int faults, ulong address, in PageRequest request)
    {
        if (faults <= PatienceWithHandlers)
        {
            return false;
        }

        Kernel.Warn(
            $"The page at {address:x} of {this} was said to be mapped {PatienceWithHandlers} times, but is not [{request.Site}]",
            request.Site);
        return true;
    }

    /// <summary>What a CPU's access to a page that is not mapped as it needs does: takes the mmap lock, and handles the fault.</summary>
    /// <remarks>
    /// A page that is there while the lock is held was no empty promise, even if a fork or reclaim takes it or its rights away
    /// before it is used: such rounds do not count.
    /// </remarks>
    private int FaultIn(ulong address, in PageRequest request, ref int faults)
    {
        FaultFlags flags = request.Flags | FaultFlags.AllowRetry;
        while (true)
        {
            ReadLock(request.Site);
            VmFaultCode code;
            try
            {
                code = FaultLocked(address, request, flags);
            }
            finally
            {
                // A handler that answers Retry or Completed has given the lock back itself.
                if (KernelThread.Current.HoldsMmapLock(this))
                {
                    faults = IsReady(address, request) ? 0 : faults;
                    MmapReadUnlock(request.Site.Api, "", 0);
                }
            }

            if ((code & VmFaultCode.Retry) == 0)
            {
                return VmFaultCodes.VmFaultToErrno(code);
            }

            flags |= FaultFlags.Tried;
        }
    }

    private bool IsReady(ulong address, in PageRequest request)
    {
        PageTableEntry entry = table.Lookup(address);
        return IsThere(entry) && (!request.Write || entry.Writable);
    }

    private VmFaultCode FaultLocked(ulong address, in PageRequest request, FaultFlags flags)
    {
        VmAreaStruct? area = VmaLookup(address);
        return area is not null && request.IsAllowedIn(area)
            ? HandleTrap(area, address, flags, request.Site)
            : VmFaultCode.SigSegv;
    }
}
