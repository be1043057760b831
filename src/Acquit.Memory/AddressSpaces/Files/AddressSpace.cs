namespace Acquit.Memory;

/// <summary>The pages of a file in memory (struct address_space). Safe from any thread.</summary>
public sealed partial class AddressSpace : ITracked
{
    private static int created;

    private readonly KernelMemory kernel;
    private readonly Dictionary<ulong, Page> cache = [];
    private readonly Dictionary<ulong, byte[]> swapped = [];
    private readonly int number = Interlocked.Increment(ref created);
    private ResourceHistory? history;
    private volatile bool unevictable;

    /// <summary>Creates the pages of a file (address_space_init_once); a device's file that has none is mapped by its areas only.</summary>
    /// <param name="kernel">The memory its pages come from.</param>
    /// <param name="pageCount">The size of the file in pages; 0 for a file whose driver maps pages of its own.</param>
    public AddressSpace(KernelMemory kernel, ulong pageCount = 0)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        this.kernel = kernel;
        PageCount = pageCount;
        iMmapLock = new TrackedRwLock(
            kernel, this, $"the i_mmap lock of {this}", kernel.LockOrder.ClassOf("i_mmap lock"),
            ResourceKinds.IMmapLock, ResourceKinds.IMmapWriteLock);
    }

    /// <summary>The size of the file in pages.</summary>
    public ulong PageCount { get; }

    /// <summary>Whether the pages are kept from reclaim (mapping_unevictable).</summary>
    public bool IsUnevictable
    {
        get => unevictable;
        internal set => unevictable = value;
    }

    /// <summary>The number of pages in memory (nrpages).</summary>
    public int CachedPages
    {
        get
        {
            lock (cache)
            {
                return cache.Count;
            }
        }
    }

    ResourceHistory ITracked.History => history
        ?? Interlocked.CompareExchange(ref history, new ResourceHistory(ToString()), null) ?? history;

    /// <summary>The mapping in words.</summary>
    /// <returns><c>file mapping 1</c>.</returns>
    public override string ToString() => $"file mapping {number}";

    /// <summary>The page at an index, read in if need be, with one more reference.</summary>
    internal int Read(ulong index, out Page? page)
    {
        page = null;
        if (index >= PageCount)
        {
            return -Errno.EINVAL;
        }

        lock (cache)
        {
            if (!cache.TryGetValue(index, out page))
            {
                page = kernel.TakeBlock(0, compound: false, zero: true);
                if (page is null)
                {
                    return -Errno.ENOMEM;
                }

                if (swapped.TryGetValue(index, out byte[]? saved))
                {
                    saved.CopyTo(kernel.Store.Frames(page.Frame, 1));
                }

                page.Mapping = this;
                cache.Add(index, page);
            }

            page.TryAddCount(1, 0);
            return 0;
        }
    }

    /// <summary>
    /// Drops pages that nobody holds but the cache and, until they are unmapped for this, processes. What was marked dirty, or
    /// written by a process, is saved; what was not is as it was last saved.
    /// </summary>
    internal int Reclaim()
    {
        if (unevictable)
        {
            return 0;
        }

        UnmapIdlePages();
        lock (cache)
        {
            int reclaimed = 0;
            foreach ((ulong index, Page page) in cache.Where(entry => entry.Value.RefCount == 1).ToArray())
            {
                if (page.IsDirty)
                {
                    swapped[index] = kernel.Store.Frames(page.Frame, 1).ToArray();
                }

                Remove(index, page);
                reclaimed++;
            }

            return reclaimed;
        }
    }

    internal void Clear()
    {
        lock (cache)
        {
            foreach ((ulong index, Page page) in cache.ToArray())
            {
                Remove(index, page);
            }

            swapped.Clear();
        }
    }

    /// <summary>Takes pages away from processes that only have them mapped (try_to_unmap); the next access reads them in again.</summary>
    private void UnmapIdlePages()
    {
        CallSite site = new(nameof(Reclaim), "", "", 0);
        if (!IsMapped || iMmapLock.IsHeldByMe(forWrite: false))
        {
            return;
        }

        ulong[] idle;
        lock (cache)
        {
            idle = [.. cache.Where(entry => IsOnlyMapped(entry.Value)).Select(entry => entry.Key)];
        }

        // Not under the lock of the cache: who walks the file holds the i_mmap lock while it reads pages.
        foreach (ulong index in idle)
        {
            if (!IsKeptBySomeArea(index, site))
            {
                kernel.UnmapFile(this, index, 1, evenCows: false, site);
            }
        }
    }

    private static bool IsOnlyMapped(Page page) => page.MapCount > 0 && page.RefCount == 1 + page.MapCount;

    private void Remove(ulong index, Page page)
    {
        cache.Remove(index);
        page.Mapping = null;
        kernel.DropReference(page, 1, 0, new CallSite("reclaim", "", "", 0));
    }
}
