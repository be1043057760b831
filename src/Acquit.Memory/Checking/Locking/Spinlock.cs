using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>A lock that its holder must not sleep under (spinlock_t): holding it is atomic context.</summary>
public sealed class Spinlock : ITracked
{
    private readonly TrackedLock core;
    private readonly ResourceHistory history;

    /// <summary>Creates a lock (spin_lock_init).</summary>
    /// <param name="kernel">The kernel it belongs to.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="lockClass">The part it plays in the order of locks; null for a class of those that this line makes under this name.</param>
    /// <param name="file">Filled in by the compiler: the source file of the caller.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    public Spinlock(
        KernelMemory kernel, string name = "spinlock", LockClass? lockClass = null,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        history = new ResourceHistory(name);
        core = new TrackedLock(
            kernel, this, lockClass ?? kernel.LockOrder.ClassOf(name, file, line), ResourceKinds.Spinlock, mayHoldersSleep: false);
    }

    /// <summary>Whether anybody holds it (spin_is_locked).</summary>
    public bool IsLocked => core.IsHeld;

    ResourceHistory ITracked.History => history;

    /// <summary>Takes the lock (spin_lock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it and would wait for itself.</exception>
    [Acquires(
        ResourceKinds.Spinlock, ReleasedBy = nameof(SpinUnlock), Enters = ExecutionContexts.Atomic)]
    [RequiresNotHeld(ResourceKinds.Spinlock)]
    public void SpinLock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.Enter(new CallSite(nameof(SpinLock), member, file, line));

    /// <summary>Takes the lock while another of its class is held, in an order the caller keeps (spin_lock_nested).</summary>
    /// <param name="subclass">Which of the locks of that class: 1 for the first inside another.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it and would wait for itself.</exception>
    [Acquires(
        ResourceKinds.Spinlock, ReleasedBy = nameof(SpinUnlock), Enters = ExecutionContexts.Atomic)]
    [RequiresNotHeld(ResourceKinds.Spinlock)]
    public void SpinLockNested(
        int subclass, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.Enter(new CallSite(nameof(SpinLockNested), member, file, line), subclass);

    /// <summary>Takes the lock if that needs no waiting (spin_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now.</returns>
    [Acquires(
        ResourceKinds.Spinlock, When = "return == true", ReleasedBy = nameof(SpinUnlock), Enters = ExecutionContexts.Atomic)]
    public bool SpinTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.TryEnter(new CallSite(nameof(SpinTrylock), member, file, line));

    /// <summary>Gives the lock back (spin_unlock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it.</exception>
    [Releases(ResourceKinds.Spinlock)]
    public void SpinUnlock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.Exit(new CallSite(nameof(SpinUnlock), member, file, line));

    /// <summary>Warns unless this thread holds the lock (lockdep_assert_held).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [RequiresHeld(ResourceKinds.Spinlock)]
    public void LockdepAssertHeld(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.AssertHeld(new CallSite(nameof(LockdepAssertHeld), member, file, line));

    /// <summary>The lock's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => history.Name;
}
