using System.Diagnostics;
using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class PageTableConcurrencyTests
{
    private const int Pages = 700;
    private const ulong Bytes = 1024 * (ulong)Page.Size;
    private const ulong At = 1UL << 32;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(600);

    [Theory]
    [InlineData(VmFlags.None)]
    [InlineData(VmFlags.HugePage)]
    public void Pinning_while_another_thread_maps_and_unmaps_loses_no_count(VmFlags huge)
    {
        using KernelMemory kernel = new(8192, new KernelMemoryOptions { Checking = false });
        MmStruct mm = kernel.CreateMm();
        int free = kernel.FreePageCount;
        long pinned = 0;
        Run(
            () =>
            {
                Assert.Equal(0, mm.Mmap(Bytes, VmFlags.Read | VmFlags.Write | huge, out _, at: At));
                Assert.Equal(0, mm.Write(At, new byte[32 * Page.Size]));
                Assert.Equal(0, mm.Munmap(At + (100 * Page.Size), 50 * Page.Size));
                Assert.Equal(0, mm.Munmap(At, Bytes));
            },
            Pin, Pin);

        mm.Dispose();
        Assert.True(pinned > 0);
        Assert.Equal(pinned, kernel.NrFollPinAcquired);
        Assert.Equal(pinned, kernel.NrFollPinReleased);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Empty(kernel.Warnings);

        void Pin()
        {
            Page[] pages = new Page[Pages];
            int got = mm.PinUserPagesFast(At, Pages, FollFlags.Write, pages);
            if (got > 0)
            {
                Assert.DoesNotContain(pages[..got], page => page.IsFree);
                mm.UnpinUserPages(pages, got);
                Interlocked.Add(ref pinned, got);
            }
        }
    }

    [Fact]
    public void Pinning_while_another_thread_splits_loses_no_count()
    {
        using KernelMemory kernel = new(4096, new KernelMemoryOptions { Checking = false });
        MmStruct mm = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(Bytes, VmFlags.Read | VmFlags.Write, out _, at: At));
        Run(
            () =>
            {
                Page head = kernel.TakeBlock(9, compound: true, zero: false)!;
                Assert.True(mm.InstallHuge(At, head, writable: true));
                Thread.SpinWait(200);
                Assert.True(mm.SplitHuge(mm.PageTable.Leaf(At, out int index)!, index));
                mm.MmapWriteLock();
                mm.Zap(At, At + (512 * Page.Size));
                mm.PageTable.FreeTables(At, At + (512 * Page.Size));
                mm.MmapWriteUnlock();
            },
            () =>
            {
                Page[] pages = new Page[512];
                int got = mm.PinUserPagesFast(At, 512, FollFlags.Write | FollFlags.NoFault, pages);
                mm.UnpinUserPages(pages, Math.Max(got, 0));
            });

        mm.Dispose();
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        Assert.True(kernel.NrFollPinAcquired > 0);
        Assert.Equal(4095, kernel.FreePageCount);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void No_store_is_lost_between_write_protecting_and_cleaning()
    {
        using KernelMemory kernel = new(64, new KernelMemoryOptions { Checking = false });
        MmStruct mm = kernel.CreateMm();
        ulong start = mm.MapAnonymous(1);
        Assert.Equal(0, mm.Write(start, [0]));
        PageTableNode node = mm.PageTable.Leaf(start, out int index)!;
        Page page = kernel.PfnToPage(mm.PageTable.Lookup(start).Frame);
        int written = 0;
        int copy = 0;
        Run(
            () =>
            {
                // What a dirty tracker does: take the bit away, then look. A store that it does not see will set the bit again.
                lock (node.Ptl)
                {
                    ref long entry = ref node.Entry(index);
                    if ((entry & (long)EntryFlags.Dirty) != 0)
                    {
                        entry &= ~(long)EntryFlags.Dirty;
                        copy = BitConverter.ToInt32(page.Span);
                    }
                }
            },
            () => Assert.Equal(0, mm.Write(start, BitConverter.GetBytes(++written))));

        int last = mm.PageTable.Lookup(start).Dirty ? BitConverter.ToInt32(page.Span) : copy;
        Assert.Equal(written, last);
        mm.Dispose();
    }

    [Fact]
    public void Counters_that_are_striped_add_up()
    {
        StripedCounter counter = new();
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                counter.Add(3);
            }
        });

        Assert.Equal(120_000, counter.Sum);
    }

    /// <summary>Repeats each step on a thread of its own for a while.</summary>
    private static void Run(params Action[] steps)
    {
        Stopwatch time = Stopwatch.StartNew();
        Task.WaitAll(
            [.. steps.Select(step => Task.Factory.StartNew(
                () =>
                {
                    while (time.Elapsed < Long)
                    {
                        step();
                    }
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))],
            TestContext.Current.CancellationToken);
    }
}
