using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    private const string HeldInFaults = "The core holds the mmap lock for reading while a fault is handled.";
    private const string HeldInMmap = "The core holds the mmap lock for writing while a file is mapped.";
    private const string HeldInWalks = "Whoever walks holds the mmap lock.";
    private const string AfterMmapLock = "Whoever walks holds the i_mmap lock, which is taken after the mmap lock.";

    internal TrackedRwLock MmapLock { get; }

    /// <summary>Takes the mmap lock for reading (mmap_read_lock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.MmapLock, ReleasedBy = nameof(MmapReadUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault, Because = HeldInFaults)]
    [NotIn(ExecutionContexts.Mmap, Because = HeldInMmap)]
    [NotIn(ExecutionContexts.PageWalk, Because = HeldInWalks)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AfterMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public void MmapReadLock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.EnterRead(new CallSite(nameof(MmapReadLock), member, file, line));

    /// <summary>Takes the mmap lock for reading unless a fatal signal is pending (mmap_read_lock_killable).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.MmapLock, When = "return == 0", ReleasedBy = nameof(MmapReadUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault, Because = HeldInFaults)]
    [NotIn(ExecutionContexts.Mmap, Because = HeldInMmap)]
    [NotIn(ExecutionContexts.PageWalk, Because = HeldInWalks)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AfterMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public int MmapReadLockKillable(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.EnterReadUnlessSignalled(new CallSite(nameof(MmapReadLockKillable), member, file, line));

    /// <summary>Takes the mmap lock for reading if that needs no waiting (mmap_read_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now; mind that the killable form answers 0 for that.</returns>
    [Acquires(ResourceKinds.MmapLock, When = "return == true", ReleasedBy = nameof(MmapReadUnlock))]
    public bool MmapReadTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.TryEnterRead(new CallSite(nameof(MmapReadTrylock), member, file, line));

    /// <summary>Gives the mmap lock back after reading (mmap_read_unlock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for reading.</exception>
    [Releases(ResourceKinds.MmapLock)]
    public void MmapReadUnlock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.ExitRead(new CallSite(nameof(MmapReadUnlock), member, file, line));

    /// <summary>Takes the mmap lock for writing (mmap_write_lock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.MmapWriteLock, Implies = ResourceKinds.MmapLock, ReleasedBy = nameof(MmapWriteUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault, Because = HeldInFaults)]
    [NotIn(ExecutionContexts.Mmap, Because = HeldInMmap)]
    [NotIn(ExecutionContexts.PageWalk, Because = HeldInWalks)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AfterMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public void MmapWriteLock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.EnterWrite(new CallSite(nameof(MmapWriteLock), member, file, line));

    /// <summary>Takes the mmap lock for writing while that of another address space is held (mmap_write_lock_nested).</summary>
    /// <param name="subclass">Which of several: 1 for the first inside another.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.MmapWriteLock, Implies = ResourceKinds.MmapLock, ReleasedBy = nameof(MmapWriteUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault, Because = HeldInFaults)]
    [NotIn(ExecutionContexts.Mmap, Because = HeldInMmap)]
    [NotIn(ExecutionContexts.PageWalk, Because = HeldInWalks)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AfterMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public void MmapWriteLockNested(
        int subclass,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.EnterWrite(new CallSite(nameof(MmapWriteLockNested), member, file, line), subclass);

    /// <summary>Takes the mmap lock for writing unless a fatal signal is pending (mmap_write_lock_killable).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(
        ResourceKinds.MmapWriteLock, When = "return == 0", Implies = ResourceKinds.MmapLock, ReleasedBy = nameof(MmapWriteUnlock))]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault, Because = HeldInFaults)]
    [NotIn(ExecutionContexts.Mmap, Because = HeldInMmap)]
    [NotIn(ExecutionContexts.PageWalk, Because = HeldInWalks)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AfterMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public int MmapWriteLockKillable(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.EnterWriteUnlessSignalled(new CallSite(nameof(MmapWriteLockKillable), member, file, line));

    /// <summary>Takes the mmap lock for writing if that needs no waiting (mmap_write_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now; mind that the killable form answers 0 for that.</returns>
    [Acquires(
        ResourceKinds.MmapWriteLock, When = "return == true", Implies = ResourceKinds.MmapLock, ReleasedBy = nameof(MmapWriteUnlock))]
    public bool MmapWriteTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.TryEnterWrite(new CallSite(nameof(MmapWriteTrylock), member, file, line));

    /// <summary>Gives the mmap lock back after writing (mmap_write_unlock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.MmapWriteLock)]
    public void MmapWriteUnlock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.ExitWrite(new CallSite(nameof(MmapWriteUnlock), member, file, line));

    /// <summary>Turns the mmap lock held for writing into one held for reading (mmap_write_downgrade).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.MmapWriteLock)]
    [Acquires(ResourceKinds.MmapLock, ReleasedBy = nameof(MmapReadUnlock))]
    [NotIn(ExecutionContexts.PageFault, Because = HeldInFaults)]
    public void MmapWriteDowngrade(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MmapLock.Downgrade(new CallSite(nameof(MmapWriteDowngrade), member, file, line));

    internal void ReadLock(in CallSite site) => MmapLock.EnterRead(site);
}
