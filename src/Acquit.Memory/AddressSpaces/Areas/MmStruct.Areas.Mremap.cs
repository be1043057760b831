namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Gives a mapping another size, in its place or a new one, as the mremap system call does.</summary>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="oldLength">The size it has, in bytes; rounded up to pages. It lies in one area.</param>
    /// <param name="newLength">The size it is to have; rounded up to pages.</param>
    /// <param name="mayMove">Whether it may get another place (MREMAP_MAYMOVE).</param>
    /// <param name="moved">Where it is afterwards; 0 on an error.</param>
    /// <returns>
    /// 0; -EINVAL for a crooked address or no length, -EFAULT when the range is not in one area or an area that must not grow would,
    /// -EOVERFLOW for an end that no page offset reaches, -ENOMEM without room, or what the driver answers. On an error everything is
    /// where it was.
    /// </returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int Mremap(ulong address, ulong oldLength, ulong newLength, bool mayMove, out ulong moved)
    {
        CallSite site = new(nameof(Mremap), "", "", 0);
        CheckAlive(site);
        moved = 0;
        ulong oldSize = (oldLength + Page.Size - 1) & Page.Mask;
        ulong newSize = (newLength + Page.Size - 1) & Page.Mask;
        if ((address & ~Page.Mask) != 0 || oldSize == 0 || newSize == 0)
        {
            return -Errno.EINVAL;
        }

        MmapLock.EnterWrite(site);
        try
        {
            int error = VmaLookup(address) is not { } area || oldSize > area.End - address ? -Errno.EFAULT
                : newSize <= oldSize ? Shrink(address, newSize, oldSize)
                : Grow(area, address, oldSize, newSize, mayMove, site, out moved);
            moved = error != 0 ? 0 : moved == 0 ? address : moved;
            return error;
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    private int Shrink(ulong address, ulong newSize, ulong oldSize) =>
        newSize == oldSize ? 0 : UnmapRange(address + newSize, address + oldSize);

    private int Grow(
        VmAreaStruct area, ulong address, ulong oldSize, ulong newSize, bool mayMove, in CallSite site, out ulong moved)
    {
        moved = 0;
        if ((area.Flags & (VmFlags.DontExpand | VmFlags.PfnMap)) != 0)
        {
            return -Errno.EFAULT;
        }

        ulong pgoff = area.PgoffOf(address);
        if (pgoff + (newSize >> Page.Shift) < pgoff)
        {
            return -Errno.EOVERFLOW;
        }

        area.File?.Mapping?.CheckAreasNotLocked(site);
        ulong end = address + newSize;
        if (address + oldSize == area.End && end > address && end <= TaskSize && !(FindVma(area.End) is { } next && next.Start < end))
        {
            Reshape(area, area.Start, end, null, site);
            return 0;
        }

        return mayMove ? Move(area, address, oldSize, newSize, site, out moved) : -Errno.ENOMEM;
    }

    /// <summary>Moves a part of an area, with what it maps, to where there is room (move_vma).</summary>
    private int Move(VmAreaStruct area, ulong address, ulong oldSize, ulong newSize, in CallSite site, out ulong moved)
    {
        int error = FindRoom(newSize, 0, area.Flags, out moved);
        if (error != 0)
        {
            return error;
        }

        error = SplitAt(address, site);
        error = error == 0 ? SplitAt(address + oldSize, site) : error;
        if (error != 0)
        {
            NoteRoom(moved);
            return error;
        }

        VmAreaStruct source = areas[address];
        VmAreaStruct target = source.CopyAs(moved, moved + newSize, source.Pgoff);
        areas.Add(moved, target);
        bool agreed = false;
        try
        {
            LinkCopy(source, target, site);
            target.Open();
            MoveEntries(source, target, oldSize, site);
            error = target.Ops?.Mremap?.Invoke(target) ?? 0;
            agreed = error == 0;
            return error;
        }
        finally
        {
            try
            {
                if (!agreed)
                {
                    MoveBack(target, source, oldSize, site);
                }
            }
            finally
            {
                Discard(agreed ? source : target, site);
            }
        }
    }

    private void Discard(VmAreaStruct area, in CallSite site)
    {
        try
        {
            Remove(area, site);
        }
        finally
        {
            FreeTablesAround(area.Start, area.End);
            NoteRoom(area.Start);
        }
    }

    private static void LinkCopy(VmAreaStruct source, VmAreaStruct target, in CallSite site)
    {
        if (source.FileNode is not null)
        {
            LinkToFile(target, site);
        }
    }

    /// <summary>Moves entries to where nothing is mapped (move_page_tables). What they map keeps its references and map counts.</summary>
    private void MoveEntries(VmAreaStruct from, VmAreaStruct to, ulong size, in CallSite site)
    {
        ulong end = from.Start + size;
        InvalidateRangeStart(from.Start, end, MmuNotifyEvent.Unmap, site);
        try
        {
            TransferEntries(from, to, size, site);
        }
        finally
        {
            InvalidateRangeEnd(from.Start, end, MmuNotifyEvent.Unmap);
        }
    }

    /// <summary>Moves entries to where they came from, also if somebody who is told of it throws: the process loses nothing.</summary>
    private void MoveBack(VmAreaStruct from, VmAreaStruct to, ulong size, in CallSite site)
    {
        bool back = false;
        try
        {
            MoveEntries(from, to, size, site);
            back = true;
        }
        finally
        {
            if (!back)
            {
                TransferEntries(from, to, size, site);
            }
        }
    }

    /// <remarks>
    /// Between leaving one place and arriving at the other an entry is nowhere: who comes by the file must not look then (take_rmap_locks).
    /// </remarks>
    private void TransferEntries(VmAreaStruct from, VmAreaStruct to, ulong size, in CallSite site)
    {
        AddressSpace? mapping = from.FileNode is null ? null : from.File?.Mapping;
        mapping?.LockAreas(write: true, site);
        try
        {
            MoveSwapped(from.Start, to.Start, size);
            for (ulong at = from.Start; table.FindNext(ref at, from.Start + size, out PageTableLeaf leaf);)
            {
                if (leaf.Level > PageTableLevel.Pte)
                {
                    SplitHuge(leaf.Table, leaf.Index);
                    continue;
                }

                PageTableEntry entry = PageTable.Clear(leaf.Table, leaf.Index);
                at = leaf.End;
                ulong place = to.Start + (leaf.Address - from.Start);
                if (entry.Present && !table.TrySet(place, PageTableLevel.Pte, entry))
                {
                    table.TrySet(leaf.Address, PageTableLevel.Pte, entry);
                    throw Kernel.Bug($"{site.Api}: something is mapped at {place:x} already", this, site);
                }
            }
        }
        finally
        {
            mapping?.UnlockAreas(write: true, site);
        }
    }
}
