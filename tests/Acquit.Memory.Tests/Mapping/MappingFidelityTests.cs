using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class MappingFidelityOnSystemMemoryTests() : MappingFidelityTests(MemoryBacking.Automatic);

public sealed class MappingFidelityOnPortableMemoryTests() : MappingFidelityTests(MemoryBacking.Portable);

/// <summary>The kernel's rules for its mappings, each shown by running.</summary>
public abstract class MappingFidelityTests(MemoryBacking backing) : MappingTests(backing)
{
    [Fact]
    public void Vfree_on_a_plain_vmap_frees_no_page_it_only_unmaps()
    {
        using KernelMemory kernel = Create(8, onMisuse: MisuseReaction.Warn);
        Page[] pages = kernel.AllocPages(2);
        int free = kernel.FreePageCount;

        kernel.Vfree(kernel.Vmap(pages, VmapFlags.Map));

        Assert.Equal(free, kernel.FreePageCount);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
    }

    [Fact]
    public void Vunmap_is_not_safe_for_every_mapping_it_leaks_what_the_mapping_owns()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        int free = kernel.FreePageCount;

        kernel.Vunmap(kernel.Vmap(kernel.AllocPages(2), VmapFlags.PutPages));
        kernel.Vunmap(kernel.Vmalloc(3 * Page.Size));

