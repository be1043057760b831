namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private long pinsAcquired;
    private long pinsReleased;

    /// <summary>How many pages were pinned so far (nr_foll_pin_acquired).</summary>
    public long NrFollPinAcquired => Volatile.Read(ref pinsAcquired);

    /// <summary>How many pages were unpinned so far (nr_foll_pin_released). Equal to the other when nothing is pinned.</summary>
    public long NrFollPinReleased => Volatile.Read(ref pinsReleased);

    internal void CountPinned(int pages) => Interlocked.Add(ref pinsAcquired, pages);

    internal void CountUnpinned(int pages) => Interlocked.Add(ref pinsReleased, pages);

    internal void DropPin(Page page, in CallSite site)
    {
        if (!page.IsCompound)
        {
            DropReference(page, MmStruct.GupPinCountingBias, 0, site);
        }
        else if (page.PinCount > 0)
        {
            DropReference(page, 1, 1, site);
        }
        else
        {
            throw Bug($"{page} is not pinned", page.Head, site);
        }
    }
}
