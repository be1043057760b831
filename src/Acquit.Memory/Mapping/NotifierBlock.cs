namespace Acquit.Memory;

/// <summary>Called when the kernel's virtual range has no room: gives up mappings that are kept only because they may be useful.</summary>
/// <remarks>
/// It may sleep, and may map and unmap. It runs on the thread that needs room, with whatever locks that thread holds: take the locks
/// of objects by trying only, and leave alone what is in use. It may not register or unregister.
/// </remarks>
/// <param name="block">The registration.</param>
/// <param name="action">Always 0.</param>
/// <param name="freed">Add to it what was freed, in pages or in mappings: anything above 0 makes the caller try again.</param>
/// <returns>Whether the next one is to be asked.</returns>
[RunsIn(ExecutionContexts.VmapPurge)]
public delegate NotifyResult VmapPurgeCallback(NotifierBlock block, ulong action, ref ulong freed);

/// <summary>A callback and its place on a chain (struct notifier_block).</summary>
public sealed class NotifierBlock : ITracked
{
    private readonly ResourceHistory history;

    /// <summary>Creates a registration.</summary>
    /// <param name="notifierCall">What is called.</param>
    /// <param name="priority">The highest is called first; those with the same priority in the order in which they were registered.</param>
    public NotifierBlock(VmapPurgeCallback notifierCall, int priority = 0)
    {
        ArgumentNullException.ThrowIfNull(notifierCall);
        NotifierCall = notifierCall;
        Priority = priority;
        history = new ResourceHistory($"notifier {notifierCall.Method.Name}");
    }

    /// <summary>What is called (notifier_call).</summary>
    public VmapPurgeCallback NotifierCall { get; }

    /// <summary>The highest is called first (priority).</summary>
    public int Priority { get; }

    ResourceHistory ITracked.History => history;

    /// <summary>The registration in words.</summary>
    /// <returns><c>notifier ShrinkMappings</c>.</returns>
    public override string ToString() => history.Name;
}
