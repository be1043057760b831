namespace Acquit.Memory;

/// <summary>Objects of one size (struct kmem_cache). Slabs without objects are given back at once.</summary>
internal sealed class SlabCache(SlabAllocator allocator, int objectSize)
{
    private readonly object gate = new();
    private readonly List<Slab> partial = [];

    public int ObjectSize { get; } = objectSize;

    public KernelAllocation? Take(int length)
    {
        lock (gate)
        {
            if (partial.Count == 0)
            {
                if (allocator.Begin(Page.GetOrder(ObjectSize), ObjectSize, this) is not { } fresh)
                {
                    return null;
                }

                partial.Add(fresh);
            }

            Slab slab = partial[^1];
            KernelAllocation memory = slab.Take(length);
            if (slab.IsFull)
            {
                partial.RemoveAt(partial.Count - 1);
            }

            return memory;
        }
    }

    public void Give(Slab slab, KernelAllocation memory, in CallSite site)
    {
        lock (gate)
        {
            if (slab.IsFull)
            {
                partial.Add(slab);
            }

            slab.Give(memory);
            if (!slab.IsEmpty)
            {
                return;
            }

            partial.Remove(slab);
        }

        allocator.End(slab, site);
    }

    public KernelAllocation? Find(Slab slab, ulong address)
    {
        lock (gate)
        {
            return slab.Find(address);
        }
    }
}
