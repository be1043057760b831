using System.Runtime.CompilerServices;
using Xunit;

namespace Acquit.Memory.Tests.Stress;

/// <summary>
/// What holds of a kernel that nobody uses any more: everything that was taken is back, and the records agree with each other. Call
/// it when every address space has ended, every file is disposed and every device's memory is unmapped.
/// </summary>
internal static class KernelInvariants
{
    /// <summary>Fails with everything that does not hold, one line each.</summary>
    /// <param name="kernel">The kernel. What it has put off is done first, and what it keeps lazily is purged.</param>
    /// <param name="free">How many frames are to be free; all but the page of zeroes unless given.</param>
    /// <param name="isExpected">Which warnings may have been given; none unless given.</param>
    public static void AssertIdle(KernelMemory kernel, int? free = null, Func<KernelWarning, bool>? isExpected = null)
    {
        List<string> broken = [.. Broken(kernel, free ?? kernel.TotalPages - 1, isExpected ?? (_ => false))];
        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(40)));
    }

    /// <summary>An address space that has ended: no areas, no page tables, nobody who is told of changes, no lock held.</summary>
    public static IEnumerable<string> Broken(MmStruct mm)
    {
        if (mm.Users != 0 || mm.Grabs != 0)
        {
            yield return $"{mm} has {mm.Users} users and {mm.Grabs} references";
        }

        if (mm.Areas.Any())
        {
            yield return $"{mm} still has {string.Join(", ", mm.Areas)}";
        }

        for (int slot = 0; slot < PageTableNode.Slots; slot++)
        {
            if (!mm.PageTable.Pgd.Read(slot).IsNone || mm.PageTable.Pgd.Lower(slot) is not null)
            {
                yield return $"the page table of {mm} still has the entry {slot}";
            }
        }

        if (mm.MmapLock.IsHeld)
        {
            yield return $"the mmap lock of {mm} is held";
        }

        if (Intervals(mm) is { Count: > 0 } || Walks(mm).Sum() != 0 || OpenChanges(mm) != 0)
        {
            yield return $"{mm} has {Intervals(mm)?.Count} interval notifiers, {Walks(mm).Sum()} walks of notifiers and {OpenChanges(mm)} open changes";
        }

        if (mm.LockedVm != 0 || mm.PinnedVm != 0)
        {
            yield return $"{mm} accounts {mm.LockedVm} locked and {mm.PinnedVm} pinned pages";
        }
    }

    /// <summary>A file that is gone: nobody maps it, nothing is cached, its locks are free.</summary>
    public static IEnumerable<string> Broken(AddressSpace mapping)
    {
        if (mapping.IsMapped || AreasOf(mapping).Count != 0)
        {
            yield return $"{mapping} is still mapped by {AreasOf(mapping).Count} areas";
        }

        if (mapping.CachedPages != 0)
        {
            yield return $"{mapping} still has {mapping.CachedPages} pages";
        }

        if (IMmapLock(mapping).IsHeld)
        {
            yield return $"the i_mmap lock of {mapping} is held";
        }
    }

    private static IEnumerable<string> Broken(KernelMemory kernel, int free, Func<KernelWarning, bool> isExpected)
    {
        kernel.FlushScheduledWork();
        kernel.VmUnmapAliases();
        IEnumerable<string> broken =
        [
            .. Differences("free pages", free, kernel.FreePageCount),
            .. Differences("pages of vmalloc", 0, kernel.NrVmallocPages),
            .. Differences("pins more acquired than released", 0, kernel.NrFollPinAcquired - kernel.NrFollPinReleased),
            .. Differences("locks held here", 0, kernel.HeldLocks().Count),
            .. Differences("contexts entered here", 0, kernel.EnteredContexts().Count),
            .. BrokenFrames(kernel),
            .. BrokenBuddies(kernel),
            .. BrokenRange(Range(kernel)),
            .. kernel.LeakReport().Groups.Select(group => $"leaked: {group}"),
            .. kernel.Warnings.Where(warning => !isExpected(warning)).GroupBy(warning => warning.CallSite)
                .Select(same => $"warned {same.Count()} times: {same.First().Message}"),
        ];
        return broken;
    }

    private static IEnumerable<string> BrokenFrames(KernelMemory kernel)
    {
        foreach (Page page in kernel.FrameTable.ToArray())
        {
            if (page == kernel.ZeroPage ? page.RefCount != 1 || page.IsFree : page.RefCount != 0 || !page.IsFree)
            {
                yield return $"{page} has {page.RefCount} references and is {(page.IsFree ? "free" : "in use")}{kernel.Ledger.Describe(page)}";
            }

            if ((page.PinCount, page.MapCount, page.Aliases, page.Lock.IsHeld) != (0, 0, 0, false))
            {
                yield return $"{page}: {page.PinCount} pins, {page.MapCount} mappings, {page.Aliases} aliases{(page.Lock.IsHeld ? ", locked" : "")}";
            }
        }
    }

    /// <summary>The lists of free blocks: doubly linked, disjoint, aligned, merged, and together what is said to be free.</summary>
    private static IEnumerable<string> BrokenBuddies(KernelMemory kernel)
    {
        BuddyAllocator buddy = Buddy(kernel);
        sbyte[] orders = FreeOrder(buddy);
        bool[] covered = new bool[kernel.TotalPages];
        int listed = 0;
        for (int order = 0; order <= BuddyAllocator.MaxOrder; order++)
        {
            int before = -1;
            for (int frame = First(buddy)[order]; frame >= 0 && listed <= kernel.TotalPages; before = frame, frame = Next(buddy)[frame])
            {
                listed += 1 << order;
                int other = frame ^ (1 << order);
                if (orders[frame] != order || Previous(buddy)[frame] != before || (frame & ((1 << order) - 1)) != 0)
                {
                    yield return $"the free block 0x{frame:x} of order {order} is not linked as it should be";
                }

                if (order < BuddyAllocator.MaxOrder && other < kernel.TotalPages && orders[other] == order)
                {
                    yield return $"the free blocks 0x{frame:x} and 0x{other:x} of order {order} are not merged";
                }

                for (int i = frame; i < frame + (1 << order) && i < covered.Length; i++)
                {
                    if (covered[i] || !kernel.PfnToPage((ulong)i).IsFree)
                    {
                        yield return $"the frame 0x{i:x} is in a free block of order {order} and {(covered[i] ? "in another" : "in use")}";
                    }

                    covered[i] = true;
                }
            }
        }

        if (listed != kernel.FreePageCount)
        {
            yield return $"{listed} frames are in free blocks, {kernel.FreePageCount} are counted";
        }
    }

    private static IEnumerable<string> BrokenRange(VirtualRange range)
    {
        FreeRanges free = Free(range);
        if (range.LazyPages != 0 || free.Pages != range.Pages + 1 || free.Longest != range.Pages + 1)
        {
            yield return $"of the {range.Pages} pages for mappings, and a guard, {free.Pages} are free, {free.Longest} in one piece, and {range.LazyPages} wait";
        }

        foreach (VmArea area in Mappings(range).OfType<VmArea>())
        {
            yield return $"{area} was never taken down";
        }
    }

    private static IEnumerable<string> Differences(string what, long expected, long found)
    {
        if (expected != found)
        {
            yield return $"{what}: {found} instead of {expected}";
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "buddy")]
    private static extern ref BuddyAllocator Buddy(KernelMemory kernel);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "vmallocRange")]
    private static extern ref VirtualRange Range(KernelMemory kernel);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "freeOrder")]
    private static extern ref sbyte[] FreeOrder(BuddyAllocator buddy);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "next")]
    private static extern ref int[] Next(BuddyAllocator buddy);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "previous")]
    private static extern ref int[] Previous(BuddyAllocator buddy);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "first")]
    private static extern ref int[] First(BuddyAllocator buddy);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "free")]
    private static extern ref FreeRanges Free(VirtualRange range);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "areas")]
    private static extern ref VmArea?[] Mappings(VirtualRange range);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "intervals")]
    private static extern ref List<MmuIntervalNotifier>? Intervals(MmStruct mm);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "walks")]
    private static extern ref int[] Walks(MmStruct mm);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "openChanges")]
    private static extern ref int OpenChanges(MmStruct mm);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "iMmap")]
    private static extern ref IntervalTree<VmAreaStruct> AreasOf(AddressSpace mapping);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "iMmapLock")]
    private static extern ref TrackedRwLock IMmapLock(AddressSpace mapping);
}
