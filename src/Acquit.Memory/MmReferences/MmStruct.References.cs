using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Acquit.Memory;

/// <remarks>
/// Two counts: users keep the address space (mm_users), and all of them together one of the references that keep the object
/// (mm_count). Who has only the latter has an object whose address space may be gone.
/// </remarks>
public sealed partial class MmStruct
{
    private static readonly string[] UserOnly = [ResourceKinds.MmUser];
    private static readonly string[] GrabOnly = [ResourceKinds.MmGrab];

    private int users = 1;
    private int grabs = 1;
    private int exited;

    /// <summary>How many keep the address space (mm_users): the process itself, and everybody who called <see cref="Mmget"/>.</summary>
    public int Users => Volatile.Read(ref users);

    /// <summary>How many keep the object (mm_count): one for all users together, and everybody who called <see cref="Mmgrab"/>.</summary>
    public int Grabs => Volatile.Read(ref grabs);

    /// <summary>Keeps the address space for somebody who knows that it has a user (mmget). Not for unbounded time.</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It has none: it is gone.</exception>
    [Acquires(ResourceKinds.MmUser, ReleasedBy = "Mmput, MmputAsync")]
    public void Mmget(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Mmget), member, file, line);
        if (!TryAddUser())
        {
            throw Kernel.Bug($"{this} has no users to start from; Mmget needs one, MmgetNotZero asks", this, site);
        }

        Kernel.Ledger.Take(this, ResourceKinds.MmUser, site);
    }

    /// <summary>Keeps the address space unless it is gone (mmget_not_zero): what a holder of <see cref="Mmgrab"/> asks before using it.</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is kept now; must be tested.</returns>
    [Acquires(ResourceKinds.MmUser, When = "return == true", ReleasedBy = "Mmput, MmputAsync")]
    public bool MmgetNotZero(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmgetNotZero), member, file, line);
        CheckObject(site);
        if (Kernel.Injection.Fails(site, out _) || !TryAddUser())
        {
            return false;
        }

        Kernel.Ledger.Take(this, ResourceKinds.MmUser, site);
        return true;
    }

    /// <summary>Drops a user (mmput). With the last one everything is unmapped, on this thread.</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This caller did not keep it with <see cref="Mmget"/>, or nobody does.</exception>
    [Releases(ResourceKinds.MmUser)]
    [NotIn(ExecutionContexts.Atomic, Use = nameof(MmputAsync), Because = "The last user unmaps everything, which may sleep.")]
    [NotIn(ExecutionContexts.MmuNotifier, Use = nameof(MmputAsync), Because = "The last user unmaps everything, which waits for the notifiers.")]
    public void Mmput(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Mmput), member, file, line);
        Kernel.MightSleep(site);
        if (GiveUser(site))
        {
            TearDown();
        }

        Kernel.TryRunScheduledWork();
    }

    /// <summary>Drops a user where sleeping is not allowed (mmput_async). With the last one everything is unmapped a little later.</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <seealso cref="KernelMemory.FlushScheduledWork"/>
    /// <exception cref="KernelBugException">This caller did not keep it with <see cref="Mmget"/>, or nobody does.</exception>
    [Releases(ResourceKinds.MmUser)]
    public void MmputAsync(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (GiveUser(new CallSite(nameof(MmputAsync), member, file, line)))
        {
            Kernel.ScheduleWork(TearDown);
        }
    }

    /// <summary>Keeps the object, but not its address space (mmgrab): for as long as one likes.</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">Nobody kept it: the kernel would have freed it.</exception>
    [Acquires(ResourceKinds.MmGrab, ReleasedBy = nameof(Mmdrop))]
    public void Mmgrab(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Mmgrab), member, file, line);
        AddGrab(site);
        Kernel.Ledger.Take(this, ResourceKinds.MmGrab, site);
    }

    /// <summary>Lets go of the object (mmdrop). After the last, any use of it is refused.</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This caller did not keep it with <see cref="Mmgrab"/>, or nobody does.</exception>
    [Releases(ResourceKinds.MmGrab)]
    public void Mmdrop(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Mmdrop), member, file, line);
        CheckObject(site);
        if (!Kernel.Ledger.Give(this, GrabOnly, site))
        {
            Kernel.Misuse(Kernel.WrongRelease(this, site), this, site);
        }

        DropGrab(site);
    }

    /// <summary>The process ends (exit_mm): its own use of the address space does. Nobody else uses it: everything is unmapped.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref exited, 1) == 0 && Interlocked.Decrement(ref users) == 0)
        {
            TearDown();
        }
    }

    /// <summary>Before a call that works on the address space: it must not be gone.</summary>
    internal void CheckAlive(in CallSite site)
    {
        CheckObject(site);
        if (Volatile.Read(ref users) <= 0)
        {
            throw Kernel.Bug($"{site.Api}: {this} has no users left, everything is unmapped; MmgetNotZero asks before", this, site);
        }
    }

    private void CheckObject(in CallSite site)
    {
        if (Volatile.Read(ref grabs) <= 0)
        {
            throw Kernel.Bug($"{site.Api}: nobody keeps {this} any more; the kernel would have freed it", this, site);
        }
    }

    private bool TryAddUser()
    {
        for (int seen = Volatile.Read(ref users); seen > 0;)
        {
            int found = Interlocked.CompareExchange(ref users, seen + 1, seen);
            if (found == seen)
            {
                return true;
            }

            seen = found;
        }

        return false;
    }

    /// <returns>Whether it was the last.</returns>
    private bool GiveUser(in CallSite site)
    {
        CheckAlive(site);
        if (!Kernel.Ledger.Give(this, UserOnly, site))
        {
            Kernel.Misuse(Kernel.WrongRelease(this, site), this, site);
        }

        // Without checking, or with warnings only, the process's own use may be taken from it, as in the kernel.
        return Interlocked.Decrement(ref users) == 0;
    }

    private void AddGrab(in CallSite site)
    {
        CheckObject(site);
        Interlocked.Increment(ref grabs);
    }

    private void DropGrab(in CallSite site)
    {
        if (Interlocked.Decrement(ref grabs) == 0)
        {
            Kernel.Ledger.NoteRelease(this, site);
        }
    }

    /// <summary>Unmaps everything (exit_mmap). Nobody uses the address space any more; a lock still held is warned about.</summary>
    /// <remarks>Nobody can do it again: what a callback throws keeps nothing else from ending, and the first of it is thrown at the end.</remarks>
    private void TearDown()
    {
        CallSite site = new("exit_mmap", "", "", 0);
        ExceptionDispatchInfo? thrown = null;
        try
        {
            Attempt(WarnIfLocked, ref thrown);
            if (!Kernel.IsDisposed)
            {
                ReleaseNotifiers(site, ref thrown);
                RemoveAll(site, ref thrown);
            }
        }
        finally
        {
            DropGrab(site);
        }

        thrown?.Throw();
    }

    private void WarnIfLocked()
    {
        if (MmapLock.IsHeld)
        {
            Kernel.Warn($"{this} ends while its mmap lock is held{Kernel.Ledger.Describe(this)}", new CallSite(nameof(Dispose), "", "", 0));
        }
    }

    private void RemoveAll(CallSite site, ref ExceptionDispatchInfo? thrown)
    {
        foreach (VmAreaStruct area in AreasIn(0, TaskSize))
        {
            Attempt(
                () =>
                {
                    area.File?.Mapping?.CheckAreasNotLocked(site);
                    Remove(area, site);
                },
                ref thrown);
        }

        Attempt(() => FreeTablesAround(0, TaskSize), ref thrown);
        NoteRoom(0);
    }

    private static void Attempt(Action step, ref ExceptionDispatchInfo? thrown)
    {
        try
        {
            step();
        }
        catch (Exception exception)
        {
            thrown ??= ExceptionDispatchInfo.Capture(exception);
        }
    }
}
