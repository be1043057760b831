using System.Collections.Concurrent;

namespace Acquit.Memory;

/// <summary>Memory in small pieces: sizes of its own up to two pages, whole blocks above that.</summary>
internal sealed class SlabAllocator
{
    /// <summary>The largest piece that shares its pages with others (KMALLOC_MAX_CACHE_SIZE).</summary>
    public const int MaxCachedSize = 2 * Page.Size;

    private static readonly int[] Sizes = [8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, MaxCachedSize];

    private readonly KernelMemory kernel;
    private readonly SlabCache[] caches;
    private readonly ConcurrentDictionary<int, Slab> slabs = new();

    public SlabAllocator(KernelMemory kernel)
    {
        this.kernel = kernel;
        caches = Array.ConvertAll(Sizes, size => new SlabCache(this, size));
    }

    /// <param name="length">The size, at least 1 and no more than the largest block.</param>
    public KernelAllocation? Take(int length)
    {
        if (length > MaxCachedSize)
        {
            int order = Page.GetOrder(length);
            return Begin(order, Page.Size << order, null)?.Take(length);
        }

        return caches[Array.FindIndex(Sizes, size => size >= length)].Take(length);
    }

    public void Give(Slab slab, KernelAllocation memory, in CallSite site)
    {
        if (slab.Cache is { } cache)
        {
            cache.Give(slab, memory, site);
        }
        else
        {
            End(slab, site);
        }
    }

    /// <summary>The piece an address lies in, if that is handed out.</summary>
    public KernelAllocation? Find(Page page, ulong address) =>
        page.IsSlab && page.Block is { } first && slabs.TryGetValue(first.Frame, out Slab? slab)
            ? slab.Cache is { } cache ? cache.Find(slab, address) : slab.Find(address)
            : null;

    public Slab? Begin(int order, int objectSize, SlabCache? cache)
    {
        if (kernel.TakeBlock(order, compound: true, zero: false) is not { } first)
        {
            return null;
        }

        kernel.MarkSlab(first, true);
        Slab slab = new(first, objectSize, cache);
        slabs[first.Frame] = slab;
        return slab;
    }

    public void End(Slab slab, in CallSite site)
    {
        slabs.TryRemove(slab.First.Frame, out _);
        kernel.MarkSlab(slab.First, false);
        kernel.DropReference(slab.First, 1, 0, site);
    }
}
