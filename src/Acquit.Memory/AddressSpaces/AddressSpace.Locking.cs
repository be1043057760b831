using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class AddressSpace
{
    private static readonly string[] ReadLockKind = [ResourceKinds.IMmapLock];
    private static readonly string[] WriteLockKind = [ResourceKinds.IMmapWriteLock];

    private readonly MmapLock iMmapLock = new();
    private readonly List<(int Thread, bool Write)> iMmapHolders = [];

    /// <summary>Takes the lock of the file's areas for reading: none comes, goes or changes (i_mmap_lock_read).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.IMmapLock, ReleasedBy = nameof(IMmapUnlockRead))]
    [RequiresNotHeld(ResourceKinds.IMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public void IMmapLockRead(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        LockAreas(write: false, new CallSite(nameof(IMmapLockRead), member, file, line));

    /// <summary>Takes the lock of the file's areas for reading if that needs no waiting (i_mmap_trylock_read).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now.</returns>
    [Acquires(ResourceKinds.IMmapLock, When = "return == true", ReleasedBy = nameof(IMmapUnlockRead))]
    public bool IMmapTrylockRead(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(IMmapTrylockRead), member, file, line);
        if (kernel.Injection.Fails(site.Api, out _) || !iMmapLock.TryEnterRead())
        {
            return false;
        }

        AreasLocked(write: false, site);
        return true;
    }

    /// <summary>Gives the lock of the file's areas back after reading (i_mmap_unlock_read).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for reading.</exception>
    [Releases(ResourceKinds.IMmapLock)]
    public void IMmapUnlockRead(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        UnlockingAreas(write: false, new CallSite(nameof(IMmapUnlockRead), member, file, line));
        iMmapLock.ExitRead();
    }

    /// <summary>Takes the lock of the file's areas for writing (i_mmap_lock_write).</summary>
    /// <remarks>Mapping, unmapping and splitting areas of the file take it themselves and would wait for the holder.</remarks>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.IMmapWriteLock, Implies = ResourceKinds.IMmapLock, ReleasedBy = nameof(IMmapUnlockWrite))]
    [RequiresNotHeld(ResourceKinds.IMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public void IMmapLockWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        LockAreas(write: true, new CallSite(nameof(IMmapLockWrite), member, file, line));

    /// <summary>Takes the lock of the file's areas for writing if that needs no waiting (i_mmap_trylock_write).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now.</returns>
    [Acquires(
        ResourceKinds.IMmapWriteLock, When = "return == true", Implies = ResourceKinds.IMmapLock,
        ReleasedBy = nameof(IMmapUnlockWrite))]
    public bool IMmapTrylockWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(IMmapTrylockWrite), member, file, line);
        if (kernel.Injection.Fails(site.Api, out _) || !iMmapLock.TryEnterWrite())
        {
            return false;
        }

        AreasLocked(write: true, site);
        return true;
    }

    /// <summary>Gives the lock of the file's areas back after writing (i_mmap_unlock_write).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.IMmapWriteLock)]
    public void IMmapUnlockWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        UnlockingAreas(write: true, new CallSite(nameof(IMmapUnlockWrite), member, file, line));
        iMmapLock.ExitWrite();
    }

    /// <summary>Warns when this thread does not hold the lock of the file's areas (i_mmap_assert_locked).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [RequiresHeld(ResourceKinds.IMmapLock)]
    public void IMmapAssertLocked(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AssertAreasLocked(new CallSite(nameof(IMmapAssertLocked), member, file, line));

    /// <summary>Warns when this thread does not hold the lock of the file's areas for writing (i_mmap_assert_write_locked).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [RequiresHeld(ResourceKinds.IMmapWriteLock)]
    public void IMmapAssertWriteLocked(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (kernel.Options.Checking && !HoldsAreaLock(true))
        {
            CallSite site = new(nameof(IMmapAssertWriteLocked), member, file, line);
            kernel.Warn($"The i_mmap lock of {this} is not held for writing by this thread [{site}]", site);
        }
    }

    internal void AssertAreasLocked(in CallSite site)
    {
        if (kernel.Options.Checking && !HoldsAreaLock())
        {
            kernel.Warn($"{site.Api}: the i_mmap lock of {this} is not held by this thread{kernel.Ledger.Describe(this)} [{site}]", site);
        }
    }

    /// <summary>Before anything is changed for a call that is going to take the lock.</summary>
    internal void CheckAreasNotLocked(in CallSite site)
    {
        if (HoldsAreaLock())
        {
            throw kernel.Bug($"{site.Api} would wait for ever: this thread holds the i_mmap lock of {this}", this, site);
        }
    }

    internal void LockAreas(bool write, in CallSite site)
    {
        kernel.MightSleep(site);
        bool nested = HoldsAreaLock();
        if (nested && (write || HoldsAreaLock(true)))
        {
            CheckAreasNotLocked(site);
        }

        if (write)
        {
            iMmapLock.EnterWrite();
        }
        else
        {
            if (nested)
            {
                kernel.Warn(
                    $"{site.Api} takes the i_mmap lock of {this} for reading while this thread holds it; with a writer waiting "
                    + $"between, neither goes on{kernel.Ledger.Describe(this)} [{site}]",
                    site);
            }

            iMmapLock.EnterRead(nested);
        }

        AreasLocked(write, site);
    }

    internal void UnlockAreas(bool write, in CallSite site)
    {
        UnlockingAreas(write, site);
        if (write)
        {
            iMmapLock.ExitWrite();
        }
        else
        {
            iMmapLock.ExitRead();
        }
    }

    private bool HoldsAreaLock(bool? write = null)
    {
        int thread = Environment.CurrentManagedThreadId;
        lock (iMmapHolders)
        {
            return (write is not true && iMmapHolders.Contains((thread, false)))
                || (write is not false && iMmapHolders.Contains((thread, true)));
        }
    }

    private void AreasLocked(bool write, in CallSite site)
    {
        lock (iMmapHolders)
        {
            iMmapHolders.Add((Environment.CurrentManagedThreadId, write));
        }

        kernel.Ledger.Take(this, write ? ResourceKinds.IMmapWriteLock : ResourceKinds.IMmapLock, site);
    }

    private void UnlockingAreas(bool write, in CallSite site)
    {
        bool held;
        lock (iMmapHolders)
        {
            held = iMmapHolders.Remove((Environment.CurrentManagedThreadId, write));
        }

        if (!held)
        {
            throw kernel.Bug(
                $"{site.Api}: this thread does not hold the i_mmap lock of {this} for {(write ? "writing" : "reading")}", this, site);
        }

        kernel.Ledger.Give(this, write ? WriteLockKind : ReadLockKind, site);
    }
}
