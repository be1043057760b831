namespace Acquit.Memory;

/// <remarks>
/// What areas cover of a file changes under the file's i_mmap lock, together with the file's tree: who walks the file sees an
/// area as it was or as it is. The mmap lock is held for writing all the while, and taken first.
/// </remarks>
public sealed partial class MmStruct
{
    /// <summary>Makes an area known to its file (vma_link).</summary>
    private static void LinkToFile(VmAreaStruct area, in CallSite site)
    {
        if (area.File?.Mapping is not { } mapping)
        {
            return;
        }

        mapping.LockAreas(write: true, site);
        mapping.Insert(area);
        mapping.UnlockAreas(write: true, site);
    }

    /// <summary>Makes the file forget an area (unlink_file_vma).</summary>
    private static void UnlinkFromFile(VmAreaStruct area, in CallSite site)
    {
        if (area.FileNode is null || area.File?.Mapping is not { } mapping)
        {
            return;
        }

        mapping.LockAreas(write: true, site);
        mapping.Remove(area);
        mapping.UnlockAreas(write: true, site);
    }

    /// <summary>Gives an area other borders (vma_adjust), and makes what was split off it known at the same moment.</summary>
    private static void Reshape(VmAreaStruct area, ulong start, ulong end, VmAreaStruct? splitOff, in CallSite site)
    {
        AddressSpace? mapping = area.FileNode is null ? null : area.File?.Mapping;
        mapping?.LockAreas(write: true, site);
        mapping?.Remove(area);
        area.Pgoff += (start - area.Start) >> Page.Shift;
        area.Start = start;
        area.End = end;
        if (mapping is not null)
        {
            mapping.Insert(area);
            if (splitOff is not null)
            {
                mapping.Insert(splitOff);
            }

            mapping.UnlockAreas(write: true, site);
        }
    }

    /// <summary>The first area that ends after an address (find_vma). Hold the mmap lock.</summary>
    internal VmAreaStruct? FindVma(ulong address)
    {
        int index = FirstAreaAfter(address);
        return index < areas.Count ? areas.Values[index] : null;
    }

    internal bool IsOf(KernelMemory kernel) => Kernel == kernel;

    /// <summary>Unmaps what lies in a range that maps a file. The file's i_mmap lock is held.</summary>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address after the last.</param>
    /// <param name="evenCows">Whether copies that a private mapping made go too.</param>
    /// <param name="site">The call it is for.</param>
    internal void ZapFile(ulong start, ulong end, bool evenCows, in CallSite site)
    {
        InvalidateRangeStart(start, end, MmuNotifyEvent.Clear, site);
        try
        {
            ZapFileEntries(start, end, evenCows, site);
        }
        finally
        {
            InvalidateRangeEnd(start, end, MmuNotifyEvent.Clear);
        }
    }

    private void ZapFileEntries(ulong start, ulong end, bool evenCows, in CallSite site)
    {
        if (evenCows)
        {
            ForgetSwapped(start, end);
        }

        for (ulong at = start; table.FindNext(ref at, end, out PageTableLeaf leaf);)
        {
            if (leaf.Level > PageTableLevel.Pte && (leaf.Address < start || leaf.End > end))
            {
                if (leaf.Level == PageTableLevel.Pud && Kernel.IsChecking && !MmapLock.IsHeldByMe(forWrite: false))
                {
                    Kernel.Warn($"{site.Api} unmaps part of a huge pud entry without the mmap lock of {this} [{site}]", site);
                }

                SplitHuge(leaf.Table, leaf.Index);
                continue;
            }

            PageTableEntry gone;
            lock (leaf.Table.Ptl)
            {
                gone = leaf.Table.Read(leaf.Index);
                if (!gone.Present)
                {
                    // Emptied or split since: look again.
                    continue;
                }

                at = leaf.End;
                if (!evenCows && gone.IsCounted && Kernel.MappedPage(gone.Frame).IsAnonymous)
                {
                    continue;
                }

                leaf.Table.Write(leaf.Index, default);
            }

            DropMapping(gone, leaf.Level);
        }
    }
}
