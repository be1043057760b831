namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>How often a handler may claim that a page is mapped when it is not, before we stop asking.</summary>
    private const int PatienceWithHandlers = 16;

    /// <summary>Takes a counted hold on the page at an address: without a lock if it is mapped, else after a fault.</summary>
    /// <returns>0 or a negative errno; nothing is held on an error.</returns>
    private int Grab(ulong address, in PageRequest request, out Page? page)
    {
        page = null;
        if (address >= TaskSize)
        {
            return -Errno.EFAULT;
        }

        for (int attempt = 0; attempt < PatienceWithHandlers; attempt++)
        {
            int error = GrabMapped(address, request, out page);
            if (error != 0 || page is not null)
            {
                return error;
            }

            error = request.NoFault ? -Errno.EFAULT : FaultIn(address, request);
            if (error != 0)
            {
                return error;
            }
        }

        Kernel.Warn(
            $"The page at {address:x} of {this} was said to be mapped {PatienceWithHandlers} times, but is not [{request.Site}]",
            request.Site);
        return -Errno.EFAULT;
    }

    /// <summary>The lock-free half: hold first, then see whether the page is still the one mapped here.</summary>
    /// <returns>0 with no page if it has to be faulted in.</returns>
    private int GrabMapped(ulong address, in PageRequest request, out Page? page)
    {
        page = null;
        PageTableEntry? entry = table.Lookup(address);
        if (entry is null || (request.Write && !entry.Writable))
        {
            return 0;
        }

        // The page of zeroes is nobody's: neither pinning nor unpinning counts it.
        bool counted = !(request.Pin && entry.Page == Kernel.ZeroPage);
        int pins = request.Pin && entry.Page.IsCompound ? 1 : 0;
        int references = request.Pin && pins == 0 ? GupPinCountingBias : 1;
        if (counted && !entry.Page.TryAddCount(references, pins))
        {
            // Either the page has just been unmapped, and the next look will not find it, or its count is full.
            return table.Lookup(address) == entry && entry.Page.RefCount > 0 ? -Errno.ENOMEM : 0;
        }

        if (table.Lookup(address) != entry)
        {
            if (counted)
            {
                Kernel.DropReference(entry.Page, references, pins, request.Site);
            }

            return 0;
        }

        if (request.Write)
        {
            entry.Dirty = true;
        }

        page = entry.Page;
        return 0;
    }

    private int FaultIn(ulong address, in PageRequest request)
    {
        if (request.LockHeld)
        {
            return VmFaultCodes.VmFaultToErrno(FaultLocked(address, request, request.Flags));
        }

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

    private VmFaultCode FaultLocked(ulong address, in PageRequest request, FaultFlags flags)
    {
        VmAreaStruct? area = VmaLookup(address);
        return area is not null && request.IsAllowedIn(area)
            ? HandleFault(area, address, flags, request.Site)
            : VmFaultCode.SigSegv;
    }
}
