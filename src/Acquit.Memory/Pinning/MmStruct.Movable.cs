namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>How often pages are moved for one call before it gives up.</summary>
    private const int PatienceWithMoving = 8;

    /// <summary>Before a long-term pin succeeds: pages that lie where nothing may stay are moved away (check_and_migrate_movable_pages).</summary>
    /// <returns>0 if there were none; else nothing of the call is pinned any more: -EAGAIN to pin again, or -ENOMEM.</returns>
    private int MoveMovable(ulong start, Span<Page> pages, in PageRequest request, int attempts)
    {
        int first = 0;
        while (first < pages.Length && !pages[first].IsMovable)
        {
            first++;
        }

        if (first == pages.Length)
        {
            return 0;
        }

        Page[] found = pages.ToArray();
        GiveBack(pages, request);
        if (attempts > PatienceWithMoving)
        {
            return -Errno.ENOMEM;
        }

        for (int i = first; i < found.Length; i++)
        {
            if (found[i].IsMovable && !Move(start + ((ulong)i << Page.Shift), found[i], request.Site))
            {
                return -Errno.ENOMEM;
            }
        }

        return -Errno.EAGAIN;
    }

    /// <summary>Moves the content of a page to another one (migrate_pages). Nobody but processes and a file may have it.</summary>
    /// <returns>False if somebody else holds it, or there is no other page.</returns>
    private bool Move(ulong address, Page page, in CallSite site)
    {
        if (Kernel.Injection.FailsByName(nameof(Move), out _, out _) || page.IsCompound || page.IsZoneDevice)
        {
            return false;
        }

        if (page.Mapping is { } mapping)
        {
            return mapping.Move(page, site);
        }

        Page? target = page.IsAnonymous ? Kernel.TakeBlock(0, compound: false, zero: false) : null;
        if (target is null)
        {
            return false;
        }

        bool moved = false;
        InvalidateRangeStart(address, address + Page.Size, MmuNotifyEvent.Clear, site);
        try
        {
            moved = MoveMapped(address, page, target);
        }
        finally
        {
            InvalidateRangeEnd(address, address + Page.Size, MmuNotifyEvent.Clear);
            Kernel.DropReference(moved ? page : target, 1, 0, site);
        }

        return moved || page.IsFree;
    }

    /// <summary>Exchanges the page under an entry. Its one reference is the mapping's, or somebody would go on using the old one.</summary>
    private bool MoveMapped(ulong address, Page page, Page target)
    {
        if (table.PteTable(address) is not { } node)
        {
            return false;
        }

        int index = PageTableLevel.Index(address, PageTableLevel.Pte);
        lock (node.Ptl)
        {
            PageTableEntry entry = node.Read(index);
            if (!entry.IsCounted || entry.Frame != page.Pfn || !page.TryFreeze(1))
            {
                return false;
            }

            Kernel.Store.Frames(page.Frame, 1).CopyTo(Kernel.Store.Frames(target.Frame, 1));
            target.InheritFrom(page);
            target.Place(movable: false);
            target.AddMapCount(1);
            page.AddMapCount(-1);
            node.Write(index, new PageTableEntry(target.Pfn, entry.Flags));
            page.InitializeCount(1);
            return true;
        }
    }
}
