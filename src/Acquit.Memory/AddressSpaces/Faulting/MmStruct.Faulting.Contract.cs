namespace Acquit.Memory;

/// <remarks>What a handler may answer, and what it must have done then.</remarks>
public sealed partial class MmStruct
{
    private VmFaultCode CallHandler(FaultCallback callback, VmFault fault, ulong first, ulong last, in CallSite site)
    {
        VmOperations ops = fault.Target.Ops!;
        KernelThread thread = KernelThread.Current;
        CallSite taken = Kernel.IsChecking ? LockedBy(thread) : default;
        VmFaultCode code;
        using (thread.Enter(ExecutionContexts.PageFault))
        {
            code = callback switch
            {
                FaultCallback.Fault => ops.Fault!(fault),
                FaultCallback.HugeFault => ops.HugeFault!(fault, (int)first),
                FaultCallback.MapPages => ops.MapPages!(fault, first, last),
                FaultCallback.PageMkwrite => ops.PageMkwrite!(fault),
                _ => ops.PfnMkwrite!(fault),
            };
        }

        CheckAnswer(callback, fault, code, site);
        CheckLock(callback, fault, code, thread, taken, site);
        return code;
    }

    /// <summary>Whether the answer is one at all, and one that this operation may give.</summary>
    private void CheckAnswer(FaultCallback callback, VmFault fault, VmFaultCode code, in CallSite site)
    {
        if ((code & ~VmFaultCodes.All) != 0)
        {
            throw Kernel.Bug(
                $"The {callback} handler of {fault.Target} answered 0x{(uint)code:x}"
                + (((int)code) is < 0 and > -4096 ? $", which is the errno {(int)code}: an errno is not a fault code" : ""),
                null, site);
        }

        if ((code & VmFaultCode.Retry) != 0
            && !((callback is FaultCallback.Fault or FaultCallback.HugeFault) && (fault.AllowsRetryFirst || fault.WasKilled)))
        {
            throw Kernel.Bug($"The {callback} handler of {fault.Target} answered Retry, which {fault.Flags} does not allow", this, site);
        }

        VmFaultCode never = NeverFrom(callback) | (fault.CowPage is null && callback == FaultCallback.Fault && !IsPrivateWrite(fault)
            ? VmFaultCode.DoneCow : VmFaultCode.None);
        if ((code & never) != 0)
        {
            throw Kernel.Bug(
                $"The {callback} handler of {fault.Target} answered {code}; {code & never} means nothing there", null, site);
        }

        if ((code & VmFaultCode.DoneCow) != 0 && fault.CowPage is not null)
        {
            Kernel.Misuse(
                $"The {callback} handler of {fault.Target} answered {code}, and has not mapped the copy; use {nameof(KernelMemory.FinishFault)}",
                fault.CowPage, site);
        }
    }

    private static bool IsPrivateWrite(VmFault fault) => fault.IsWrite && !fault.Target.IsShared;

    private static VmFaultCode NeverFrom(FaultCallback callback) => callback switch
    {
        FaultCallback.Fault => VmFaultCode.Fallback,
        FaultCallback.HugeFault => VmFaultCode.Locked | VmFaultCode.DoneCow,
        FaultCallback.MapPages => ~VmFaultCode.NoPage,
        FaultCallback.PageMkwrite => VmFaultCode.Completed | VmFaultCode.DoneCow | VmFaultCode.Fallback,
        _ => VmFaultCode.Completed | VmFaultCode.DoneCow | VmFaultCode.Fallback | VmFaultCode.Locked,
    };

    /// <summary>Whether the mmap lock is held, or was given back, as the answer says.</summary>
    private void CheckLock(
        FaultCallback callback, VmFault fault, VmFaultCode code, KernelThread thread, in CallSite taken, in CallSite site)
    {
        bool keeps = (code & VmFaultCode.Completed) == 0
            && ((code & VmFaultCode.Retry) == 0 || (fault.Flags & FaultFlags.RetryNoWait) != 0);
        bool held = thread.HoldsMmapLock(this);
        if (held != keeps)
        {
            throw Kernel.Bug(
                held
                    ? $"The {callback} handler of {fault.Target} answered {code} but still holds the mmap lock"
                    : $"The {callback} handler of {fault.Target} gave the mmap lock back but answered {code}",
                this, site);
        }

        if (held && Kernel.IsChecking && LockedBy(thread) != taken)
        {
            Kernel.Warn(
                $"The {callback} handler of {fault.Target} gave the mmap lock back and took it again: the area may be another one by now"
                + $"{Kernel.Ledger.Describe(this)} [{site}]",
                site);
        }
    }

    /// <summary>The call that took the mmap lock as this thread holds it now.</summary>
    private CallSite LockedBy(KernelThread thread)
    {
        foreach (HeldLock held in thread.Locks)
        {
            if (held.Lock == MmapLock)
            {
                return held.Site;
            }
        }

        return default;
    }

    /// <summary>The core ignores the page of an answer like this: a reference that came with it would be nobody's.</summary>
    private void CheckNothingLeft(VmFault fault, VmFaultCode code, long mark, in CallSite site)
    {
        if (!Kernel.IsChecking || fault.Page is not { } page)
        {
            return;
        }

        foreach (HeldResource held in Kernel.Ledger.HoldsOf(page.Head))
        {
            if (held.Sequence > mark && held.Kind is ResourceKinds.PageRef or ResourceKinds.Page)
            {
                Kernel.Warn(
                    $"The fault handler of {fault.Target} answered {code}, and left {page} in the fault with a reference that nobody will drop"
                    + $"{Kernel.Ledger.Describe(page.Head)} [{site}]",
                    site);
                return;
            }
        }
    }
}
