namespace Acquit.Memory;

/// <summary>What one thread is in the middle of: contexts, address-space locks, short mappings.</summary>
internal sealed class KernelThread
{
    [ThreadStatic]
    private static KernelThread? current;

    private readonly List<string> contexts = [];

    public static KernelThread Current => current ??= new KernelThread();

    /// <summary>Address-space locks this thread holds, and whether for writing.</summary>
    public List<(MmStruct Mm, bool Write)> MmapLocks { get; } = [];

    /// <summary>Short mappings, in the order they were made.</summary>
    public List<KmapMapping> Kmaps { get; } = [];

    public bool IsIn(string context) => contexts.Contains(context);

    public IDisposable Enter(string context)
    {
        contexts.Add(context);
        return new Leave(this, context);
    }

    public bool HoldsMmapLock(MmStruct mm) => MmapLocks.Contains((mm, false)) || MmapLocks.Contains((mm, true));

    public bool HoldsMmapLockForWrite(MmStruct mm) => MmapLocks.Contains((mm, true));

    private sealed class Leave(KernelThread thread, string context) : IDisposable
    {
        private bool left;

        public void Dispose()
        {
            if (!left)
            {
                left = true;
                thread.contexts.RemoveAt(thread.contexts.LastIndexOf(context));
            }
        }
    }
}
