namespace Acquit.Memory;

/// <summary>
/// The memory of one simulated kernel: page frames, the allocator, kernel mappings, and the records of who holds what. A test
/// or a simulator makes one; driver code is given it and calls the kernel's memory API on it.
/// </summary>
/// <remarks>
/// All members may be called from several threads. A <see cref="KernelMemory"/> that is not disposed keeps its memory: spans
/// over pages do not keep it alive, so nothing may free them behind their backs.
/// </remarks>
public sealed partial class KernelMemory : PageReferences, IDisposable
{
    private readonly Page[] frames;
    private readonly BuddyAllocator buddy;
    private readonly VirtualRange vmallocRange;
    private int disposed;

    /// <summary>Creates memory.</summary>
    /// <param name="pages">The number of page frames, at least 2.</param>
    /// <param name="options">How it is made; null for the defaults.</param>
    /// <exception cref="PlatformNotSupportedException">Shared memory was asked for and cannot be had.</exception>
    public KernelMemory(int pages, KernelMemoryOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, 2);
        Options = options ?? new KernelMemoryOptions();
        Ledger = new Ledger(Options.Checking, Options.RecordStacks);
        LockOrder = new LockOrder(this);
        int range = Options.VmallocPages > 0 ? Options.VmallocPages : checked(pages * 4);
        ArgumentOutOfRangeException.ThrowIfNegative(Options.DevicePages, nameof(options));
        TotalPages = pages;
        int all = checked(pages + Options.DevicePages);
        Store = FrameStore.Create(Options.Backing, all, range);
        vmallocRange = new VirtualRange(range);
        buddy = new BuddyAllocator(pages);
        slabs = new SlabAllocator(this);
        frames = new Page[all];
        for (int frame = 0; frame < all; frame++)
        {
            frames[frame] = new Page(this, frame);
        }

        ZeroPage = TakeBlock(0, compound: false, zero: true)!;
    }

    /// <summary>How this memory was made.</summary>
    public KernelMemoryOptions Options { get; }

    /// <summary>Whether pages in any order can be mapped as one span; false with the portable backing.</summary>
    public bool MapsPagesInAnyOrder => Store.MapsAnyOrder;

    /// <summary>The number of page frames the allocator has, or has given out. Frames of devices come after them.</summary>
    public int TotalPages { get; }

    /// <summary>The number of page frames nobody has.</summary>
    public int FreePageCount => buddy.FreeFrames;

    /// <summary>The shared page of zeroes that reads of untouched anonymous memory see (ZERO_PAGE). Pins do not count on it.</summary>
    public Page ZeroPage { get; }

    /// <summary>Makes calls fail, or succeed in part, on purpose.</summary>
    public FaultInjection Injection { get; } = new();

    internal FrameStore Store { get; init; }

    internal Ledger Ledger { get; }

    internal LockOrder LockOrder { get; }

    internal bool IsDisposed => Volatile.Read(ref disposed) != 0;

    private protected override KernelMemory Kernel => this;

    /// <summary>The page of a page frame number (pfn_to_page).</summary>
    /// <param name="pfn">The number.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame (pfn_valid).</exception>
    public Page PfnToPage(ulong pfn)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pfn, (ulong)frames.Length);
        return frames[pfn];
    }

    /// <summary>The page some pages after another (nth_page).</summary>
    /// <param name="page">A page.</param>
    /// <param name="index">How many pages further.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public Page NthPage([Borrows] Page page, int index) => PfnToPage(page.Pfn + (ulong)index);

    /// <summary>Creates an address space without areas (mm_alloc), for a simulated process. Disposing it unmaps everything.</summary>
    /// <returns>The address space.</returns>
    public MmStruct CreateMm()
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        TryRunScheduledWork();
        return new MmStruct(this);
    }

    /// <summary>Gives the memory back. Pages and mappings may not be used afterwards, and say so.</summary>
    /// <remarks>The address range stays reserved, so that a span kept for too long cannot reach anybody else's memory.</remarks>
    public void Dispose()
    {
        WaitForScheduledWork();
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            Store.Close();
        }
    }
}
