using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>A lock that its holder must not sleep under (spinlock_t): holding it is atomic context.</summary>
public sealed class Spinlock : ITracked
{
    private static readonly string[] LockKind = [ResourceKinds.Spinlock];

    private readonly KernelMemory kernel;
    private readonly Lock gate = new();
    private readonly ResourceHistory history;
    private IDisposable? atomic;

    /// <summary>Creates a lock.</summary>
    /// <param name="kernel">The kernel it belongs to.</param>
    /// <param name="name">Its name in messages.</param>
    public Spinlock(KernelMemory kernel, string name = "spinlock")
    {
        ArgumentNullException.ThrowIfNull(kernel);
        this.kernel = kernel;
        history = new ResourceHistory(name);
    }

    ResourceHistory ITracked.History => history;

    /// <summary>Takes the lock (spin_lock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread holds it and would wait for itself.</exception>
    [Acquires(ResourceKinds.Spinlock, ReleasedBy = nameof(SpinUnlock), Enters = ExecutionContexts.Atomic)]
    [RequiresNotHeld(ResourceKinds.Spinlock)]
    public void SpinLock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SpinLock), member, file, line);
        if (gate.IsHeldByCurrentThread)
        {
            throw kernel.Bug($"{this} would wait for ever: this thread holds it", this, site);
        }

        gate.Enter();
        Locked(site);
    }

    /// <summary>Takes the lock if that needs no waiting (spin_trylock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held now.</returns>
    [Acquires(
        ResourceKinds.Spinlock, When = "return == true", ReleasedBy = nameof(SpinUnlock), Enters = ExecutionContexts.Atomic)]
    public bool SpinTrylock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SpinTrylock), member, file, line);
        if (gate.IsHeldByCurrentThread || kernel.Injection.Fails(site.Api, out _) || !gate.TryEnter())
        {
            return false;
        }

        Locked(site);
        return true;
    }

    /// <summary>Gives the lock back (spin_unlock).</summary>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This thread does not hold it.</exception>
    [Releases(ResourceKinds.Spinlock)]
    public void SpinUnlock(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SpinUnlock), member, file, line);
        if (!gate.IsHeldByCurrentThread)
        {
            throw kernel.Bug($"{this} is not held by this thread", this, site);
        }

        kernel.Ledger.Give(this, LockKind, site);
        atomic?.Dispose();
        gate.Exit();
    }

    /// <summary>The lock's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => history.Name;

    private void Locked(in CallSite site)
    {
        atomic = KernelThread.Current.Enter(ExecutionContexts.Atomic);
        kernel.Ledger.Take(this, ResourceKinds.Spinlock, site);
    }
}
