using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Walks the page tables of all address spaces that map some pages of a file (walk_page_mapping).</summary>
    /// <remarks>
    /// <para>
    /// The i_mmap lock keeps the areas as they are. The mmap locks do not: they are many, and nobody holds them for this. Of an
    /// area's flags, only those that never change can be relied on, and huge entries cannot be split safely.
    /// </para>
    /// <para>
    /// <see cref="MmWalkOps.TestWalk"/> is asked about each area as a whole, not about the part that maps the pages. A positive
    /// answer ends the whole walk, with 0; in <see cref="WalkPageRange"/> it only skips the area. So does, without a test, an area
    /// of bare frames. <see cref="MmWalkOps.WalkLock"/> is not looked at.
    /// </para>
    /// </remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="first">The first page of the file.</param>
    /// <param name="count">The number of pages (nr). A huge entry that crosses the border is shown as a whole.</param>
    /// <param name="ops">What is called on the way.</param>
    /// <param name="privateData">The caller's own, for <see cref="MmWalk.Private"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0, also for no pages; -EINVAL for pages that no offset reaches; or what a callback answered.</returns>
    public int WalkPageMapping(
        [RequiresHeld(ResourceKinds.IMmapLock)] AddressSpace mapping, ulong first, ulong count,
        [RunsIn(ExecutionContexts.MappingWalk)] MmWalkOps ops, object? privateData = null,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(ops);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        CallSite site = new(nameof(WalkPageMapping), member, file, line);
        if (first + count < first)
        {
            return -Errno.EINVAL;
        }

        if (Injection.Fails(site, out int injected))
        {
            return injected == 0 ? -Errno.ENOMEM : injected;
        }

        MmWalk walk = new(this, ops, privateData, site);
        bool locked = mapping.EnsureAreasLocked(site);
        try
        {
            return WalkAreasOf(mapping, first, count, ref walk);
        }
        finally
        {
            if (locked)
            {
                mapping.UnlockAreas(write: false, site);
            }
        }
    }

    /// <summary>Unmaps some pages of a file everywhere, so that the next access faults (unmap_mapping_pages).</summary>
    /// <remarks>
    /// Page tables forget, and what was dirty there is marked on pages that are counted. For bare frames nobody keeps it: pick it
    /// up before, with <see cref="CleanRecordSharedMappingRange"/>. Takes the i_mmap lock for reading.
    /// </remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="first">The first page of the file.</param>
    /// <param name="count">The number of pages (nr); 0, or more than there are offsets, for all that follow.</param>
    /// <param name="evenCows">Whether the copies that private mappings have made go too, and with them what was written there.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [NotIn(ExecutionContexts.Atomic)]
    public void UnmapMappingPages(
        [RequiresNotHeld(ResourceKinds.IMmapLock)] AddressSpace mapping, ulong first, ulong count, bool evenCows,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnmapFile(mapping, first, count, evenCows, new CallSite(nameof(UnmapMappingPages), member, file, line));

    /// <summary>Unmaps a range of a file everywhere, so that the next access faults (unmap_mapping_range).</summary>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="holeBegin">The first byte; rounded down to a page.</param>
    /// <param name="holeLength">The number of bytes; rounded up to pages; 0 for all that follow.</param>
    /// <param name="evenCows">Whether the copies that private mappings have made go too, and with them what was written there.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [NotIn(ExecutionContexts.Atomic)]
    public void UnmapMappingRange(
        [RequiresNotHeld(ResourceKinds.IMmapLock)] AddressSpace mapping, ulong holeBegin, ulong holeLength, bool evenCows,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnmapFile(
            mapping, holeBegin >> Page.Shift, (holeLength >> Page.Shift) + ((holeLength & ~Page.Mask) == 0 ? 0UL : 1UL), evenCows,
            new CallSite(nameof(UnmapMappingRange), member, file, line));

    private static int WalkAreasOf(AddressSpace mapping, ulong first, ulong count, ref MmWalk walk)
    {
        if (count == 0)
        {
            return 0;
        }

        ulong last = first + count - 1;
        int error = 0;
        for (IntervalTree<VmAreaStruct>.Node? node = mapping.FirstArea(first, last);
            node is not null && error == 0;
            node = mapping.NextArea(node, first, last))
        {
            VmAreaStruct area = node.Item;
            walk.Area = area;
            walk.Mm = area.Mm;
            error = PageWalker.Test(area.Start, area.End, ref walk);
            if (error > 0 && walk.Ops.ForFiles)
            {
                error = 0;
            }
            else if (error != 0)
            {
                return Math.Min(error, 0);
            }
            else
            {
                ulong start = area.AddressOf(Math.Max(first, node.First));
                error = PageWalker.WalkRange(start, area.AddressOf(Math.Min(last, node.Last)) + Page.Size, ref walk);
            }
        }

        return error;
    }

    /// <summary>Unmaps some pages of a file everywhere; takes the i_mmap lock for reading.</summary>
    internal void UnmapFile(AddressSpace mapping, ulong first, ulong count, bool evenCows, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        ulong last = count == 0 || first + count - 1 < first ? ulong.MaxValue : first + count - 1;
        mapping.LockAreas(write: false, site);
        try
        {
            for (IntervalTree<VmAreaStruct>.Node? node = mapping.FirstArea(first, last);
                node is not null;
                node = mapping.NextArea(node, first, last))
            {
                VmAreaStruct area = node.Item;
                area.Mm.ZapFile(
                    area.AddressOf(Math.Max(first, node.First)), area.AddressOf(Math.Min(last, node.Last)) + Page.Size, evenCows, site);
            }
        }
        finally
        {
            mapping.UnlockAreas(write: false, site);
        }
    }
}
