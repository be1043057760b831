using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class LazyUnmapOnSystemMemoryTests() : LazyUnmapTests(MemoryBacking.Automatic);

public sealed class LazyUnmapOnPortableMemoryTests() : LazyUnmapTests(MemoryBacking.Portable);

public abstract class LazyUnmapTests(MemoryBacking backing) : MappingTests(backing)
{
    [Fact]
    public void Addresses_that_were_unmapped_are_used_again_only_after_a_purge()
    {
        using KernelMemory kernel = Create(16, range: 64);
        Page[] pages = kernel.AllocPages(2);
        VmArea first = kernel.Vmap(pages, VmapFlags.Map)!;
        kernel.Vunmap(first);
        VmArea second = kernel.Vmap(pages, VmapFlags.Map)!;

        Assert.Equal(2, kernel.LazyVmapPages);
        Assert.NotEqual(first.Address, second.Address);
        kernel.VmUnmapAliases();
        Assert.Equal(0, kernel.LazyVmapPages);
        VmArea third = kernel.Vmap(pages, VmapFlags.Map)!;
        Assert.Equal(first.Address, third.Address);
        kernel.Vunmap(third);
        kernel.Vunmap(second);
    }

    [Fact]
    public void More_than_the_limit_does_not_wait()
    {
        using KernelMemory kernel = Create(16, range: 64);
        Page[] pages = kernel.AllocPages(4);
        Assert.Equal(16, kernel.LazyVmapLimit);

        for (int i = 0; i < 100; i++)
        {
            kernel.Vunmap(kernel.Vmap(pages, VmapFlags.Map));
            Assert.InRange(kernel.LazyVmapPages, 0, kernel.LazyVmapLimit);
        }

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Of_a_large_range_as_much_may_wait_as_with_one_processor_in_the_kernel()
    {
        using KernelMemory kernel = Create(4, range: 1 << 20);
        Assert.Equal(32 << 20, kernel.LazyVmapLimit * Page.Size);
    }

    [Fact]
    public void When_there_is_no_room_what_waits_is_purged()
    {
        using KernelMemory kernel = Create(16, range: 9);
        Page[] pages = kernel.AllocPages(9);
        kernel.Vunmap(kernel.Vmap(pages.AsSpan(0, 2), VmapFlags.Map));
        Assert.Equal(2, kernel.LazyVmapPages);

        VmArea? whole = kernel.Vmap(pages, VmapFlags.Map);

        Assert.NotNull(whole);
        Assert.Equal(0, kernel.LazyVmapPages);
        Assert.Empty(kernel.Warnings);
        kernel.Vunmap(whole);
    }

    [Fact]
    public void Without_leave_to_block_nothing_is_purged_for_room()
    {
        using KernelMemory kernel = Create(16, range: 9);
        kernel.Vfree(kernel.Vmalloc(2 * Page.Size));

        Assert.Null(kernel.VmallocGfp(9 * Page.Size, GfpFlags.Atomic));

        Assert.Equal(2, kernel.LazyVmapPages);
        Assert.Single(kernel.Warnings);
        VmArea? whole = kernel.VmallocGfp(9 * Page.Size, GfpFlags.Kernel);
        Assert.NotNull(whole);
        kernel.Vfree(whole);
    }

    [Fact]
    public void Neighbours_are_purged_together_and_become_one_gap()
    {
        using KernelMemory kernel = Create(32, range: 32);
        Page[] pages = kernel.AllocPages(20);
        VmArea[] areas = [.. Enumerable.Range(0, 4).Select(_ => kernel.Vmap(pages.AsSpan(0, 2), VmapFlags.Map)!)];
        foreach (int which in new[] { 2, 0, 1 })
        {
            kernel.Vunmap(areas[which]);
        }

        kernel.VmUnmapAliases();
        VmArea large = kernel.Vmap(pages.AsSpan(0, 8), VmapFlags.Map)!;

        Assert.Equal(areas[0].Address, large.Address);
        areas[3].Write(0, [7]);
        Assert.Equal(7, pages[0].Span[0]);
    }

    [Fact]
    public void A_mapping_that_is_gone_is_refused_before_and_after_the_purge()
    {
        using KernelMemory kernel = Create(8);
        VmArea area = kernel.Vmap(kernel.AllocPages(1), VmapFlags.Map)!;
        kernel.Vunmap(area);
        string early = Assert.Throws<KernelBugException>(() => Content(area)).Message;
        kernel.VmUnmapAliases();
        string late = Assert.Throws<KernelBugException>(() => Content(area)).Message;

        Assert.Contains(
            $"last released by {nameof(KernelMemory.Vunmap)} in "
            + $"{nameof(A_mapping_that_is_gone_is_refused_before_and_after_the_purge)} ({nameof(LazyUnmapTests)}.cs:",
            early);
        Assert.Equal(early, late);
    }

    [Fact]
    public void A_span_that_was_kept_sees_the_old_page_until_the_purge_and_nobodys_memory_after_it()
    {
        using KernelMemory kernel = Create(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmArea area = kernel.Vmap([page], VmapFlags.Map)!;
        Span<byte> late = area.Span;
        kernel.Vunmap(area);

        page.Span[0] = 4;
        Assert.Equal(4, late[0]);
        kernel.VmUnmapAliases();
        late[0] = 5;

        // Without shared memory a span is over the page itself.
        Assert.Equal(kernel.MapsPagesInAnyOrder ? 4 : 5, page.Span[0]);
    }

    [Fact]
    public void Purging_may_sleep()
    {
        using KernelMemory kernel = Create(4);
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            kernel.VmUnmapAliases();
            kernel.FlushScheduledWork();
        }

        Assert.Equal(2, kernel.Warnings.Count);
    }

    [Fact]
    public void Warnings_about_the_range_come_ten_at_a_time()
    {
        using KernelMemory kernel = Create(16, range: 4);
        Page[] pages = kernel.AllocPages(5);
        for (int i = 0; i < 50; i++)
        {
            Assert.Null(kernel.Vmap(pages, VmapFlags.Map));
        }

        Assert.InRange(kernel.Warnings.Count, 10, 20);
        Assert.All(kernel.Warnings, warning => Assert.Contains("no room for 5 pages", warning.Message));
    }

    [Fact]
    public void A_caller_may_ask_not_to_be_warned()
    {
        using KernelMemory kernel = Create(16, range: 4);

        Assert.Null(kernel.VmallocGfp(5 * Page.Size, GfpFlags.Kernel | GfpFlags.NoWarn));

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Many_threads_map_allocate_unmap_and_purge()
    {
        using KernelMemory kernel = Create(128, range: 120);
        int free = kernel.FreePageCount;
        Page[] pages = kernel.AllocPages(16);

        Parallel.For(0, 4, thread =>
        {
            Random random = new(thread);
            Page[] mine = pages[(thread * 4)..((thread * 4) + 4)];
            for (int round = 0; round < 400; round++)
            {
                VmArea? area = random.Next(3) switch
                {
                    0 => kernel.Vmap(mine, VmapFlags.Map),
                    1 => kernel.VmMapRam(mine),
                    _ => kernel.Vmalloc(random.Next(1, 6) * Page.Size),
                };
                Assert.NotNull(area);
                area.Write(area.Length - 1, [(byte)round]);
                Assert.Equal((byte)round, kernel.VmallocToPage(area, area.Length - 1).Span[^1]);
                switch (area.Kind)
                {
                    case VmAreaKind.Borrowed:
                        kernel.Vunmap(area);
                        break;
                    case VmAreaKind.Ram:
                        kernel.VmUnmapRam(area, 4);
                        break;
                    default:
                        kernel.VfreeAtomic(area);
                        break;
                }

                if (random.Next(20) == 0)
                {
                    kernel.VmUnmapAliases();
                }
            }
        });

        kernel.FlushScheduledWork();
        kernel.ReleasePages(pages, pages.Length);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(0, kernel.NrVmallocPages);
        Assert.Equal(free, kernel.FreePageCount);
        VmArea? whole = kernel.Vmalloc(100 * Page.Size);
        Assert.NotNull(whole);
        kernel.Vfree(whole);
    }
}
