using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    private static readonly string[] ReadLockKind = [ResourceKinds.MmapLock];
    private static readonly string[] WriteLockKind = [ResourceKinds.MmapWriteLock];

    private readonly MmapLock mmapLock = new();

    /// <summary>Takes the mmap lock for reading (mmap_read_lock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.MmapLock, ReleasedBy = nameof(MmapReadUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public void MmapReadLock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        ReadLock(new CallSite(nameof(MmapReadLock), member, file, line));

    /// <summary>Takes the mmap lock for reading unless a fatal signal is pending (mmap_read_lock_killable).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.MmapLock, When = "return == 0", ReleasedBy = nameof(MmapReadUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public int MmapReadLockKillable(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmapReadLockKillable), member, file, line);
        if (Kernel.Injection.Fails(site.Api, out _))
        {
            return -Errno.EINTR;
        }

        ReadLock(site);
        return 0;
    }

    /// <summary>Takes the mmap lock for reading if that needs no waiting (mmap_read_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now; mind that the killable form answers 0 for that.</returns>
    [Acquires(ResourceKinds.MmapLock, When = "return == true", ReleasedBy = nameof(MmapReadUnlock))]
    public bool MmapReadTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmapReadTrylock), member, file, line);
        if (Kernel.Injection.Fails(site.Api, out _) || !mmapLock.TryEnterRead())
        {
            return false;
        }

        Locked(write: false, site);
        return true;
    }

    /// <summary>Gives the mmap lock back after reading (mmap_read_unlock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for reading.</exception>
    [Releases(ResourceKinds.MmapLock)]
    public void MmapReadUnlock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmapReadUnlock), member, file, line);
        Unlocking(write: false, site);
        mmapLock.ExitRead();
    }

    /// <summary>Takes the mmap lock for writing (mmap_write_lock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.MmapWriteLock, Implies = ResourceKinds.MmapLock, ReleasedBy = nameof(MmapWriteUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault, Because = "The core holds the mmap lock for reading while a fault is handled.")]
    [NotIn(ExecutionContexts.Mmap, Because = "The core holds the mmap lock for writing while a file is mapped.")]
    [NotIn(ExecutionContexts.Atomic)]
    public void MmapWriteLock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        WriteLock(new CallSite(nameof(MmapWriteLock), member, file, line));

    /// <summary>Takes the mmap lock for writing unless a fatal signal is pending (mmap_write_lock_killable).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(
        ResourceKinds.MmapWriteLock, When = "return == 0", Implies = ResourceKinds.MmapLock, ReleasedBy = nameof(MmapWriteUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault, Because = "The core holds the mmap lock for reading while a fault is handled.")]
    [NotIn(ExecutionContexts.Mmap, Because = "The core holds the mmap lock for writing while a file is mapped.")]
    [NotIn(ExecutionContexts.Atomic)]
    public int MmapWriteLockKillable(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmapWriteLockKillable), member, file, line);
        if (Kernel.Injection.Fails(site.Api, out _))
        {
            return -Errno.EINTR;
        }

        WriteLock(site);
        return 0;
    }

    /// <summary>Takes the mmap lock for writing if that needs no waiting (mmap_write_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now; mind that the killable form answers 0 for that.</returns>
    [Acquires(
        ResourceKinds.MmapWriteLock, When = "return == true", Implies = ResourceKinds.MmapLock, ReleasedBy = nameof(MmapWriteUnlock))]
    public bool MmapWriteTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmapWriteTrylock), member, file, line);
        if (Kernel.Injection.Fails(site.Api, out _) || !mmapLock.TryEnterWrite())
        {
            return false;
        }

        Locked(write: true, site);
        return true;
    }

    /// <summary>Gives the mmap lock back after writing (mmap_write_unlock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.MmapWriteLock)]
    public void MmapWriteUnlock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmapWriteUnlock), member, file, line);
        Unlocking(write: true, site);
        mmapLock.ExitWrite();
    }

    /// <summary>Turns the mmap lock held for writing into one held for reading (mmap_write_downgrade).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.MmapWriteLock)]
    [Acquires(ResourceKinds.MmapLock, ReleasedBy = nameof(MmapReadUnlock))]
    public void MmapWriteDowngrade(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmapWriteDowngrade), member, file, line);
        Unlocking(write: true, site);
        mmapLock.Downgrade();
        Locked(write: false, site);
    }

    internal void ReadLock(in CallSite site)
    {
        Kernel.MightSleep(site);
        KernelThread thread = KernelThread.Current;
        if (thread.HoldsMmapLockForWrite(this))
        {
            throw Kernel.Bug($"{site.Api} would wait for ever: this thread holds the mmap lock for writing", this, site);
        }

        bool nested = thread.HoldsMmapLock(this);
        if (nested)
        {
            Kernel.Warn(
                $"{site.Api} takes the mmap lock for reading while this thread holds it; with a writer waiting between, "
                + $"neither goes on{Kernel.Ledger.Describe(this)} [{site}]",
                site);
        }

        mmapLock.EnterRead(nested);
        Locked(write: false, site);
    }

    private void WriteLock(in CallSite site)
    {
        Kernel.MightSleep(site);
        if (KernelThread.Current.HoldsMmapLock(this))
        {
            throw Kernel.Bug($"{site.Api} would wait for ever: this thread holds the mmap lock", this, site);
        }

        mmapLock.EnterWrite();
        Locked(write: true, site);
    }

    private void Locked(bool write, in CallSite site)
    {
        KernelThread.Current.MmapLocks.Add((this, write));
        Kernel.Ledger.Take(this, write ? ResourceKinds.MmapWriteLock : ResourceKinds.MmapLock, site);
    }

    private void Unlocking(bool write, in CallSite site)
    {
        if (!KernelThread.Current.MmapLocks.Remove((this, write)))
        {
            throw Kernel.Bug(
                $"{site.Api}: this thread does not hold the mmap lock for {(write ? "writing" : "reading")}", this, site);
        }

        Kernel.Ledger.Give(this, write ? WriteLockKind : ReadLockKind, site);
    }
}
