using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>Everything that goes through a file's areas at once, while they come and go.</summary>
public sealed class WalkConcurrencyTests
{
    private const int Pages = 64;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Walks_cleaning_unmapping_and_faults_get_along(bool withChecking)
    {
        using KernelMemory kernel = new(1024, new KernelMemoryOptions { Checking = withChecking });
        int free = kernel.FreePageCount;
        using (TrackedFile file = new(kernel, Pages))
        {
            MmStruct[] processes = [kernel.CreateMm(), kernel.CreateMm()];
            ulong[] stay = [.. processes.Select(mm => file.Map(mm, Pages))];
            Run(
                random => Write(processes[0], stay[0], random),
                random => ComeAndGo(file, processes[random.Next(2)], random),
                random => Clean(kernel, file, random),
                random => Unmap(kernel, file, random),
                _ => WalkFile(kernel, file),
                random => WalkProcess(kernel, processes[random.Next(2)]));

            Assert.Empty(kernel.Warnings);
            file.Mapping.IMmapLockRead();
            Assert.Equal(2, file.Mapping.AreasOf(0, ulong.MaxValue).Count);
            file.Mapping.IMmapUnlockRead();
            kernel.UnmapMappingPages(file.Mapping, 0, 0, evenCows: true);
            Assert.All(file.Pages, page => Assert.Equal((1, 0), (page.RefCount, page.MapCount)));
            Assert.DoesNotContain("lock", kernel.LeakReport().ToString());
            Array.ForEach(processes, mm => mm.Dispose());
            Assert.False(file.Mapping.IsMapped);
        }

        Assert.Equal(free, kernel.FreePageCount);
    }

    private static void Write(MmStruct mm, ulong address, Random random) =>
        Assert.Equal(0, mm.Write(address + ((ulong)random.Next(Pages) * Page.Size), [1]));

    private static void ComeAndGo(TrackedFile file, MmStruct mm, Random random)
    {
        int pages = random.Next(3, 20);
        ulong address = file.Map(mm, pages, (ulong)random.Next(Pages - pages));
        for (int page = 0; page < pages; page++)
        {
            Assert.Equal(0, mm.Write(address + ((ulong)page * Page.Size), [2]));
        }

        Assert.Equal(0, mm.Munmap(address + Page.Size, Page.Size));
        Assert.Equal(0, mm.Munmap(address, (ulong)pages * Page.Size));
    }

    private static void Clean(KernelMemory kernel, TrackedFile file, Random random)
    {
        ulong[] bitmap = new ulong[1];
        ulong start = 0, end = 0;
        ulong first = (ulong)random.Next(Pages);
        kernel.WpSharedMappingRange(file.Mapping, first, Pages - first);
        ulong cleaned = kernel.CleanRecordSharedMappingRange(file.Mapping, first, Pages - first, 0, bitmap, ref start, ref end);
        Assert.Equal(cleaned == 0, bitmap[0] == 0);
        Assert.True(cleaned == 0 ? end == 0 : (bitmap[0] >> (int)(end - 1)) == 1);
    }

    private static void Unmap(KernelMemory kernel, TrackedFile file, Random random)
    {
        kernel.UnmapMappingPages(file.Mapping, (ulong)random.Next(Pages), 4, evenCows: false);
        Thread.Yield();
    }

    private static void WalkFile(KernelMemory kernel, TrackedFile file)
    {
        MmWalkOps ops = new()
        {
            PteEntry = (entry, address, _, ref walk) =>
            {
                // What an entry maps is what its place says, whatever happens around.
                ulong pgoff = walk.Area!.PgoffOf(address);
                return entry.IsNone || walk.Kernel.PfnToPage(entry.Pfn) == file.Pages[pgoff] ? 0 : 1;
            },
        };
        file.Mapping.IMmapLockRead();
        int error = kernel.WalkPageMapping(file.Mapping, 0, Pages, ops);
        file.Mapping.IMmapUnlockRead();
        Assert.Equal(0, error);
    }

    private static void WalkProcess(KernelMemory kernel, MmStruct mm)
    {
        int areas = 0;
        MmWalkOps ops = new() { PreVma = (_, _, ref _) => 0 * areas++, PteEntry = (_, _, _, ref _) => 0 };
        mm.MmapReadLock();
        int error = kernel.WalkPageRange(mm, 0, 1UL << 46, ops);
        int expected = mm.Areas.Count();
        mm.MmapReadUnlock();
        Assert.Equal((0, expected), (error, areas));
    }

    /// <summary>Each on a thread of its own, over and over.</summary>
    private static void Run(params Action<Random>[] actions)
    {
        ConcurrentQueue<Exception> failures = [];
        Thread[] threads = [.. actions.Select((action, seed) => new Thread(() =>
        {
            Random random = new(seed);
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                while (watch.Elapsed < Duration && failures.IsEmpty)
                {
                    action(random);
                }
            }
            catch (Exception exception)
            {
                failures.Enqueue(exception);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }
}
