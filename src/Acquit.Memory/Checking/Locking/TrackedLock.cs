namespace Acquit.Memory;

/// <summary>A lock for one holder that knows who holds it and in which order: what spinlocks and mutexes are made of.</summary>
/// <param name="kernel">The kernel it belongs to.</param>
/// <param name="resource">What is recorded as held; its text is the lock's name.</param>
/// <param name="lockClass">Its class in the order of locks; null when checking is off.</param>
/// <param name="kind">The kind that is held.</param>
/// <param name="mayHoldersSleep">Whether one may sleep under it, and to get it; if not, holding it is atomic context.</param>
internal sealed class TrackedLock(
    KernelMemory kernel, ITracked resource, LockClass? lockClass, string kind, bool mayHoldersSleep)
{
    private readonly Lock gate = new();
    private readonly string kind = kind;
    private volatile bool held;

    /// <summary>Whether anybody holds it.</summary>
    public bool IsHeld => held;

    public void Enter(in CallSite site, int subclass = 0)
    {
        if (mayHoldersSleep)
        {
            kernel.MightSleep(site);
        }

        if (gate.IsHeldByCurrentThread)
        {
            throw kernel.Bug($"{resource} would wait for ever: this thread holds it", resource, site);
        }

        LockKey key = new(lockClass, subclass);
        KernelThread thread = KernelThread.Current;
        kernel.LockOrder.BeforeWaiting(thread, key, site);
        gate.Enter();
        Taken(thread, key, byTrying: false, site);
    }

    /// <summary>Takes it unless injection sends a signal meanwhile.</summary>
    /// <returns>0 when held; a negative errno when not.</returns>
    public int EnterUnlessSignalled(in CallSite site)
    {
        if (kernel.Injection.Fails(site, out int errno))
        {
            return errno == 0 ? -Errno.EINTR : errno;
        }

        Enter(site);
        return 0;
    }

    public bool TryEnter(in CallSite site)
    {
        if (gate.IsHeldByCurrentThread || kernel.Injection.Fails(site, out _) || !gate.TryEnter())
        {
            return false;
        }

        Taken(KernelThread.Current, new LockKey(lockClass, 0), byTrying: true, site);
        return true;
    }

    public void Exit(in CallSite site)
    {
        KernelThread thread = KernelThread.Current;
        if (!gate.IsHeldByCurrentThread || !thread.TryForget(this, forWrite: true, out _))
        {
            throw kernel.Bug($"{resource} is not held by this thread", resource, site);
        }

        kernel.Ledger.Give(resource, new ReadOnlySpan<string>(in kind), site);
        if (!mayHoldersSleep)
        {
            thread.Leave(ExecutionContexts.Atomic);
        }

        held = false;
        gate.Exit();
    }

    public void AssertHeld(in CallSite site)
    {
        if (kernel.IsChecking && !gate.IsHeldByCurrentThread)
        {
            kernel.Warn($"{resource} should be held by this thread{kernel.Ledger.Describe(resource)} [{site}]", site);
        }
    }

    public override string? ToString() => resource.ToString();

    private void Taken(KernelThread thread, LockKey key, bool byTrying, in CallSite site)
    {
        held = true;
        if (!mayHoldersSleep)
        {
            thread.Enter(ExecutionContexts.Atomic);
        }

        thread.Locks.Add(new HeldLock(this, kernel, key, ForWrite: true, byTrying, site));
        kernel.Ledger.Take(resource, kind, site);
    }
}
