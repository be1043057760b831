namespace Acquit.Memory;

/// <remarks>
/// Pages of devices are looked up with a reference to their <see cref="DevPagemap"/>, so that they do not end meanwhile: entries
/// for them (<see cref="EntryFlags.Device"/>) do not keep them.
/// </remarks>
public sealed partial class MmStruct
{
    /// <summary>Holds pages of devices that neighbouring entries map, after others of the same run (gup_pte_range).</summary>
    /// <param name="node">The table.</param>
    /// <param name="index">The slot of the run's first page.</param>
    /// <param name="from">How many of the run are held.</param>
    /// <param name="pages">The run.</param>
    /// <param name="request">How.</param>
    private int GrabDevicePage(PageTableNode node, int index, int from, Span<Page> pages, in PageRequest request)
    {
        EntryFlags rights = EntryFlags.Present | (request.Write ? EntryFlags.Writable : EntryFlags.None);
        DevPagemap? pgmap = null;
        int held = from;
        int got = 1;
        for (; held < pages.Length; held++)
        {
            ref long slot = ref node.Entry(index + held);
            PageTableEntry entry = new(Volatile.Read(ref slot));
            if ((entry.Flags & (rights | EntryFlags.Special)) != rights || entry.Frame < (ulong)Kernel.TotalPages)
            {
                break;
            }

            got = HoldDevicePage(entry.Frame, ref slot, entry, ref pgmap, request);
            if (got <= 0)
            {
                break;
            }

            pages[held] = Kernel.MappedPage(entry.Frame);
            pages[held].SetReferenced();
        }

        pgmap?.TryPut();
        return EndOfDevicePages(pages, held, got, request);
    }

    /// <summary>Holds device pages, each counted for itself, that one huge entry maps (__gup_device_huge).</summary>
    private int GrabDevicePages(ulong frame, ref long slot, PageTableEntry entry, Span<Page> pages, in PageRequest request)
    {
        DevPagemap? pgmap = null;
        int held = 0;
        int got = 1;
        for (; held < pages.Length; held++)
        {
            got = HoldDevicePage(frame + (ulong)held, ref slot, entry, ref pgmap, request);
            if (got <= 0)
            {
                break;
            }

            pages[held] = Kernel.MappedPage(frame + (ulong)held);
            pages[held].SetReferenced();
        }

        pgmap?.TryPut();
        return EndOfDevicePages(pages, held, got, request);
    }

    /// <returns>As <see cref="Hold"/>; besides -ENXIO when the device is ending, and other errors with the mmap lock held.</returns>
    private int HoldDevicePage(
        ulong frame, ref long slot, PageTableEntry entry, ref DevPagemap? pgmap, in PageRequest request)
    {
        bool fast = request.Area is null;
        Page page = Kernel.MappedPage(frame);
        if (entry.Device)
        {
            if (fast && request.LongTerm)
            {
                return 0;
            }

            pgmap = Kernel.KeepPagemap(frame, pgmap);
            if (pgmap is null)
            {
                return -Errno.ENXIO;
            }
        }

        MemoryDeviceType? type = Kernel.DeviceTypeOf(page);
        if (type == MemoryDeviceType.PciP2pDma && (request.Foll & FollFlags.PciP2pDma) == 0)
        {
            return fast ? 0 : -Errno.EREMOTEIO;
        }

        return type == MemoryDeviceType.FsDax && request.LongTerm
            ? fast ? 0 : -Errno.EOPNOTSUPP
            : Hold(page, 1, ref slot, entry, request);
    }

    private int EndOfDevicePages(Span<Page> pages, int held, int got, in PageRequest request)
    {
        if (got == -Errno.ENXIO)
        {
            UndoDevPagemap(pages[..held], request);
            return request.Area is null ? 0 : -Errno.EFAULT;
        }

        return held > 0 ? held : Math.Min(got, 0);
    }

    /// <summary>Drops what a lookup holds, since the device is ending, each hold in its own family (undo_dev_pagemap).</summary>
    private void UndoDevPagemap(Span<Page> pages, in PageRequest request)
    {
        foreach (Page page in pages)
        {
            page.ClearReferenced();
        }

        Unhold(pages, request);
    }

    /// <summary>Drops holds that nobody has been told of.</summary>
    private void Unhold(Span<Page> pages, in PageRequest request)
    {
        foreach (Page page in pages)
        {
            if (!request.Pin)
            {
                Kernel.DropReference(page, 1, 0, request.Site);
            }
            else if (page != Kernel.ZeroPage)
            {
                Kernel.DropPin(page, request.Site);
            }
        }

        pages.Clear();
    }
}
