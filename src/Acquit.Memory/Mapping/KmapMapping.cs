namespace Acquit.Memory;

/// <summary>A short mapping of one page: what kmap_local_page, kmap_atomic and kmap answer.</summary>
/// <remarks>Belongs to the thread that made it, unless <see cref="KernelMemory.Kmap"/> did.</remarks>
public sealed class KmapMapping : ITracked
{
    private readonly ResourceHistory history;
    private readonly int offset;
    private readonly KernelThread owner = KernelThread.Current;
    private readonly int threadId = Environment.CurrentManagedThreadId;

    internal KmapMapping(KernelMemory kernel, Page page, string kind, ulong start, int offset)
    {
        Kernel = kernel;
        Page = page;
        Kind = kind;
        Start = start;
        this.offset = offset;
        history = new ResourceHistory($"short mapping of {page}");
    }

    /// <summary>The page that is mapped.</summary>
    public Page Page { get; }

    /// <summary>The address in the simulated kernel's virtual range.</summary>
    public ulong Address
    {
        [return: SameAs("this")]
        get => Start + (ulong)offset;
    }

    /// <summary>Whether the mapping is still there.</summary>
    [TellsHeld(ResourceKinds.KmapLocal)]
    public bool IsMapped { get; private set; } = true;

    /// <summary>The bytes of the page; of a part of a larger one, from the offset on that was asked for.</summary>
    /// <exception cref="KernelBugException">The mapping is gone, belongs to another thread, or the page is free.</exception>
    public Span<byte> Span
    {
        [return: SameAs("this", View = true)]
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

            return Page.Span[offset..];
        }
    }

    internal KernelMemory Kernel { get; }

    internal string Kind { get; }

    /// <summary>The address at which the page begins.</summary>
    internal ulong Start { get; }

    /// <summary>What ends atomic context, for a mapping that entered it.</summary>
    internal IDisposable? Atomic { get; set; }

    /// <summary>How often a mapping for every thread was asked for.</summary>
    internal int Uses { get; set; }

    internal bool IsMine => Kind == ResourceKinds.Kmap || KernelThread.Current == owner;

    ResourceHistory ITracked.History => history;

    /// <summary>An address inside the page, which names the mapping as well as its first one does.</summary>
    /// <param name="bytes">How many bytes after <see cref="Address"/>.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside of the page.</exception>
    [return: SameAs("this")]
    public ulong AddressAt(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bytes, Page.Size - offset);
        return Address + (ulong)bytes;
    }

    /// <summary>The mapping in words.</summary>
    /// <returns><c>short mapping of page 0x1f</c>.</returns>
    public override string ToString() => history.Name;

    internal void End() => IsMapped = false;
}
