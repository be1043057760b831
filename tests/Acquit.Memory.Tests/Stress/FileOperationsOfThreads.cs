namespace Acquit.Memory.Tests.Stress;

/// <summary>Memory files: read, reclaimed, kept, mapped for the kernel, made and dropped.</summary>
internal static class FileOperationsOfThreads
{
    public static readonly Action<StressThread>[] All = [Read, Read, Reclaim, Keep, MapWhole, Create];

    private static void Read(StressThread thread)
    {
        AddressSpace mapping = thread.Pick(thread.World.Shmem).Mapping;
        ulong index = (ulong)thread.Random.Next(StressWorld.FilePages);
        Page? page = thread.Chance(2)
            ? thread.Kernel.ShmemReadMappingPage(mapping, index, out int error)
            : thread.Kernel.ShmemReadMappingPageGfp(mapping, index, GfpFlags.Kernel | GfpFlags.NoWarn, out error);
        ProcessOperations.Require(page is null == error < 0, $"{page} with {error}");
        if (page is null)
        {
            return;
        }

        page.Span[1]++;
        thread.Kernel.SetPageDirtyLock(page);
        thread.Kernel.MarkPageAccessed(page);
        thread.Hold(() => thread.Kernel.PutPage(page));
    }

    private static void Reclaim(StressThread thread) =>
        ProcessOperations.Require(thread.Pick(thread.World.Shmem).Reclaim() >= 0, "fewer than no pages were reclaimed");

    private static void Keep(StressThread thread)
    {
        // A flag that nobody counts: only one may have set it.
        AddressSpace mapping = thread.World.Kept.Mapping;
        if (Interlocked.Exchange(ref thread.World.IsKept, 1) == 0)
        {
            thread.Kernel.MappingSetUnevictable(mapping);
            thread.Hold(() =>
            {
                thread.Kernel.MappingClearUnevictable(mapping);
                if (thread.Kernel.ShmemReadMappingPage(mapping, 0, out _) is { } page)
                {
                    thread.Kernel.CheckMoveUnevictablePages([page]);
                    thread.Kernel.PutPage(page);
                }

                Volatile.Write(ref thread.World.IsKept, 0);
            });
        }
    }

    private static void MapWhole(StressThread thread)
    {
        ShmemFile file = new(thread.Kernel, (ulong)thread.Random.Next(1, 10) << Page.Shift);
        if (thread.Kernel.ShmemPinMap(file) is { } area)
        {
            area.Write(0, [5]);
            thread.Hold(() =>
            {
                thread.Kernel.ShmemUnpinMap(file, area);
                file.Dispose();
            });
        }
        else
        {
            file.Dispose();
        }
    }

    private static void Create(StressThread thread)
    {
        using ShmemFile file = new(thread.Kernel, 8 << Page.Shift);
        using MmStruct mm = thread.Kernel.CreateMm();
        if (mm.Mmap(8 << Page.Shift, TestKernel.SharedReadWrite, out ulong address, file) == 0)
        {
            mm.Write(address + 17, new byte[5000]);
            file.Reclaim();
            mm.Read(address, new byte[3]);
        }
    }
}
