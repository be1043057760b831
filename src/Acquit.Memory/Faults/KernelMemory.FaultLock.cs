using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Gives the mmap lock back from a fault handler (release_fault_lock), which then answers "retry" or "completed".</summary>
    /// <remarks>
    /// The area may be gone from here on: what the handler still needs, an object or the file, it has taken a reference to before.
    /// </remarks>
    /// <param name="fault">The fault.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The lock was given back before, or has to be kept (<see cref="FaultFlags.RetryNoWait"/>).</exception>
    [OnlyIn(ExecutionContexts.PageFault)]
    public void ReleaseFaultLock(
        [Borrows] VmFault fault,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(ReleaseFaultLock), member, file, line);
        ArgumentNullException.ThrowIfNull(fault);
        if ((fault.Flags & FaultFlags.RetryNoWait) != 0)
        {
            throw Bug($"{site.Api}: this fault may not wait, and keeps the mmap lock; answer Retry with it held", null, site);
        }

        fault.Target.Mm.MmapLock.ExitRead(site);
    }

    /// <summary>
    /// Locks a page in a fault handler, without waiting under the mmap lock if that can be helped (folio_lock_or_retry,
    /// lock_page_or_retry).
    /// </summary>
    /// <remarks>
    /// On a first try that may be repeated, waits with the mmap lock given back, and does not lock. The caller holds a reference to
    /// the page, and drops it when it answers "retry".
    /// </remarks>
    /// <param name="fault">The fault.</param>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0 when it is locked; else what the handler answers, "retry": the mmap lock was given back then, unless the fault may not
    /// wait. A fatal signal, which is sent by injection, ends the waiting of a killable fault in the same way.
    /// </returns>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(LockPage))]
    [NotIn(ExecutionContexts.Atomic, Use = nameof(TrylockPage))]
    public VmFaultCode LockPageOrRetry(
        [Borrows] VmFault fault,
        [Acquires(ResourceKinds.PageLock, When = "return == 0", ReleasedBy = nameof(UnlockPage)), RequiresNotHeld(ResourceKinds.PageLock)]
        Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(LockPageOrRetry), member, file, line);
        ArgumentNullException.ThrowIfNull(fault);
        MightSleep(site);
        CheckInUse(page, site);
        if (page.Head.Lock.TryEnter())
        {
            Ledger.Take(page.Head, ResourceKinds.PageLock, site);
            return VmFaultCode.None;
        }

        bool killed = IsKilled(fault, site);
        if (killed || fault.AllowsRetryFirst)
        {
            if ((fault.Flags & FaultFlags.RetryNoWait) == 0)
            {
                fault.Target.Mm.MmapLock.ExitRead(site);
                if (!killed)
                {
                    page.Head.Lock.Enter();
                    page.Head.Lock.Exit();
                }
            }

            return VmFaultCode.Retry;
        }

        page.Head.Lock.Enter();
        Ledger.Take(page.Head, ResourceKinds.PageLock, site);
        return VmFaultCode.None;
    }

    /// <summary>Whether a fatal signal has come for the process whose fault this is (fatal_signal_pending).</summary>
    /// <remarks>
    /// Signals are sent by injection. A handler that sees one gives the mmap lock back and answers "retry", on a later try too: the
    /// process ends instead of trying again.
    /// </remarks>
    /// <param name="fault">The fault.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether there is one; false for a fault that is not <see cref="FaultFlags.Killable"/>.</returns>
    [OnlyIn(ExecutionContexts.PageFault)]
    public bool FatalSignalPending(
        [Borrows] VmFault fault,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return IsKilled(fault, new CallSite(nameof(FatalSignalPending), member, file, line));
    }

    /// <summary>Maps what a handler has made ready itself (finish_fault): the copy for a private write, else its page.</summary>
    /// <remarks>
    /// A handler that has filled <see cref="VmFault.CowPage"/> then answers <see cref="VmFaultCode.DoneCow"/>; one that has set
    /// <see cref="VmFault.Page"/>, whose reference goes to the mapping, <see cref="VmFaultCode.NoPage"/>.
    /// </remarks>
    /// <param name="fault">The fault.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when it is mapped; "no page" when something else was, and the page was dropped.</returns>
    /// <exception cref="KernelBugException">There is neither.</exception>
    [OnlyIn(ExecutionContexts.PageFault)]
    public VmFaultCode FinishFault(
        [Borrows] VmFault fault,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Target.Mm.FinishFault(fault, new CallSite(nameof(FinishFault), member, file, line));
    }

    private bool IsKilled(VmFault fault, in CallSite site)
    {
        fault.WasKilled |= (fault.Flags & FaultFlags.Killable) != 0 && Injection.Fails(site, out _);
        return fault.WasKilled;
    }
}
