namespace Acquit.Memory.Tests.Stress;

/// <summary>Walks through processes and through files, cleaning, write protection, unmapping everywhere.</summary>
internal static class WalkOperations
{
    public static readonly Action<StressThread>[] All = [WalkProcess, WalkArea, WalkFile, Clean, Protect, UnmapEverywhere];

    private static readonly MmWalkOps Ops = new()
    {
        PudEntry = (_, _, _, ref _) => 0,
        PmdEntry = (_, _, _, ref walk) =>
        {
            walk.Action = StressThread.Current.Chance(3) ? PageWalkAction.Continue : PageWalkAction.Subtree;
            return 0;
        },
        PteEntry = (_, _, _, ref _) => 0,
        PteHole = (_, _, _, ref _) => 0,
    };

    private static readonly MmWalkOps PteOps = new() { PteEntry = (_, _, _, ref _) => 0 };

    /// <summary>For walks that may not split, because nobody holds the mmap lock.</summary>
    private static readonly MmWalkOps HugeOps = new()
    {
        PmdEntry = (_, _, _, ref walk) =>
        {
            walk.Action = PageWalkAction.Continue;
            return 0;
        },
        PteEntry = (_, _, _, ref _) => 0,
    };

    private static void WalkProcess(StressThread thread)
    {
        MmStruct mm = thread.PickProcess();
        if (thread.Chance(3))
        {
            mm.MmapWriteLock();
            ProcessOperations.RequireErrno(thread.Kernel.WalkPageRangeDebug(mm, 0, 1UL << 47, HugeOps));
            mm.MmapWriteDowngrade();
        }
        else
        {
            mm.MmapReadLock();
        }

        ProcessOperations.RequireErrno(thread.Kernel.WalkPageRange(mm, 0, 1UL << 47, Ops));
        mm.MmapReadUnlock();
    }

    private static void WalkArea(StressThread thread)
    {
        if (thread.PickRegion() is not { } region)
        {
            return;
        }

        region.Mm.MmapReadLock();
        if (region.Mm.VmaLookup(region.Address) is { } area)
        {
            ProcessOperations.RequireErrno(thread.Kernel.WalkPageVma(area, Ops));
        }

        region.Mm.MmapReadUnlock();
    }

    private static void WalkFile(StressThread thread)
    {
        StressFile file = thread.Pick(thread.World.Files);
        file.Mapping.IMmapLockRead();
        int answer = thread.Kernel.WalkPageMapping(
            file.Mapping, (ulong)thread.Random.Next(8), StressWorld.FilePages, file == thread.World.FrameFile ? HugeOps : PteOps);
        file.Mapping.IMmapUnlockRead();
        ProcessOperations.RequireErrno(answer);
    }

    private static void Clean(StressThread thread)
    {
        ulong[] bitmap = new ulong[StressWorld.FilePages / 64];
        ulong start = 0, end = 0;
        ulong first = (ulong)thread.Random.Next(StressWorld.FilePages);
        ulong cleaned = thread.Kernel.CleanRecordSharedMappingRange(
            thread.World.Tracked.Mapping, first, StressWorld.FilePages - first, 0, bitmap, ref start, ref end);
        ProcessOperations.Require(cleaned == 0 ? end == 0 : end <= StressWorld.FilePages && start < end, $"{start} to {end} were recorded");
    }

    private static void Protect(StressThread thread) =>
        thread.Kernel.WpSharedMappingRange(thread.World.Tracked.Mapping, (ulong)thread.Random.Next(StressWorld.FilePages), 8);

    private static void UnmapEverywhere(StressThread thread)
    {
        AddressSpace mapping = thread.Pick(thread.World.Files).Mapping;
        ulong first = (ulong)thread.Random.Next(StressWorld.FilePages);
        if (thread.Chance(2))
        {
            thread.Kernel.UnmapMappingPages(mapping, first, 8, evenCows: thread.Chance(2));
        }
        else
        {
            thread.Kernel.UnmapMappingRange(mapping, first << Page.Shift, 5 << Page.Shift, evenCows: thread.Chance(2));
        }
    }
}
