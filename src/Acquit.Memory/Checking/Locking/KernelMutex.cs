using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>A lock for one holder, who may sleep under it (struct mutex).</summary>
/// <remarks>
/// Who holds it is known: waiting for oneself is refused instead of hanging, and locks taken in contradicting orders are warned
/// about. Only the thread that took it may give it back.
/// </remarks>
public sealed class KernelMutex : ITracked
{
    private readonly TrackedLock core;
    private readonly ResourceHistory history;

    /// <summary>Creates a lock (mutex_init).</summary>
    /// <param name="kernel">The kernel it belongs to.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="lockClass">The part it plays in the order of locks; null for a class of those that this line makes under this name.</param>
    /// <param name="file">Filled in by the compiler: the source file of the caller.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    public KernelMutex(
        KernelMemory kernel, string name = "mutex", LockClass? lockClass = null,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        history = new ResourceHistory(name);
        core = new TrackedLock(
            kernel, this, lockClass ?? kernel.LockOrder.ClassOf(name, file, line), ResourceKinds.Mutex, mayHoldersSleep: true);
    }

    /// <summary>Whether anybody holds it (mutex_is_locked).</summary>
    public bool IsLocked => core.IsHeld;

    ResourceHistory ITracked.History => history;

    /// <summary>Takes the lock (mutex_lock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.Mutex, ReleasedBy = nameof(MutexUnlock))]
    [RequiresNotHeld(ResourceKinds.Mutex)]
    [NotIn(ExecutionContexts.Atomic)]
    public void MutexLock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.Enter(new CallSite(nameof(MutexLock), member, file, line));

    /// <summary>Takes the lock while another of its class is held, in an order the caller keeps (mutex_lock_nested).</summary>
    /// <param name="subclass">Which of the locks of that class: 1 for the first inside another.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.Mutex, ReleasedBy = nameof(MutexUnlock))]
    [RequiresNotHeld(ResourceKinds.Mutex)]
    [NotIn(ExecutionContexts.Atomic)]
    public void MutexLockNested(
        int subclass, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.Enter(new CallSite(nameof(MutexLockNested), member, file, line), subclass);

    /// <summary>Takes the lock unless a signal is pending (mutex_lock_interruptible).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.Mutex, When = "return == 0", ReleasedBy = nameof(MutexUnlock))]
    [RequiresNotHeld(ResourceKinds.Mutex)]
    [NotIn(ExecutionContexts.Atomic)]
    public int MutexLockInterruptible(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterUnlessSignalled(new CallSite(nameof(MutexLockInterruptible), member, file, line));

    /// <summary>Takes the lock unless a fatal signal is pending (mutex_lock_killable).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(ResourceKinds.Mutex, When = "return == 0", ReleasedBy = nameof(MutexUnlock))]
    [RequiresNotHeld(ResourceKinds.Mutex)]
    [NotIn(ExecutionContexts.Atomic)]
    public int MutexLockKillable(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterUnlessSignalled(new CallSite(nameof(MutexLockKillable), member, file, line));

    /// <summary>Takes the lock if that needs no waiting (mutex_trylock).</summary>
    /// <remarks>Unlike the trylock of a spinlock it may not be called from interrupts; there are none here.</remarks>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now; mind that the killable form answers 0 for that.</returns>
    [Acquires(ResourceKinds.Mutex, When = "return == true", ReleasedBy = nameof(MutexUnlock))]
    public bool MutexTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.TryEnter(new CallSite(nameof(MutexTrylock), member, file, line));

    /// <summary>Gives the lock back (mutex_unlock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it.</exception>
    [Releases(ResourceKinds.Mutex)]
    public void MutexUnlock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.Exit(new CallSite(nameof(MutexUnlock), member, file, line));

    /// <summary>Warns unless this thread holds the lock (lockdep_assert_held).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [RequiresHeld(ResourceKinds.Mutex)]
    public void LockdepAssertHeld(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.AssertHeld(new CallSite(nameof(LockdepAssertHeld), member, file, line));

    /// <summary>The lock's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => history.Name;
}
