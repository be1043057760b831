namespace Acquit.Memory;

/// <summary>A block of pages cut into objects of one size. Guarded by the lock of whom it belongs to.</summary>
internal sealed class Slab
{
    private readonly KernelAllocation?[] objects;
    private readonly Stack<int> free;

    public Slab(Page first, int objectSize, SlabCache? cache)
    {
        First = first;
        PageCount = 1 << first.Order;
        ObjectSize = objectSize;
        Cache = cache;
        objects = new KernelAllocation?[PageCount * Page.Size / objectSize];
        free = new Stack<int>(objects.Length);
        for (int i = objects.Length - 1; i >= 0; i--)
        {
            free.Push(i);
        }
    }

    public Page First { get; }

    public int PageCount { get; }

    public int ObjectSize { get; }

    /// <summary>The cache it belongs to; null when it is one object, too large for any.</summary>
    public SlabCache? Cache { get; }

    public bool IsFull => free.Count == 0;

    public bool IsEmpty => free.Count == objects.Length;

    public KernelAllocation Take(int length)
    {
        int index = free.Pop();
        ulong address = First.Kernel.PageAddress(First) + (ulong)(index * ObjectSize);
        return objects[index] = new KernelAllocation(First.Kernel, address, length, this, null);
    }

    public void Give(KernelAllocation memory)
    {
        int index = OffsetOf(memory.Address) / ObjectSize;
        objects[index] = null;
        free.Push(index);
    }

    public int OffsetOf(ulong address) => (int)(address - First.Kernel.PageAddress(First));

    /// <summary>The object an address lies in; null when that is free, or beyond the last.</summary>
    public KernelAllocation? Find(ulong address)
    {
        int index = OffsetOf(address) / ObjectSize;
        return index < objects.Length ? objects[index] : null;
    }
}
