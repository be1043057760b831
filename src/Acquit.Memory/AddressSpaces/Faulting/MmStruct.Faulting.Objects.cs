namespace Acquit.Memory;

/// <remarks>Faults on pages of objects: the driver is asked for the page (do_fault).</remarks>
public sealed partial class MmStruct
{
    /// <summary>Answers after which the core has nothing to map.</summary>
    private const VmFaultCode WithoutPage =
        VmFaultCode.AnyError | VmFaultCode.NoPage | VmFaultCode.Retry | VmFaultCode.Completed | VmFaultCode.DoneCow;

    private VmFaultCode HandleObject(VmFault fault, in CallSite site)
    {
        if (fault.Target.Ops?.Fault is null)
        {
            return VmFaultCode.SigBus;
        }

        if (fault.IsWrite)
        {
            return fault.Target.IsShared ? WriteShared(fault, site) : CopyObject(fault, site);
        }

        VmFaultCode code = MapAround(fault, site);
        return code == VmFaultCode.None ? ReadObject(fault, site) : code;
    }

    /// <summary>Asks for the page and maps it (do_read_fault).</summary>
    private VmFaultCode ReadObject(VmFault fault, in CallSite site)
    {
        VmFaultCode code = AskForPage(fault, out Page? page, site);
        return page is null
            ? code
            : MapAnswer(fault, page, (code & VmFaultCode.Locked) != 0, fault.Target.MapsWritable, site) | (code & VmFaultCode.Major);
    }

    /// <summary>Asks for the page, asks whether it may be written, and maps it (do_shared_fault).</summary>
    private VmFaultCode WriteShared(VmFault fault, in CallSite site)
    {
        VmFaultCode code = AskForPage(fault, out Page? page, site);
        if (page is null)
        {
            return code;
        }

        bool locked = (code & VmFaultCode.Locked) != 0;
        if (fault.Target.Ops!.PageMkwrite is not null)
        {
            if (locked)
            {
                Kernel.ForceUnlock(page, site);
            }

            VmFaultCode allowed = VmFaultCode.SigBus;
            try
            {
                allowed = AskToWrite(fault, page, FaultCallback.PageMkwrite, site);
            }
            finally
            {
                if ((allowed & (VmFaultCode.AnyError | VmFaultCode.NoPage)) != 0)
                {
                    Kernel.DropReference(page, 1, 0, site);
                }
            }

            if ((allowed & (VmFaultCode.AnyError | VmFaultCode.NoPage)) != 0)
            {
                return allowed;
            }

            locked = (allowed & VmFaultCode.Locked) != 0;
        }

        return MapAnswer(fault, page, locked, writable: (fault.Target.Flags & VmFlags.Write) != 0, site) | (code & VmFaultCode.Major);
    }

    /// <summary>A private mapping's first write: the process gets a copy, the object keeps its page (do_cow_fault).</summary>
    private VmFaultCode CopyObject(VmFault fault, in CallSite site)
    {
        Page? copy = Kernel.TakeBlock(0, compound: false, zero: false);
        if (copy is null)
        {
            return VmFaultCode.Oom;
        }

        copy.IsAnonymous = true;
        fault.CowPage = copy;
        try
        {
            VmFaultCode code = AskForPage(fault, out Page? page, site);
            if (page is null)
            {
                return code;
            }

            Kernel.Store.Frames(page.Frame, 1).CopyTo(Kernel.Store.Frames(copy.Frame, 1));
            if ((code & VmFaultCode.Locked) != 0)
            {
                Kernel.ForceUnlock(page, site);
            }

            Kernel.DropReference(page, 1, 0, site);
            fault.CowPage = null;
            return InstallOrDrop(fault.Address, copy, fault.Target.AllowsWrite, written: true) | (code & VmFaultCode.Major);
        }
        finally
        {
            if (fault.CowPage is not null)
            {
                Kernel.DropReference(copy, 1, 0, site);
            }
        }
    }

    /// <summary>Asks the driver (__do_fault).</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="page">The page it answered with, whose reference is the core's from then on; null if there is nothing to map.</param>
    /// <param name="site">The call it is for.</param>
    private VmFaultCode AskForPage(VmFault fault, out Page? page, in CallSite site)
    {
        page = null;
        long mark = Kernel.Ledger.Sequence;
        VmFaultCode code = CallHandler(FaultCallback.Fault, fault, 0, 0, site);
        if ((code & WithoutPage) != 0)
        {
            CheckNothingLeft(fault, code, mark, site);
            return code;
        }

        Page answer = fault.Page ?? throw Kernel.Bug($"The fault handler of {fault.Target} answered {code} without a page", null, site);
        Kernel.CheckInUse(answer, site);
        if ((code & VmFaultCode.Locked) != 0 && !answer.IsLocked)
        {
            throw Kernel.Bug($"A fault handler answered Locked with {answer}, which is not locked", answer.Head, site);
        }

        if (!Kernel.Ledger.Give(answer.Head, RefOrPage, site))
        {
            Kernel.Misuse(
                $"The fault handler of {fault.Target} answered with {answer} without a reference for the core; take one with GetPage",
                answer.Head, site);
        }

        page = answer;
        return code;
    }

    /// <summary>Maps the page of a handler, and unlocks it if need be (finish_fault).</summary>
    private VmFaultCode MapAnswer(VmFault fault, Page page, bool locked, bool writable, in CallSite site)
    {
        bool installed = Install(fault.Address, page, writable, written: fault.IsWrite);
        if (locked)
        {
            Kernel.ForceUnlock(page, site);
        }

        if (!installed)
        {
            Kernel.DropReference(page, 1, 0, site);
        }

        return installed ? VmFaultCode.None : VmFaultCode.NoPage;
    }

    /// <summary>Maps what a handler has brought about itself: the copy for a private write, else its page (finish_fault).</summary>
    internal VmFaultCode FinishFault(VmFault fault, in CallSite site)
    {
        if (fault.CowPage is { } copy)
        {
            fault.CowPage = null;
            return InstallOrDrop(fault.Address, copy, fault.Target.AllowsWrite, written: true);
        }

        Page page = fault.Page ?? throw Kernel.Bug($"{site.Api}: there is no page to map at {fault.Address:x}", null, site);
        Kernel.CheckInUse(page, site);
        if (!Kernel.Ledger.Give(page.Head, RefOrPage, site))
        {
            Kernel.Misuse($"{site.Api}: {page} comes without a reference for the mapping; take one with GetPage", page.Head, site);
        }

        fault.Page = null;
        return InstallOrDrop(fault.Address, page, writable: fault.Target.MapsWritable, written: fault.IsWrite);
    }
}
