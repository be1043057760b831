namespace Acquit.Memory;

/// <summary>What one thread is in the middle of: contexts, locks, short mappings. Kept without checking too; it allocates nothing.</summary>
internal sealed class KernelThread
{
    [ThreadStatic]
    private static KernelThread? current;

    private readonly List<string> contexts = [];

    public static KernelThread Current => current ??= new KernelThread();

    public string[] Contexts => [.. contexts];

    /// <summary>Locks this thread holds, in the order it took them.</summary>
    public List<HeldLock> Locks { get; } = [];

    /// <summary>Short mappings, in the order they were made.</summary>
    public List<KmapMapping> Kmaps { get; } = [];

    /// <summary>Address spaces that this thread is changing a range of, whose notifiers were told so.</summary>
    public List<MmStruct> OpenChanges { get; } = [];

    /// <summary>Makes this thread another one, as far as the kernel can tell.</summary>
    /// <returns>What it was before.</returns>
    public static KernelThread Become(KernelThread other)
    {
        KernelThread before = Current;
        current = other;
        return before;
    }

    public bool IsIn(string context)
    {
        foreach (string entered in contexts)
        {
            if (ExecutionContexts.Implies(entered, context))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Enters a context; disposing the result leaves it.</summary>
    public Scope Enter(string context)
    {
        contexts.Add(context);
        return new Scope(this, context);
    }

    public void Leave(string context) => contexts.RemoveAt(contexts.LastIndexOf(context));

    public bool HoldsMmapLock(MmStruct mm) => mm.MmapLock.IsHeldByMe(forWrite: false);

    public bool HoldsMmapLockForWrite(MmStruct mm) => mm.MmapLock.IsHeldByMe(forWrite: true);

    /// <summary>Whether this thread holds a lock; for reading is enough unless asked otherwise.</summary>
    public bool Holds(object theLock, bool forWrite)
    {
        foreach (HeldLock held in Locks)
        {
            if (held.Lock == theLock && (held.ForWrite || !forWrite))
            {
                return true;
            }
        }

        return false;
    }

    public bool HoldsLocksOf(KernelMemory kernel)
    {
        foreach (HeldLock held in Locks)
        {
            if (held.Kernel == kernel)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Strikes the latest hold of a lock.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryForget(object theLock, bool forWrite, out HeldLock held)
    {
        for (int i = Locks.Count - 1; i >= 0; i--)
        {
            held = Locks[i];
            if (held.Lock == theLock && held.ForWrite == forWrite)
            {
                Locks.RemoveAt(i);
                return true;
            }
        }

        held = default;
        return false;
    }

    /// <summary>A stretch of code that runs in a context.</summary>
    internal readonly struct Scope(KernelThread thread, string context) : IDisposable
    {
        public void Dispose() => thread.Leave(context);
    }
}
