using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private const ulong EndOfTables = 1UL << (Page.Shift + (5 * PageTableLevel.Bits));

    /// <summary>Walks the page tables of a range of an address space, area by area (walk_page_range).</summary>
    /// <remarks>
    /// What lies between areas is told to <see cref="MmWalkOps.PteHole"/>, with depth -1. <see cref="MmWalkOps.TestWalk"/> is asked
    /// about the part of an area that lies in the range; a positive answer skips that part, and never reaches the caller.
    /// </remarks>
    /// <param name="mm">The address space.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address after the last. An entry that reaches beyond is shown as a whole.</param>
    /// <param name="ops">What is called on the way.</param>
    /// <param name="privateData">The caller's own, for <see cref="MmWalk.Private"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EINVAL for no address space or an empty range; or what a callback answered: a negative errno, or a positive number of
    /// the caller's own meaning, which ended the walk.
    /// </returns>
    public int WalkPageRange(
        [RequiresHeld(ResourceKinds.MmapLock)] MmStruct? mm, ulong start, ulong end,
        [RunsIn(ExecutionContexts.PageWalk)] MmWalkOps ops, object? privateData = null,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(WalkPageRange), member, file, line);
        int error = WalkStarts(mm, start, end, ops, site);
        if (error != 0)
        {
            return error;
        }

        AssertMmapLocked(mm!, ops.WalkLock, site);
        MmWalk walk = new(this, ops, privateData, site) { Mm = mm! };
        while (error == 0 && start < end)
        {
            // Looked up each time: what a callback does to other areas must not make the walk lose its way.
            VmAreaStruct? area = mm!.FindVma(start);
            bool inside = area is not null && area.Start <= start;
            ulong next = Math.Min(end, area is null ? end : inside ? area.End : area.Start);
            walk.Area = inside ? area : null;
            error = inside ? WalkPartOfArea(start, next, ref walk) : ops.PteHole?.Invoke(start, next, -1, ref walk) ?? 0;
            start = next;
        }

        return error;
    }

    /// <summary>Walks the page tables of a range within one area, without asking the test (walk_page_range_vma).</summary>
    /// <param name="area">The area. The mmap lock of its address space is held.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address after the last.</param>
    /// <param name="ops">What is called on the way.</param>
    /// <param name="privateData">The caller's own, for <see cref="MmWalk.Private"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -EINVAL for an empty range or one that is not within the area; or what a callback answered.</returns>
    public int WalkPageRangeVma(
        [Borrows] VmAreaStruct area, ulong start, ulong end,
        [RunsIn(ExecutionContexts.PageWalk)] MmWalkOps ops, object? privateData = null,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(area);
        CallSite site = new(nameof(WalkPageRangeVma), member, file, line);
        int error = start < area.Start || end > area.End ? -Errno.EINVAL : WalkStarts(area.Mm, start, end, ops, site);
        if (error != 0)
        {
            return error;
        }

        AssertMmapLocked(area.Mm, ops.WalkLock, site);
        MmWalk walk = new(this, ops, privateData, site) { Mm = area.Mm, Area = area };
        return PageWalker.WalkRange(start, end, ref walk);
    }

    /// <summary>Walks the page tables of one area (walk_page_vma).</summary>
    /// <remarks>Asks <see cref="MmWalkOps.TestWalk"/>, as up to Linux 6.0; later kernels do not any more.</remarks>
    /// <param name="area">The area. The mmap lock of its address space is held.</param>
    /// <param name="ops">What is called on the way.</param>
    /// <param name="privateData">The caller's own, for <see cref="MmWalk.Private"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0, also when the test refused the area; or what a callback answered.</returns>
    public int WalkPageVma(
        [Borrows, RequiresHeld(ResourceKinds.MmapLock, Of = nameof(VmAreaStruct.Mm))] VmAreaStruct area,
        [RunsIn(ExecutionContexts.PageWalk)] MmWalkOps ops, object? privateData = null,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(area);
        CallSite site = new(nameof(WalkPageVma), member, file, line);
        int error = WalkStarts(area.Mm, area.Start, area.End, ops, site);
        if (error != 0)
        {
            return error;
        }

        AssertMmapLocked(area.Mm, ops.WalkLock, site);
        MmWalk walk = new(this, ops, privateData, site) { Mm = area.Mm, Area = area };
        return WalkPartOfArea(area.Start, area.End, ref walk);
    }

    /// <summary>Walks page tables whatever the areas are (walk_page_range_debug): for dumps of the tables themselves.</summary>
    /// <remarks>
    /// No area is tested, prepared or finished, huge entries are shown and never split, and <see cref="MmWalkOps.PteEntry"/> runs
    /// without the lock of the table. In return, the mmap lock has to be held for writing, so that no table goes away.
    /// </remarks>
    /// <param name="mm">The address space.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address after the last.</param>
    /// <param name="ops">What is called on the way.</param>
    /// <param name="privateData">The caller's own, for <see cref="MmWalk.Private"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EINVAL for no address space, or a range that is empty or more than five levels reach; or what a callback answered.
    /// </returns>
    public int WalkPageRangeDebug(
        [RequiresHeld(ResourceKinds.MmapWriteLock)] MmStruct? mm, ulong start, ulong end,
        [RunsIn(ExecutionContexts.PageWalk)] MmWalkOps ops, object? privateData = null,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        WalkWithoutAreas(mm, start, end, ops, privateData, new CallSite(nameof(WalkPageRangeDebug), member, file, line));

    /// <summary>The name up to Linux 6.15 of <see cref="WalkPageRangeDebug"/> (walk_page_range_novma).</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address after the last.</param>
    /// <param name="ops">What is called on the way.</param>
    /// <param name="privateData">The caller's own, for <see cref="MmWalk.Private"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="WalkPageRangeDebug"/>.</returns>
    [ReplacedBy(nameof(WalkPageRangeDebug))]
    public int WalkPageRangeNovma(
        [RequiresHeld(ResourceKinds.MmapWriteLock)] MmStruct? mm, ulong start, ulong end,
        [RunsIn(ExecutionContexts.PageWalk)] MmWalkOps ops, object? privateData = null,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        WalkWithoutAreas(mm, start, end, ops, privateData, new CallSite(nameof(WalkPageRangeNovma), member, file, line));

    private static int WalkPartOfArea(ulong start, ulong end, ref MmWalk walk)
    {
        int refused = PageWalker.Test(start, end, ref walk);
        return refused == 0 ? PageWalker.WalkRange(start, end, ref walk) : Math.Min(refused, 0);
    }

    private int WalkWithoutAreas(MmStruct? mm, ulong start, ulong end, MmWalkOps ops, object? privateData, in CallSite site)
    {
        int error = end > EndOfTables ? -Errno.EINVAL : WalkStarts(mm, start, end, ops, site);
        if (error != 0)
        {
            return error;
        }

        AssertMmapLocked(mm!, PageWalkLock.Write, site);
        MmWalk walk = new(this, ops, privateData, site) { Mm = mm!, NoArea = true };
        return PageWalker.WalkTables(start, end, ref walk);
    }

    /// <summary>What every walk of an address space asks first.</summary>
    private int WalkStarts(MmStruct? mm, ulong start, ulong end, MmWalkOps ops, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (mm is null || start >= end)
        {
            return -Errno.EINVAL;
        }

        if (!mm.IsOf(this))
        {
            throw Bug($"{site.Api}: {mm} belongs to another kernel's memory", mm, site);
        }

        return Injection.Fails(site, out int injected) ? (injected == 0 ? -Errno.ENOMEM : injected) : 0;
    }

    private void AssertMmapLocked(MmStruct mm, PageWalkLock walkLock, in CallSite site) =>
        mm.MmapLock.AssertHeld(forWrite: walkLock == PageWalkLock.Write, site);
}
