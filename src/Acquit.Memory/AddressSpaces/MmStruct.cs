namespace Acquit.Memory;

/// <summary>An address space (mm_struct): its areas, its page table, its lock.</summary>
/// <remarks>
/// Made by <see cref="KernelMemory.CreateMm"/>. <see cref="Read"/> and <see cref="Write"/> are what the simulated process does;
/// the rest is what the kernel and its drivers do. Safe from any thread under the locks the members name.
/// </remarks>
public sealed partial class MmStruct : PageReferences, ITracked, IDisposable
{
    private const ulong LowestAddress = 0x1000_0000;

    /// <summary>Where areas go that ask for no place (DEFAULT_MAP_WINDOW): what four levels reach.</summary>
    private const ulong MapWindow = 0x7fff_ffff_f000;

    /// <summary>The end of user addresses (TASK_SIZE_MAX with five levels).</summary>
    private const ulong TaskSize = (1UL << 56) - Page.Size;

    private static int created;

    private readonly SortedList<ulong, VmAreaStruct> areas = [];
    private readonly PageTable table = new();
    private readonly int number = Interlocked.Increment(ref created);
    private ResourceHistory? history;

    internal MmStruct(KernelMemory kernel)
    {
        Kernel = kernel;
        MmapLock = new TrackedRwLock(
            kernel, this, "the mmap lock", kernel.LockOrder.ClassOf("mmap lock"), ResourceKinds.MmapLock, ResourceKinds.MmapWriteLock);
    }

    /// <summary>The areas, lowest first. Hold the mmap lock.</summary>
    public IEnumerable<VmAreaStruct> Areas => areas.Values;

    ResourceHistory ITracked.History => history
        ?? Interlocked.CompareExchange(ref history, new ResourceHistory($"mm {number}"), null) ?? history;

    private protected override KernelMemory Kernel { get; }

    /// <summary>The area that contains an address (vma_lookup).</summary>
    /// <param name="address">The address.</param>
    /// <returns>The area; null when there is none.</returns>
    [RequiresHeld(ResourceKinds.MmapLock)]
    public VmAreaStruct? VmaLookup(ulong address)
    {
        if (Kernel.IsChecking && !KernelThread.Current.HoldsMmapLock(this))
        {
            Kernel.Warn("VmaLookup was called without the mmap lock", new CallSite(nameof(VmaLookup), "", "", 0));
        }

        int index = FirstAreaAfter(address);
        return index < areas.Count && areas.Values[index] is { } area && area.Start <= address ? area : null;
    }

    /// <summary>The address space in words.</summary>
    /// <returns><c>mm 1</c>.</returns>
    public override string ToString() => $"mm {number}";
}
