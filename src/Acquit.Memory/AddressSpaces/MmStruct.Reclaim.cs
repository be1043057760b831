using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>
    /// Swaps private pages out that nobody but this process has, as memory pressure would (shrink_folio_list). The next access brings
    /// them back, into other frames: whoever reads or writes the old ones without a hold does not see what the process sees.
    /// </summary>
    /// <remarks>
    /// Pages that may be pinned stay where they are (<see cref="KernelMemory.PageMaybeDmaPinned"/>), and so do pages with any other
    /// reference, and locked areas. Unlike the kernel, it holds the mmap lock, for writing.
    /// </remarks>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many pages were swapped out.</returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int Reclaim(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Reclaim), member, file, line);
        CheckAlive(site);
        MmapLock.EnterWrite(site);
        try
        {
            int reclaimed = 0;
            foreach (VmAreaStruct area in areas.Values)
            {
                reclaimed += area.IsCow && (area.Flags & VmFlags.Locked) == 0 ? SwapOut(area, site) : 0;
            }

            return reclaimed;
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    private int SwapOut(VmAreaStruct area, in CallSite site)
    {
        int before = SwappedPages;
        InvalidateRangeStart(area.Start, area.End, MmuNotifyEvent.Clear, site);
        try
        {
            for (ulong at = area.Start; table.FindNext(ref at, area.End, out PageTableLeaf leaf); at = leaf.End)
            {
                if (leaf.Address >= area.Start && leaf.End <= area.End && TakeOut(leaf) is { } page)
                {
                    Kernel.DropReference(page, 1, 0, site);
                }
            }
        }
        finally
        {
            InvalidateRangeEnd(area.Start, area.End, MmuNotifyEvent.Clear);
        }

        return SwappedPages - before;
    }

    /// <summary>Empties an entry and keeps the content, if the mapping has the page's only reference.</summary>
    /// <returns>The page, with that reference; null if it stays.</returns>
    private Page? TakeOut(in PageTableLeaf leaf)
    {
        bool small = leaf.Level == PageTableLevel.Pte;
        lock (swapGate)
        {
            lock (leaf.Table.Ptl)
            {
                PageTableEntry entry = leaf.Table.Read(leaf.Index);
                if (!entry.IsCounted || Kernel.MappedPage(entry.Frame) is not { IsAnonymous: true, IsZoneDevice: false } page
                    || page.IsCompound == small || page.MaybeDmaPinned || !page.TryFreeze(1))
                {
                    return null;
                }

                for (ulong i = 0; i < PageTableLevel.Pages(leaf.Level); i++)
                {
                    swapped[leaf.Address + (i << Page.Shift)] = Kernel.Store.Frames((int)(entry.Frame + i), 1).ToArray();
                }

                leaf.Table.Write(leaf.Index, default);
                Volatile.Write(ref swappedPages, swapped.Count);
                if (small)
                {
                    page.AddMapCount(-1);
                }
                else
                {
                    page.AddEntireMapCount(-1);
                }

                page.InitializeCount(1);
                return page;
            }
        }
    }
}
