using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    private const string WaitsForCallbacks = "It waits for the callbacks that run.";

    private static readonly string[] NotifierOnly = [ResourceKinds.MmuNotifier];

    /// <summary>Has somebody told of changes to the address space (mmu_notifier_register). Takes the mmap lock for writing.</summary>
    /// <param name="notifier">Who is told; not registered anywhere.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 or -ENOMEM.</returns>
    /// <exception cref="KernelBugException">The address space is gone, or the notifier is registered already.</exception>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier)]
    public int MmuNotifierRegister(
        [Acquires(ResourceKinds.MmuNotifier, When = "return == 0", ReleasedBy = nameof(MmuNotifierUnregister), Spares = ResourceKinds.PagePin)] MmuNotifier notifier,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuNotifierRegister), member, file, line);
        MmapLock.EnterWrite(site);
        try
        {
            return RegisterLocked(notifier, site);
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    /// <summary>Has somebody told of changes, with the mmap lock held for writing (__mmu_notifier_register).</summary>
    /// <param name="notifier">Who is told; not registered anywhere.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 or -ENOMEM.</returns>
    /// <exception cref="KernelBugException">The address space is gone, or the notifier is registered already.</exception>
    [RequiresHeld(ResourceKinds.MmapWriteLock)]
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier)]
    public int MmuNotifierRegisterUnderLock(
        [Acquires(ResourceKinds.MmuNotifier, When = "return == 0", ReleasedBy = nameof(MmuNotifierUnregister), Spares = ResourceKinds.PagePin)] MmuNotifier notifier,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuNotifierRegisterUnderLock), member, file, line);
        Kernel.MightSleep(site);
        MmapLock.AssertHeld(forWrite: true, site);
        return RegisterLocked(notifier, site);
    }

    /// <summary>No longer tells somebody (mmu_notifier_unregister). Calls release unless that was done; no callback runs afterwards.</summary>
    /// <param name="notifier">Who is told.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It is not registered here, or this is one of the callbacks it would wait for.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Because = WaitsForCallbacks)]
    public void MmuNotifierUnregister(
        [Releases(ResourceKinds.MmuNotifier)] MmuNotifier notifier,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuNotifierUnregister), member, file, line);
        CheckRegistered(notifier, site);
        CheckNotInCallback(site);
        Kernel.MightSleep(site);
        Forget(notifier);
        CallRelease(notifier);
        WaitForWalks();
        GiveNotifier(notifier, site);
        notifier.Mm = null;
        DropGrab(site);
    }

    /// <summary>The notifier of these operations, made if there is none (mmu_notifier_get). Takes the mmap lock for writing.</summary>
    /// <param name="ops">The operations; the same object means the same notifier.</param>
    /// <param name="error">0, -ENOMEM, or what making it answered.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The notifier; null on an error, where the kernel answers an error pointer.</returns>
    /// <exception cref="KernelBugException">The address space is gone.</exception>
    [return: Acquires(ResourceKinds.MmuNotifier, When = "return != null && error == 0", ReleasedBy = nameof(MmuNotifierPut), Spares = ResourceKinds.PagePin)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier)]
    public MmuNotifier? MmuNotifierGet(
        MmuNotifierOps ops, out int error,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(ops);
        CallSite site = new(nameof(MmuNotifierGet), member, file, line);
        MmapLock.EnterWrite(site);
        try
        {
            return GetLocked(ops, out error, site);
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    /// <summary>Undoes one get (mmu_notifier_put). With the last the notifier is freed, when no callback of it runs any more.</summary>
    /// <param name="notifier">The notifier; its operations have FreeNotifier.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <seealso cref="MmuNotifierSynchronize"/>
    /// <exception cref="KernelBugException">It is not registered here.</exception>
    public void MmuNotifierPut(
        [Releases(ResourceKinds.MmuNotifier)] MmuNotifier notifier,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuNotifierPut), member, file, line);
        CheckRegistered(notifier, site);
        if (notifier.Ops.FreeNotifier is not { } free)
        {
            throw Kernel.Bug("MmuNotifierPut needs operations with FreeNotifier; what was registered is unregistered", notifier, site);
        }

        GiveNotifier(notifier, site);
        lock (notifierGate)
        {
            if (--notifier.Users > 0)
            {
                return;
            }
        }

        Forget(notifier);
        Kernel.ScheduleWork(() =>
        {
            WaitForWalks();
            free(notifier);
            notifier.Mm = null;
            DropGrab(site);
        });
    }

    /// <summary>Waits until every notifier that was put is freed (mmu_notifier_synchronize): before the code of its callbacks goes.</summary>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Because = WaitsForCallbacks)]
    public void MmuNotifierSynchronize() => Kernel.FlushScheduledWork();

    private int RegisterLocked(MmuNotifier notifier, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(notifier);
        CheckAlive(site);
        if (notifier.Mm is not null)
        {
            throw Kernel.Bug($"{site.Api}: it is registered already, as {notifier}", notifier, site);
        }

        if (Kernel.Injection.Fails(site, out int errno))
        {
            return errno == 0 ? -Errno.ENOMEM : errno;
        }

        WaitForChanges(site);
        AddGrab(site);
        notifier.Mm = this;
        notifier.Users = 1;
        notifier.IsReleased = false;
        lock (notifierGate)
        {
            notifiers = [notifier, .. notifiers];
        }

        Kernel.Ledger.Take(notifier, ResourceKinds.MmuNotifier, site);
        return 0;
    }

    private MmuNotifier? GetLocked(MmuNotifierOps ops, out int error, in CallSite site)
    {
        CheckAlive(site);
        error = 0;
        lock (notifierGate)
        {
            MmuNotifier? known = Array.Find(notifiers, candidate => candidate.Ops == ops);
            if (known is not null)
            {
                known.Users++;
                Kernel.Ledger.Take(known, ResourceKinds.MmuNotifier, site);
                return known;
            }
        }

        MmuNotifier? made = ops.AllocNotifier?.Invoke(this);
        error = made is null ? -Errno.ENOMEM : RegisterLocked(made, site);
        if (error != 0 && made is not null)
        {
            ops.FreeNotifier?.Invoke(made);
        }

        return error == 0 ? made : null;
    }

    private void CheckRegistered(MmuNotifier notifier, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(notifier);
        if (notifier.Mm != this)
        {
            throw Kernel.Bug($"{site.Api} of {this} was given {notifier}", notifier, site);
        }
    }

    private void CheckNotInCallback(in CallSite site)
    {
        if (KernelThread.Current.IsIn(ExecutionContexts.MmuNotifier))
        {
            throw Kernel.Bug($"{site.Api} would wait for ever: it waits for the callback that calls it", this, site);
        }
    }

    private void GiveNotifier(MmuNotifier notifier, in CallSite site)
    {
        if (!Kernel.Ledger.Give(notifier, NotifierOnly, site))
        {
            Kernel.Misuse(Kernel.WrongRelease(notifier, site), notifier, site);
        }
    }
}
