using System.Diagnostics;
using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>Every family of allocations at once, from several threads, under failures: at the end every frame is free again.</summary>
public abstract class PagesStressTests(MemoryBacking backing)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public sealed class OnSharedMemory() : PagesStressTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : PagesStressTests(MemoryBacking.Portable);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void All_frames_are_free_again_after_everything_at_once(bool check)
    {
        using KernelMemory kernel = new(300, new KernelMemoryOptions { Backing = backing, Checking = check, DevicePages = 4 });
        int idle = 0;
        int used = 0;
        DevPagemap device = new()
        {
            Type = MemoryDeviceType.Private,
            Pfn = 300,
            PageCount = 4,
            Ops = new DevPagemapOps { PageFree = _ => Interlocked.Increment(ref idle) },
        };
        kernel.MemremapPages(device, out _);

        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            Random random = new(thread);
            Page mine = kernel.PfnToPage(300 + (ulong)thread);
            List<Action> releases = [];
            for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < Duration;)
            {
                if (releases.Count < 12 && random.Next(5) < 3)
                {
                    if (Acquire(kernel, random) is { } release)
                    {
                        releases.Add(release);
                    }
                }
                else if (releases.Count > 0)
                {
                    int at = random.Next(releases.Count);
                    releases[at]();
                    releases.RemoveAt(at);
                }

                if (random.Next(8) == 0)
                {
                    kernel.GetPage(mine);
                    kernel.PutPage(mine);
                    Interlocked.Increment(ref used);
                }
            }

            releases.ForEach(release => release());
        });

        Assert.Equal(used, idle);
        kernel.MemunmapPages(device);
        Assert.Equal(299, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Empty(kernel.Warnings);
        Assert.NotNull(kernel.AllocPages(GfpFlags.Kernel, 7));
    }

    /// <returns>How to give it back; null when there was nothing.</returns>
    private static Action? Acquire(KernelMemory kernel, Random random)
    {
        int order = random.Next(5);
        int size = random.Next(1, 30_000);
        switch (random.Next(8))
        {
            case 0:
                return kernel.AllocPages(GfpFlags.Kernel, order) is { } block ? () => kernel.FreePages(block, order) : null;
            case 1:
                Page? head = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, order);
                return head is not null ? () => kernel.PutPage(kernel.NthPage(head, (1 << order) - 1)) : null;
            case 2:
                ulong address = kernel.GetFreePages(GfpFlags.Kernel | GfpFlags.Zero, order);
                return address != 0 ? () => kernel.FreePagesAddress(address, order) : null;
            case 3:
                ulong exact = kernel.AllocPagesExact(size, GfpFlags.Kernel);
                return exact != 0 ? () => kernel.FreePagesExact(exact, size) : null;
            case 4:
                Page[] pages = new Page[order + 1];
                int got = kernel.AllocPagesBulk(GfpFlags.Kernel, pages.Length, pages);
                return () => kernel.ReleasePages(pages, got);
            case 5:
                return kernel.Kmalloc(size % 3000, GfpFlags.Kernel) is { } small ? () => kernel.Kfree(small) : null;
            case 6:
                return kernel.Kvzalloc(size, GfpFlags.Kernel) is { } memory ? () => kernel.Kvfree(memory) : null;
            default:
                Page found = kernel.PfnToPage((ulong)random.Next(1, 300));
                return found != kernel.ZeroPage && kernel.GetPageUnlessZero(found) ? Put(kernel, found) : null;
        }
    }

    /// <summary>A stray reference is short: only its block's owner may keep the memory.</summary>
    private static Action? Put(KernelMemory kernel, Page found)
    {
        kernel.PutPage(found);
        return null;
    }
}
