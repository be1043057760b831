using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private readonly StripedCounter pinsAcquired = new();
    private readonly StripedCounter pinsReleased = new();

    /// <summary>How many pages were pinned so far (nr_foll_pin_acquired).</summary>
    public long NrFollPinAcquired => pinsAcquired.Sum;

    /// <summary>How many pages were unpinned so far (nr_foll_pin_released). Equal to the other when nothing is pinned.</summary>
    public long NrFollPinReleased => pinsReleased.Sum;

    /// <summary>The older name of <see cref="NrFollPinAcquired"/> (nr_foll_pin_requested).</summary>
    public long NrFollPinRequested
    {
        [ReplacedBy(nameof(NrFollPinAcquired))]
        get => NrFollPinAcquired;
    }

    /// <summary>The older name of <see cref="NrFollPinReleased"/> (nr_foll_pin_returned).</summary>
    public long NrFollPinReturned
    {
        [ReplacedBy(nameof(NrFollPinReleased))]
        get => NrFollPinReleased;
    }

    internal void CountPinned(int pages) => pinsAcquired.Add(pages);

    /// <summary>Counts pages that were just pinned, but not the page of zeroes: nobody pins that for writing, and nobody unpins it.</summary>
    internal void CountPinned(ReadOnlySpan<Page> pages, in PageRequest request)
    {
        int counted = pages.Length;
        if (!request.Write)
        {
            Page zeroes = ZeroPage;
            foreach (Page page in pages)
            {
                counted -= page == zeroes ? 1 : 0;
            }
        }

        CountPinned(counted);
    }

    internal void CountUnpinned(int pages) => pinsReleased.Add(pages);

    /// <summary>The common case of an unpin: a small page of ours that somebody else still holds, so that nothing more is to be done.</summary>
    /// <remarks>Of a device's page one reference left is the case in which something is.</remarks>
    /// <returns>False, with nothing changed, when it is not that simple.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryUnpinMapped(Page page) =>
        page.Kernel == this && !page.IsCompound && !page.IsZoneDevice && page != ZeroPage
        && page.TryDropOwnCountButLast(MmStruct.GupPinCountingBias);

    /// <summary>The common case of a put, as <see cref="TryUnpinMapped"/> is of an unpin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryPutHeld(Page page) =>
        page.Kernel == this && !page.IsCompound && !page.IsZoneDevice && page.TryDropOwnCountButLast(1);

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
