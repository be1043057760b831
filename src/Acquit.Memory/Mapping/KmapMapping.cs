namespace Acquit.Memory;

/// <summary>A thread's short mapping of one page: what kmap_local_page answers, and kunmap_local takes back.</summary>
/// <remarks>Belongs to the thread that made it.</remarks>
public sealed class KmapMapping : ITracked
{
    private readonly ResourceHistory history;
    private readonly int threadId = Environment.CurrentManagedThreadId;

    internal KmapMapping(KernelMemory kernel, Page page)
    {
        Kernel = kernel;
        Page = page;
        history = new ResourceHistory($"short mapping of {page}");
    }

    /// <summary>The page that is mapped.</summary>
    public Page Page { get; }

    /// <summary>Whether the mapping is still there.</summary>
    [TellsHeld(ResourceKinds.KmapLocal)]
    public bool IsMapped { get; private set; } = true;

    /// <summary>The bytes of the page.</summary>
    /// <exception cref="KernelBugException">The mapping is gone, belongs to another thread, or the page is free.</exception>
    public Span<byte> Span
    {
        get
        {
            CallSite site = new("KmapMapping.Span", "", "", 0);
            if (!IsMapped)
            {
                throw Kernel.Bug($"{this} is gone", this, site);
            }

            if (!IsMine)
            {
                throw Kernel.Bug($"{this} belongs to thread {threadId}", this, site);
            }

            return Page.Span;
        }
    }

    internal KernelMemory Kernel { get; }

    internal bool IsMine => Environment.CurrentManagedThreadId == threadId;

    ResourceHistory ITracked.History => history;

    /// <summary>The mapping in words.</summary>
    /// <returns><c>short mapping of page 0x1f</c>.</returns>
    public override string ToString() => history.Name;

    internal void End() => IsMapped = false;
}
