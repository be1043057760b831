using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class AddressSpace
{
    internal const string HeldInWalks = "Whoever walks holds the i_mmap lock.";

    private readonly TrackedRwLock iMmapLock;

    /// <summary>Takes the lock of the file's areas for reading: none comes, goes or changes (i_mmap_lock_read).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.IMmapLock, ReleasedBy = nameof(IMmapUnlockRead))]
    [RequiresNotHeld(ResourceKinds.IMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MappingWalk, Because = HeldInWalks)]
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
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        iMmapLock.TryEnterRead(new CallSite(nameof(IMmapTrylockRead), member, file, line));

    /// <summary>Gives the lock of the file's areas back after reading (i_mmap_unlock_read).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for reading.</exception>
    [Releases(ResourceKinds.IMmapLock)]
    public void IMmapUnlockRead(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        iMmapLock.ExitRead(new CallSite(nameof(IMmapUnlockRead), member, file, line));

    /// <summary>Takes the lock of the file's areas for writing (i_mmap_lock_write).</summary>
    /// <remarks>Mapping, unmapping and splitting areas of the file take it themselves and would wait for the holder.</remarks>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.IMmapWriteLock, Implies = ResourceKinds.IMmapLock, ReleasedBy = nameof(IMmapUnlockWrite))]
    [RequiresNotHeld(ResourceKinds.IMmapLock)]
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MappingWalk, Because = HeldInWalks)]
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
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        iMmapLock.TryEnterWrite(new CallSite(nameof(IMmapTrylockWrite), member, file, line));

    /// <summary>Gives the lock of the file's areas back after writing (i_mmap_unlock_write).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.IMmapWriteLock)]
    public void IMmapUnlockWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        iMmapLock.ExitWrite(new CallSite(nameof(IMmapUnlockWrite), member, file, line));

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
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        iMmapLock.AssertHeld(forWrite: true, new CallSite(nameof(IMmapAssertWriteLocked), member, file, line));

    internal void AssertAreasLocked(in CallSite site) => iMmapLock.AssertHeld(forWrite: false, site);

    /// <summary>For who was to hold the lock: warns if that is not so, and takes it, or the areas could change under the call.</summary>
    /// <returns>Whether it was taken, for reading.</returns>
    internal bool EnsureAreasLocked(in CallSite site)
    {
        AssertAreasLocked(site);
        if (iMmapLock.IsHeldByMe(forWrite: false))
        {
            return false;
        }

        LockAreas(write: false, site);
        return true;
    }

    /// <summary>Before anything is changed for a call that is going to take the lock.</summary>
    internal void CheckAreasNotLocked(in CallSite site)
    {
        if (iMmapLock.IsHeldByMe(forWrite: false))
        {
            throw kernel.Bug($"{site.Api} would wait for ever: this thread holds {iMmapLock}", this, site);
        }
    }

    internal void LockAreas(bool write, in CallSite site)
    {
        if (write)
        {
            iMmapLock.EnterWrite(site);
        }
        else
        {
            iMmapLock.EnterRead(site);
        }
    }

    internal void UnlockAreas(bool write, in CallSite site)
    {
        if (write)
        {
            iMmapLock.ExitWrite(site);
        }
        else
        {
            iMmapLock.ExitRead(site);
        }
    }
}
