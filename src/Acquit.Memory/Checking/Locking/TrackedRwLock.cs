namespace Acquit.Memory;

/// <summary>A lock for many readers or one writer that knows who holds it and in which order: what all such locks here are made of.</summary>
/// <param name="kernel">The kernel it belongs to.</param>
/// <param name="resource">What is recorded as held.</param>
/// <param name="words">Its name in messages.</param>
/// <param name="lockClass">Its class in the order of locks; null when checking is off.</param>
/// <param name="readKind">The kind that is held when it is held for reading.</param>
/// <param name="writeKind">The kind that is held when it is held for writing.</param>
internal sealed class TrackedRwLock(
    KernelMemory kernel, ITracked resource, string words, LockClass? lockClass, string readKind, string writeKind)
{
    private readonly ReaderWriterGate gate = new();
    private readonly string readKind = readKind;
    private readonly string writeKind = writeKind;

    /// <summary>Whether anybody holds it.</summary>
    public bool IsHeld => gate.IsHeld;

    /// <summary>Whether this thread holds it; for reading is enough unless asked otherwise.</summary>
    public bool IsHeldByMe(bool forWrite) => KernelThread.Current.Holds(this, forWrite);

    public void EnterRead(in CallSite site, int subclass = 0)
    {
        kernel.MightSleep(site);
        KernelThread thread = KernelThread.Current;
        if (thread.Holds(this, forWrite: true))
        {
            throw kernel.Bug($"{site.Api} would wait for ever: this thread holds {words} for writing", resource, site);
        }

        LockKey key = new(lockClass, subclass);
        bool nested = thread.Holds(this, forWrite: false);
        if (nested)
        {
            kernel.Warn(
                $"{site.Api} takes {words} for reading while this thread holds it; with a writer waiting between, "
                + $"neither goes on{kernel.Ledger.Describe(resource)} [{site}]",
                site);
        }
        else
        {
            kernel.LockOrder.BeforeWaiting(thread, key, site);
        }

        gate.EnterRead(nested);
        Taken(thread, key, forWrite: false, byTrying: false, site);
    }

    /// <summary>Takes it for reading unless injection sends a signal meanwhile.</summary>
    /// <returns>0 when held; a negative errno when not.</returns>
    public int EnterReadUnlessSignalled(in CallSite site)
    {
        if (kernel.Injection.Fails(site, out int errno))
        {
            return errno == 0 ? -Errno.EINTR : errno;
        }

        EnterRead(site);
        return 0;
    }

    public bool TryEnterRead(in CallSite site)
    {
        if (kernel.Injection.Fails(site, out _) || !gate.TryEnterRead())
        {
            return false;
        }

        Taken(KernelThread.Current, new LockKey(lockClass, 0), forWrite: false, byTrying: true, site);
        return true;
    }

    public void ExitRead(in CallSite site)
    {
        Giving(forWrite: false, site);
        gate.ExitRead();
    }

    public void EnterWrite(in CallSite site, int subclass = 0)
    {
        kernel.MightSleep(site);
        KernelThread thread = KernelThread.Current;
        if (thread.Holds(this, forWrite: false))
        {
            throw kernel.Bug($"{site.Api} would wait for ever: this thread holds {words}", resource, site);
        }

        LockKey key = new(lockClass, subclass);
        kernel.LockOrder.BeforeWaiting(thread, key, site);
        gate.EnterWrite();
        Taken(thread, key, forWrite: true, byTrying: false, site);
    }

    /// <inheritdoc cref="EnterReadUnlessSignalled"/>
    public int EnterWriteUnlessSignalled(in CallSite site)
    {
        if (kernel.Injection.Fails(site, out int errno))
        {
            return errno == 0 ? -Errno.EINTR : errno;
        }

        EnterWrite(site);
        return 0;
    }

    public bool TryEnterWrite(in CallSite site)
    {
        if (kernel.Injection.Fails(site, out _) || !gate.TryEnterWrite())
        {
            return false;
        }

        Taken(KernelThread.Current, new LockKey(lockClass, 0), forWrite: true, byTrying: true, site);
        return true;
    }

    public void ExitWrite(in CallSite site)
    {
        Giving(forWrite: true, site);
        gate.ExitWrite();
    }

    /// <summary>From writing to reading, with nobody writing between.</summary>
    public void Downgrade(in CallSite site)
    {
        HeldLock held = Giving(forWrite: true, site);
        gate.Downgrade();
        Taken(KernelThread.Current, held.Key, forWrite: false, held.ByTrying, site);
    }

    public void AssertHeld(bool forWrite, in CallSite site)
    {
        if (kernel.IsChecking && !IsHeldByMe(forWrite))
        {
            kernel.Warn(
                $"{words} should be held by this thread{(forWrite ? " for writing" : "")}{kernel.Ledger.Describe(resource)} [{site}]",
                site);
        }
    }

    public override string ToString() => words;

    private void Taken(KernelThread thread, LockKey key, bool forWrite, bool byTrying, in CallSite site)
    {
        thread.Locks.Add(new HeldLock(this, kernel, key, forWrite, byTrying, site));
        kernel.Ledger.Take(resource, forWrite ? writeKind : readKind, site);
    }

    private HeldLock Giving(bool forWrite, in CallSite site)
    {
        if (!KernelThread.Current.TryForget(this, forWrite, out HeldLock held))
        {
            throw kernel.Bug(
                $"{site.Api}: this thread does not hold {words} for {(forWrite ? "writing" : "reading")}", resource, site);
        }

        kernel.Ledger.Give(resource, new ReadOnlySpan<string>(in forWrite ? ref writeKind : ref readKind), site);
        return held;
    }
}
