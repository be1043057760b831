using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>A lock for many readers or one writer, whose holders may sleep (rw_semaphore).</summary>
/// <remarks>
/// Who holds it is known: waiting for oneself is refused instead of hanging, and locks taken in contradicting orders are warned
/// about. Only the thread that took it may give it back.
/// </remarks>
public sealed class RwSemaphore : ITracked
{
    private readonly TrackedRwLock core;
    private readonly ResourceHistory history;

    /// <summary>Creates a lock (init_rwsem).</summary>
    /// <param name="kernel">The kernel it belongs to.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="lockClass">The part it plays in the order of locks; null for a class of those that this line makes under this name.</param>
    /// <param name="file">Filled in by the compiler: the source file of the caller.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    public RwSemaphore(
        KernelMemory kernel, string name = "rw-semaphore", LockClass? lockClass = null,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        history = new ResourceHistory(name);
        core = new TrackedRwLock(
            kernel, this, name, lockClass ?? kernel.LockOrder.ClassOf(name, file, line),
            ResourceKinds.RwSemaphore, ResourceKinds.RwSemaphoreWrite);
    }

    /// <summary>Whether anybody holds it (rwsem_is_locked).</summary>
    public bool IsLocked => core.IsHeld;

    ResourceHistory ITracked.History => history;

    internal bool IsHeld => core.IsHeld;

    /// <summary>Takes the lock for reading (down_read).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.RwSemaphore, ReleasedBy = nameof(UpRead))]
    [RequiresNotHeld(ResourceKinds.RwSemaphore)]
    [NotIn(ExecutionContexts.Atomic)]
    public void DownRead(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterRead(new CallSite(nameof(DownRead), member, file, line));

    /// <summary>Takes the lock for reading while another of its class is held, in an order the caller keeps (down_read_nested).</summary>
    /// <param name="subclass">Which of the locks of that class: 1 for the first inside another.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.RwSemaphore, ReleasedBy = nameof(UpRead))]
    [RequiresNotHeld(ResourceKinds.RwSemaphore)]
    [NotIn(ExecutionContexts.Atomic)]
    public void DownReadNested(
        int subclass, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterRead(new CallSite(nameof(DownReadNested), member, file, line), subclass);

    /// <summary>Takes the lock for reading unless a signal is pending (down_read_interruptible).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.RwSemaphore, When = "return == 0", ReleasedBy = nameof(UpRead))]
    [RequiresNotHeld(ResourceKinds.RwSemaphore)]
    [NotIn(ExecutionContexts.Atomic)]
    public int DownReadInterruptible(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterReadUnlessSignalled(new CallSite(nameof(DownReadInterruptible), member, file, line));

    /// <summary>Takes the lock for reading unless a fatal signal is pending (down_read_killable).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it for writing and would wait for itself.</exception>
    [Acquires(ResourceKinds.RwSemaphore, When = "return == 0", ReleasedBy = nameof(UpRead))]
    [RequiresNotHeld(ResourceKinds.RwSemaphore)]
    [NotIn(ExecutionContexts.Atomic)]
    public int DownReadKillable(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterReadUnlessSignalled(new CallSite(nameof(DownReadKillable), member, file, line));

    /// <summary>Takes the lock for reading if that needs no waiting (down_read_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now; mind that the killable form answers 0 for that.</returns>
    [Acquires(ResourceKinds.RwSemaphore, When = "return == true", ReleasedBy = nameof(UpRead))]
    public bool DownReadTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.TryEnterRead(new CallSite(nameof(DownReadTrylock), member, file, line));

    /// <summary>Gives the lock back after reading (up_read).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for reading.</exception>
    [Releases(ResourceKinds.RwSemaphore)]
    public void UpRead(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.ExitRead(new CallSite(nameof(UpRead), member, file, line));

    /// <summary>Takes the lock for writing (down_write).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(
        ResourceKinds.RwSemaphoreWrite, Implies = ResourceKinds.RwSemaphore, ReleasedBy = nameof(UpWrite))]
    [RequiresNotHeld(ResourceKinds.RwSemaphore)]
    [NotIn(ExecutionContexts.Atomic)]
    public void DownWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterWrite(new CallSite(nameof(DownWrite), member, file, line));

    /// <summary>Takes the lock for writing while another of its class is held, in an order the caller keeps (down_write_nested).</summary>
    /// <param name="subclass">Which of the locks of that class: 1 for the first inside another.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(
        ResourceKinds.RwSemaphoreWrite, Implies = ResourceKinds.RwSemaphore, ReleasedBy = nameof(UpWrite))]
    [RequiresNotHeld(ResourceKinds.RwSemaphore)]
    [NotIn(ExecutionContexts.Atomic)]
    public void DownWriteNested(
        int subclass, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterWrite(new CallSite(nameof(DownWriteNested), member, file, line), subclass);

    /// <summary>Takes the lock for writing unless a fatal signal is pending (down_write_killable).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 when held; -EINTR when not. There are no signals here but those that injection sends.</returns>
    /// <exception cref="KernelBugException">This thread holds it already and would wait for itself.</exception>
    [Acquires(
        ResourceKinds.RwSemaphoreWrite, When = "return == 0", Implies = ResourceKinds.RwSemaphore, ReleasedBy = nameof(UpWrite))]
    [RequiresNotHeld(ResourceKinds.RwSemaphore)]
    [NotIn(ExecutionContexts.Atomic)]
    public int DownWriteKillable(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.EnterWriteUnlessSignalled(new CallSite(nameof(DownWriteKillable), member, file, line));

    /// <summary>Takes the lock for writing if that needs no waiting (down_write_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now; mind that the killable form answers 0 for that.</returns>
    [Acquires(
        ResourceKinds.RwSemaphoreWrite, When = "return == true", Implies = ResourceKinds.RwSemaphore, ReleasedBy = nameof(UpWrite))]
    public bool DownWriteTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.TryEnterWrite(new CallSite(nameof(DownWriteTrylock), member, file, line));

    /// <summary>Gives the lock back after writing (up_write).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.RwSemaphoreWrite)]
    public void UpWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.ExitWrite(new CallSite(nameof(UpWrite), member, file, line));

    /// <summary>Turns the lock held for writing into one held for reading, with no writer between (downgrade_write).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it for writing.</exception>
    [Releases(ResourceKinds.RwSemaphoreWrite)]
    [Acquires(ResourceKinds.RwSemaphore, ReleasedBy = nameof(UpRead))]
    public void DowngradeWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.Downgrade(new CallSite(nameof(DowngradeWrite), member, file, line));

    /// <summary>Warns unless this thread holds the lock (lockdep_assert_held).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [RequiresHeld(ResourceKinds.RwSemaphore)]
    public void LockdepAssertHeld(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.AssertHeld(forWrite: false, new CallSite(nameof(LockdepAssertHeld), member, file, line));

    /// <summary>Warns unless this thread holds the lock for writing (lockdep_assert_held_write).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [RequiresHeld(ResourceKinds.RwSemaphoreWrite)]
    public void LockdepAssertHeldWrite(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        core.AssertHeld(forWrite: true, new CallSite(nameof(LockdepAssertHeldWrite), member, file, line));

    /// <summary>The lock's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => history.Name;

    /// <summary>Whether this thread holds it; for reading is enough unless asked otherwise.</summary>
    internal bool IsHeldByMe(bool forWrite) => core.IsHeldByMe(forWrite);
}
