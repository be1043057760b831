namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private readonly List<KernelWarning> warnings = [];

    /// <summary>
    /// Whether every acquire and release is recorded and checked: as <see cref="KernelMemoryOptions.Checking"/> says, unless the
    /// process has the switch <c>Acquit.Memory.ChecksCompiledOut</c> set.
    /// </summary>
    public bool IsChecking => !ChecksSwitch.CompiledOut && Options.Checking;

    /// <summary>Raised on the thread that caused it, when the kernel would have written a warning to its log.</summary>
    public event Action<KernelWarning>? Warned;

    /// <summary>Raised on the thread that caused it, before anything is thrown, when the kernel would have stopped there.</summary>
    public event Action<KernelBugException>? Bugged;

    /// <summary>All warnings so far, oldest first; none with <see cref="WarnReaction.Raise"/>.</summary>
    public IReadOnlyList<KernelWarning> Warnings
    {
        get
        {
            lock (warnings)
            {
                return [.. warnings];
            }
        }
    }

    /// <summary>Starts a scope: its report names only what was acquired after this call and is still held.</summary>
    /// <returns>The scope.</returns>
    public LeakScope TrackLeaks() => new(this, Ledger.Sequence);

    /// <summary>What is held now, by whom, and where it was acquired.</summary>
    /// <returns>The report; empty when checking is off.</returns>
    public LeakReport LeakReport() => new(Ledger.Since(0));

    /// <summary>Enters a context on this thread, such as <see cref="ExecutionContexts.Atomic"/>; disposing the result leaves it.</summary>
    /// <param name="context">The context.</param>
    /// <returns>What to dispose.</returns>
    public IDisposable EnterContext(string context)
    {
        KernelThread thread = KernelThread.Current;
        thread.Enter(context);
        return new EnteredContext(thread, context);
    }

    /// <summary>The contexts this thread is in, the outermost first. A held spinlock is one.</summary>
    /// <returns>Names, of <see cref="ExecutionContexts"/> or as entered by hand.</returns>
    public IReadOnlyList<string> EnteredContexts() => KernelThread.Current.Contexts;

    /// <summary>The locks of this kernel that this thread holds, in the order it took them.</summary>
    /// <returns>The locks; also when checking is off.</returns>
    public IReadOnlyList<LockHold> HeldLocks() =>
    [
        .. KernelThread.Current.Locks
            .Where(held => held.Kernel == this)
            .Select(held => new LockHold(held.Lock.ToString()!, held.ForWrite, held.Site)),
    ];

    /// <summary>The first page of the block the page is in.</summary>
    internal Page CheckInUse(Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(page);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (page.Kernel != this)
        {
            throw Bug($"{page} belongs to another kernel's memory", page, site);
        }

        return page.Block ?? throw Bug($"{page} is free, and {site.Api} needs it", page, site);
    }

    internal Page CheckInUse(Page page, string api) => CheckInUse(page, new CallSite(api, "", "", 0));

    /// <summary>What the kernel would not survive. Never goes on.</summary>
    internal KernelBugException Bug(string what, ITracked? resource, CallSite site)
    {
        KernelBugException bug = MakeBug(what, resource, site);
        Bugged?.Invoke(bug);
        if (Options.OnBug == BugReaction.EndProcess)
        {
            Environment.FailFast(bug.Message, bug);
        }

        return bug;
    }

    private KernelBugException MakeBug(string what, ITracked? resource, CallSite site) =>
        new($"{what}{Ledger.Describe(resource)} [{site}]", site, Ledger.HoldsOf(resource));

    /// <summary>What the kernel would not notice.</summary>
    internal void Misuse(string what, ITracked? resource, in CallSite site)
    {
        if (Options.OnMisuse == MisuseReaction.Throw)
        {
            throw MakeBug(what, resource, site);
        }

        Warn($"{what}{Ledger.Describe(resource)} [{site}]", site);
    }

    internal void Warn(string message, in CallSite site) => Warn(new KernelWarning(message, site));

    internal void Warn(KernelWarning warning)
    {
        if (Options.RecordStacks)
        {
            warning = warning with { Stack = RecordedStack.Take() };
        }

        if (Options.OnWarn != WarnReaction.Raise)
        {
            lock (warnings)
            {
                warnings.Add(warning);
            }
        }

        Warned?.Invoke(warning);
        if (Options.OnWarn == WarnReaction.Throw)
        {
            throw new KernelWarningException(warning);
        }
    }

    internal void MightSleep(in CallSite site)
    {
        if (IsChecking && KernelThread.Current.IsIn(ExecutionContexts.Atomic))
        {
            Warn($"{site.Api} may sleep, and was called in atomic context{DescribeLocks()} [{site}]", site);
        }
    }

    /// <summary>What this thread holds, as the end of a message.</summary>
    internal string DescribeLocks() => string.Concat(KernelThread.Current.Locks
        .Where(held => held.Kernel == this)
        .Select(held => $"; this thread holds {held.Lock}, taken by {held.Site}"));

    /// <summary>Says which release would have been the right one, if the resource is held at all.</summary>
    internal string WrongRelease(ITracked resource, in CallSite site)
    {
        IReadOnlyList<HeldResource> held = Ledger.HoldsOf(resource);
        if (held.Count == 0 && resource is Page { IsSlab: true })
        {
            return $"{resource} is from kmalloc, which {site.Api} does not release; use {nameof(Kfree)}";
        }

        if (held.Count == 0)
        {
            return $"{resource} was released by {site.Api} more often than it was acquired";
        }

        string right = held[^1].Kind switch
        {
            ResourceKinds.PagePin => nameof(UnpinUserPage),
            ResourceKinds.FolioPin => nameof(UnpinFolio),
            ResourceKinds.PageRef => nameof(PutPage),
            ResourceKinds.Page => nameof(FreePage) + " or " + nameof(PutPage),
            ResourceKinds.PageBlock => nameof(FreePages),
            ResourceKinds.PageRange => nameof(FreePagesExact),
            ResourceKinds.Kmalloc => nameof(Kfree),
            ResourceKinds.Kvmalloc => nameof(Kvfree),
            ResourceKinds.DeviceMemory => nameof(MemunmapPages),
            ResourceKinds.DevPagemap => nameof(PutDevPagemap),
            ResourceKinds.Vmap => nameof(Vunmap),
            ResourceKinds.Vmalloc => nameof(Vfree),
            ResourceKinds.VmMapRam => nameof(VmUnmapRam),
            ResourceKinds.ShmemPinMap => nameof(ShmemUnpinMap),
            ResourceKinds.KmapLocal => nameof(KunmapLocal),
            ResourceKinds.KmapAtomic => nameof(KunmapAtomic),
            ResourceKinds.Kmap => nameof(Kunmap),
            ResourceKinds.DmaCoherent => nameof(DmaDevice.DmaFreeCoherent),
            ResourceKinds.MmUser => nameof(MmStruct.Mmput),
            ResourceKinds.MmGrab => nameof(MmStruct.Mmdrop),
            ResourceKinds.MmuNotifier => $"{nameof(MmStruct.MmuNotifierUnregister)} or {nameof(MmStruct.MmuNotifierPut)}",
            _ => "its own release",
        };
        return $"{resource} is held as {held[^1].Kind}, which {site.Api} does not release; use {right}";
    }
}
