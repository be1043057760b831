using System.Diagnostics;

namespace Acquit.Memory;

/// <summary>Goes through page tables: areas, levels, entries. The caller holds what keeps the areas as they are.</summary>
internal static class PageWalker
{
    /// <summary>Asks whether to walk the area of the walk (walk_page_test).</summary>
    public static int Test(ulong start, ulong end, ref MmWalk walk)
    {
        if (walk.Ops.TestWalk is { } test)
        {
            return test(start, end, ref walk);
        }

        if ((walk.Area!.Flags & VmFlags.PfnMap) == 0)
        {
            return 0;
        }

        // There are no pages behind bare frames. Who wants to hear of every address is told of them as of a hole.
        int error = walk.Ops.PteHole?.Invoke(start, end, -1, ref walk) ?? 0;
        return error == 0 ? 1 : error;
    }

    /// <summary>Walks a range of the area of the walk, if it has one, between its callbacks (__walk_page_range).</summary>
    public static int WalkRange(ulong start, ulong end, ref MmWalk walk)
    {
        int error = walk.Ops.PreVma?.Invoke(start, end, ref walk) ?? 0;
        if (error != 0)
        {
            return error;
        }

        if (walk.Ops.PostVma is not { } done)
        {
            return WalkTables(start, end, ref walk);
        }

        try
        {
            return WalkTables(start, end, ref walk);
        }
        finally
        {
            done(ref walk);
        }
    }

    public static int WalkTables(ulong start, ulong end, ref MmWalk walk) => WalkTable(walk.Mm.PageTable.Pgd, start, end, ref walk);

    private static int WalkTable(PageTableNode table, ulong address, ulong end, ref MmWalk walk)
    {
        MmWalkOps ops = walk.Ops;
        int level = table.Level;
        PageWalkEntry? callback = ops.CallbackAt(level);
        bool goesDown = ops.WalksBelow(level);
        while (address < end)
        {
            ulong next = PageTableLevel.Next(address, end, level);
            int index = PageTableLevel.Index(address, level);
            int error;
            if (!table.Read(index).IsNone)
            {
                error = WalkSlot(table, callback, goesDown, address, next, ref walk);
            }
            else if (ops.PteHole is { } hole)
            {
                error = hole(address, next, PageTableLevel.Pgd - level, ref walk);
            }
            else
            {
                address = PageTableLevel.Start(address, level) + ((ulong)(table.NextUsed(index) - index) << PageTableLevel.Shift(level));
                continue;
            }

            if (error != 0)
            {
                return error;
            }

            address = next;
        }

        return 0;
    }

    /// <summary>One slot that is not empty, as often as is asked for.</summary>
    private static int WalkSlot(
        PageTableNode table, PageWalkEntry? callback, bool goesDown, ulong address, ulong next, ref MmWalk walk)
    {
        int level = table.Level;
        int index = PageTableLevel.Index(address, level);
        while (true)
        {
            if (table.Read(index).IsNone)
            {
                // Emptied by somebody else since.
                return walk.Ops.PteHole?.Invoke(address, next, PageTableLevel.Pgd - level, ref walk) ?? 0;
            }

            walk.Action = PageWalkAction.Subtree;
            if (callback is not null)
            {
                int error = Call(callback, table, index, address, next, ref walk);
                if (error != 0)
                {
                    return error;
                }
            }

            PageWalkAction action = level <= PageTableLevel.Pud ? walk.Action : PageWalkAction.Subtree;
            if (action == PageWalkAction.Again)
            {
                continue;
            }

            if (action == PageWalkAction.Continue || !goesDown)
            {
                return 0;
            }

            PageTableEntry entry = table.Read(index);
            if (entry.Present)
            {
                // A huge entry: only who knows the area may split it.
                if (walk.Area is null)
                {
                    return 0;
                }

                Split(table, index, ref walk);
            }

            if (table.Table(index) is not { } lower)
            {
                continue;
            }

            return lower.Level == PageTableLevel.Pte
                ? WalkPtes(lower, address, next, ref walk)
                : WalkTable(lower, address, next, ref walk);
        }
    }

    private static int Call(PageWalkEntry callback, PageTableNode table, int index, ulong address, ulong next, ref MmWalk walk)
    {
        if (table.Level == PageTableLevel.Pud && walk.Area is not null && !walk.Ops.ForFiles && table.Read(index).Huge)
        {
            AssertMmapLocked($"looks at a huge pud entry of {walk.Area}", ref walk);
        }

        return callback(new PageTableSlot(ref table.Entry(index)), address, next, ref walk);
    }

    private static void Split(PageTableNode table, int index, ref MmWalk walk)
    {
        AssertMmapLocked($"splits a huge {(table.Level == PageTableLevel.Pud ? "pud" : "pmd")} entry of {walk.Area}", ref walk);
        walk.Mm.SplitHuge(table, index);
    }

    private static int WalkPtes(PageTableNode table, ulong address, ulong end, ref MmWalk walk)
    {
        Debug.Assert(table.Level == PageTableLevel.Pte, "Only the lowest tables hold single pages.");
        if (walk.NoArea)
        {
            return WalkPtesUnlocked(table, address, end, ref walk);
        }

        KernelThread thread = KernelThread.Current;
        lock (table.Ptl)
        {
            using (thread.Enter(ExecutionContexts.Atomic))
            {
                return WalkPtesUnlocked(table, address, end, ref walk);
            }
        }
    }

    private static int WalkPtesUnlocked(PageTableNode table, ulong address, ulong end, ref MmWalk walk)
    {
        int index = PageTableLevel.Index(address, PageTableLevel.Pte);
        int count = (int)((end - (address & Page.Mask) + Page.Size - 1) >> Page.Shift);
        Span<long> entries = table.Entries.Slice(index, count);
        if (walk.Ops.PteTable is { } whole)
        {
            whole(entries, address, ref walk);
            return 0;
        }

        PageWalkEntry callback = walk.Ops.PteEntry!;
        for (int i = 0; i < entries.Length; i++)
        {
            int error = callback(new PageTableSlot(ref entries[i]), address, address + Page.Size, ref walk);
            if (error != 0)
            {
                return error;
            }

            address += Page.Size;
        }

        return 0;
    }

    /// <summary>Huge entries change under the mmap lock; a walk of a file holds the i_mmap lock only.</summary>
    private static void AssertMmapLocked(string what, ref MmWalk walk)
    {
        if (walk.Kernel.IsChecking && !walk.Mm.MmapLock.IsHeldByMe(forWrite: false))
        {
            CallSite site = walk.Site;
            walk.Kernel.Warn($"{site.Api} {what} without the mmap lock of {walk.Mm} [{site}]", site);
        }
    }
}