        Assert.Equal(free - 5, kernel.FreePageCount);
        Assert.Equal(5, kernel.LeakReport().Held.Count);
    }

    [Fact]
    public void A_vmap_that_fails_leaves_ownership_with_the_caller_who_must_put_the_pages()
    {
        using KernelMemory kernel = Create(8, range: 3);
        Page[] pages = kernel.AllocPages(4);

        Assert.Null(kernel.Vmap(pages, VmapFlags.PutPages));

        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        kernel.ReleasePages(pages, 4);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void After_a_vmap_with_put_pages_the_callers_own_put_is_a_double_release()
    {
        using KernelMemory kernel = Create(8);
        Page[] pages = kernel.AllocPages(1);
        VmArea area = kernel.Vmap(pages, VmapFlags.PutPages)!;

        Assert.Throws<KernelBugException>(() => kernel.PutPage(pages[0]));

        Assert.Equal(1, pages[0].RefCount);
        kernel.Vfree(area);
        Assert.True(pages[0].IsFree);
    }

    [Fact]
    public void A_vmap_of_a_compound_pages_parts_puts_a_reference_for_each_part()
    {
        using KernelMemory kernel = Create(8);
        int free = kernel.FreePageCount;
        Page head = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        kernel.GetPage(head);

        VmArea area = kernel.Vmap([head, kernel.NthPage(head, 1)], VmapFlags.PutPages)!;
        Assert.Equal(2, head.RefCount);
        kernel.Vfree(area);

        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Pages_put_by_vfree_that_others_still_hold_live_on()
    {
        using KernelMemory kernel = Create(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.GetPage(page);
        kernel.Vfree(kernel.Vmap([page], VmapFlags.PutPages));

        Assert.Equal(1, page.RefCount);
        kernel.PutPage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Mappings_that_put_their_pages_were_never_counted_and_are_not_subtracted()
    {
        using KernelMemory kernel = Create(16);
        VmArea counted = kernel.Vmalloc(2 * Page.Size)!;

        kernel.Vfree(kernel.Vmap(kernel.AllocPages(3), VmapFlags.PutPages));
        kernel.VunmapPutPages(kernel.Vmap(kernel.AllocPages(3), VmapFlags.PutPages));

        Assert.Equal(2, kernel.NrVmallocPages);
        kernel.Vfree(counted);
    }

    [Fact]
    public void Unevictable_is_a_flag_and_does_not_nest()
    {
        using KernelMemory kernel = Create(16);
        using ShmemFile file = new(kernel, Page.Size);
        kernel.MappingSetUnevictable(file.Mapping);
        kernel.MappingSetUnevictable(file.Mapping);
        kernel.MappingClearUnevictable(file.Mapping);

        Assert.False(file.Mapping.IsUnevictable);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Pages_that_are_only_looked_up_may_be_somebody_elses_after_the_next_allocation()
    {
        using KernelMemory kernel = Create(7, range: 6);
        using ShmemFile file = new(kernel, 2 * Page.Size);
        VmArea? cached = kernel.Vmalloc(4 * Page.Size);
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(ShrinkerOf(kernel, file, () => cached)));

        Page looked = kernel.ShmemReadMappingPage(file.Mapping, 0, out _)!;
        kernel.PutPage(looked);
        VmArea mapped = kernel.Vmalloc(6 * Page.Size)!;

        Assert.Equal(0, file.Mapping.CachedPages);
        Assert.Contains(looked, Enumerable.Range(0, 6).Select(i => kernel.VmallocToPage(mapped, i * Page.Size)));
    }

    [Fact]
    public void Pages_that_are_only_looked_up_may_be_gone_before_the_mapping_that_is_to_show_them()
    {
        using KernelMemory kernel = Create(32, range: 6);
        using ShmemFile file = new(kernel, 2 * Page.Size);
        VmArea? cached = kernel.Vmalloc(4 * Page.Size);
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(ShrinkerOf(kernel, file, () => cached)));

        Page looked = kernel.ShmemReadMappingPage(file.Mapping, 0, out _)!;
        kernel.PutPage(looked);

        Assert.Contains("is free", Assert.Throws<KernelBugException>(() => kernel.Vmap([looked, looked], VmapFlags.Map)).Message);
        Assert.NotNull(kernel.Vmalloc(6 * Page.Size));
    }

    [Fact]
    public void Pages_that_are_pinned_before_the_next_mapping_stay()
    {
        using KernelMemory kernel = Create(32, range: 6);
        using ShmemFile file = new(kernel, 2 * Page.Size);
        VmArea? cached = kernel.Vmalloc(4 * Page.Size);
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(ShrinkerOf(kernel, file, () => cached)));

        Page[] pinned = [.. Enumerable.Range(0, 2).Select(i => kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out _)!)];
        VmArea mapped = kernel.Vmap(pinned, VmapFlags.PutPages)!;
        mapped.Write(Page.Size, [3]);

        Assert.Equal(2, file.Mapping.CachedPages);
        Page again = kernel.ShmemReadMappingPage(file.Mapping, 1, out _)!;
        Assert.Equal(3, again.Span[0]);
        kernel.PutPage(again);
        kernel.Vfree(mapped);
        Assert.Equal(2, file.Reclaim());
    }

    [Fact]
    public void A_driver_under_its_own_lock_is_called_back_and_gives_up_instead_of_waiting()
    {
        using KernelMemory kernel = Create(16, range: 4);
        using SemaphoreSlim structMutex = new(1);
        VmArea cached = kernel.Vmalloc(3 * Page.Size)!;
        bool gaveUp = false;
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong freed) =>
        {
            if (!structMutex.Wait(0))
            {
                gaveUp = true;
                return NotifyResult.Done;
            }

            kernel.Vfree(cached);
            freed++;
            structMutex.Release();
            return NotifyResult.Done;
        });
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));

        structMutex.Wait();
        Assert.Null(kernel.Vmalloc(2 * Page.Size));
        structMutex.Release();
        Assert.True(gaveUp);
        Assert.NotNull(kernel.Vmalloc(2 * Page.Size));
    }

    [Fact]
    public void Caches_are_flushed_and_invalidated_within_a_mapping()
    {
        using KernelMemory kernel = Create(8);
        Page[] pages = kernel.AllocPages(2);
        VmArea area = kernel.Vmap(pages, VmapFlags.Map)!;
        area.Write(5, [1]);

        kernel.FlushKernelVmapRange(area, 0, area.Length);
        Assert.Equal(1, pages[0].Span[5]);
        pages[1].Span[0] = 2;
        kernel.InvalidateKernelVmapRange(area, Page.Size, Page.Size);
        Assert.Equal(2, Content(area)[Page.Size]);
        kernel.FlushKernelVmapRange(area, area.Length, 0);

        Assert.Throws<KernelBugException>(() => kernel.FlushKernelVmapRange(area, 1, area.Length));
        Assert.Throws<KernelBugException>(() => kernel.FlushKernelVmapRange(area, -1, 1));
        Assert.Throws<KernelBugException>(() => kernel.InvalidateKernelVmapRange(area, 0, -1));
        Assert.Throws<KernelBugException>(() => kernel.InvalidateKernelVmapRange(area, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentNullException>(() => kernel.FlushKernelVmapRange(null!, 0, 0));
        kernel.Vunmap(area);
        Assert.Throws<KernelBugException>(() => kernel.InvalidateKernelVmapRange(area, 0, 1));
    }

    /// <summary>What a graphics driver does when asked for room: gives up a cached mapping, and the pages nobody has pinned.</summary>
    private static NotifierBlock ShrinkerOf(KernelMemory kernel, ShmemFile file, Func<VmArea?> cached) =>
        new((NotifierBlock _, ulong _, ref ulong freed) =>
        {
            file.Reclaim();
            if (cached() is { IsMapped: true } area)
            {
                kernel.Vfree(area);
                freed += (ulong)area.PageCount;
            }

            return NotifyResult.Done;
        });
}
