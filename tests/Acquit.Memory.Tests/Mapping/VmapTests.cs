using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public class VmapTests
{
    [Fact]
    public void A_mapping_of_shuffled_pages_and_the_pages_are_the_same_bytes_both_ways()
    {
        using KernelMemory kernel = new(64);
        Assert.SkipUnless(kernel.MapsPagesInAnyOrder, "The system has no shared memory objects.");
        Page[] pages = kernel.AllocPages(16);
        new Random(7).Shuffle(pages);

        VmArea area = kernel.Vmap(pages, VmapFlags.Map)!;
        for (int i = 0; i < area.Length; i++)
        {
            area.Span[i] = (byte)(i * 31 / 7);
        }

        for (int i = 0; i < area.Length; i++)
        {
            Assert.Equal((byte)(i * 31 / 7), pages[i / Page.Size].Span[i % Page.Size]);
        }

        for (int i = 0; i < pages.Length; i++)
        {
            pages[i].Span.Fill((byte)(200 - i));
        }

        for (int i = 0; i < area.Length; i++)
        {
            Assert.Equal((byte)(200 - (i / Page.Size)), area.Span[i]);
        }

        kernel.Vunmap(area);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        kernel.ReleasePages(pages, pages.Length);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_page_may_be_in_one_mapping_twice()
    {
        using KernelMemory kernel = new(8);
        Assert.SkipUnless(kernel.MapsPagesInAnyOrder, "The system has no shared memory objects.");
        Page[] pages = kernel.AllocPages(2);

        VmArea area = kernel.Vmap([pages[1], pages[0], pages[1]], VmapFlags.None)!;
        area.Span[3] = 42;

        Assert.Equal(42, area.Span[(2 * Page.Size) + 3]);
        kernel.Vunmap(area);
    }

    [Fact]
    public void A_mapping_that_puts_its_pages_takes_the_callers_references_along()
    {
        using KernelMemory kernel = new(16);
        int free = kernel.FreePageCount;
        Page[] pages = kernel.AllocPages(3);
        kernel.GetPage(pages[1]);

        VmArea area = kernel.Vmap(pages, VmapFlags.PutPages)!;
        Assert.Equal([ResourceKinds.Page, ResourceKinds.Vmalloc], kernel.LeakReport().Held.Select(held => held.Kind));
        kernel.Vfree(area);

        Assert.Equal(free - 1, kernel.FreePageCount);
        kernel.PutPage(pages[1]);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_mapping_that_fails_leaves_the_references_with_the_caller()
    {
        using KernelMemory kernel = new(16);
        Page[] pages = kernel.AllocPages(3);
        kernel.Injection.FailNext(nameof(KernelMemory.Vmap));

        Assert.Null(kernel.Vmap(pages, VmapFlags.PutPages));

        Assert.Equal(3, kernel.LeakReport().Held.Count);
        kernel.ReleasePages(pages, 3);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Putting_pages_one_does_not_hold_is_refused_and_changes_nothing()
    {
        using KernelMemory kernel = new(16);
        Page[] pages = kernel.AllocPages(2);
        int reported = kernel.LeakReport().Held[0].AcquiredAt.Line;

        KernelBugException bug = Assert.Throws<KernelBugException>(
            () => kernel.Vmap([pages[0], pages[1], pages[1]], VmapFlags.PutPages));

        Assert.Contains($"{pages[1]} without a reference", bug.Message);
        Assert.Equal(2, kernel.LeakReport().Held.Count);
        Assert.All(kernel.LeakReport().Held, held => Assert.Equal(reported, held.AcquiredAt.Line));
        kernel.ReleasePages(pages, 2);
    }

    [Fact]
    public void Vunmap_of_a_mapping_that_owns_its_pages_is_refused()
    {
        using KernelMemory kernel = new(16);
        VmArea area = kernel.Vmap(kernel.AllocPages(2), VmapFlags.PutPages)!;

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.Vunmap(area));

        Assert.Contains("held as vmalloc", bug.Message);
        Assert.Contains("use Vfree", bug.Message);
        Assert.True(area.IsMapped);
        kernel.Vfree(area);
    }

    [Fact]
    public void Vunmap_of_a_mapping_that_owns_its_pages_loses_them_as_in_the_kernel()
    {
        using KernelMemory kernel = new(16, TestKernel.Warning);
        VmArea area = kernel.Vmap(kernel.AllocPages(2), VmapFlags.PutPages)!;
        int free = kernel.FreePageCount;

        kernel.Vunmap(area);

        Assert.False(area.IsMapped);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(2, kernel.LeakReport().Held.Count(held => held.Kind == ResourceKinds.PageRef));
        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void Vfree_of_a_plain_mapping_frees_no_pages_as_in_the_kernel()
    {
        using KernelMemory kernel = new(16, TestKernel.Warning);
        Page[] pages = kernel.AllocPages(2);
        VmArea area = kernel.Vmap(pages, VmapFlags.None)!;

        kernel.Vfree(area);

        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        Assert.Contains("use Vunmap", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void A_mapping_cannot_be_used_or_taken_down_once_it_is_gone()
    {
        using KernelMemory kernel = new(16);
        VmArea area = kernel.Vmap(kernel.AllocPages(1), VmapFlags.None)!;
        kernel.Vunmap(area);

        Assert.Contains(nameof(KernelMemory.Vunmap), Assert.Throws<KernelBugException>(() => area.Span.Length).Message);
        Assert.Throws<KernelBugException>(() => area.Read(0, new byte[1]));
        Assert.Throws<KernelBugException>(() => area.Write(0, new byte[1]));
        Assert.Contains("is gone", Assert.Throws<KernelBugException>(() => kernel.Vunmap(area)).Message);
    }

    [Fact]
    public void Null_is_taken_down_without_a_word()
    {
        using KernelMemory kernel = new(4);
        kernel.Vunmap(null);
        kernel.Vfree(null);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void The_virtual_range_is_finite_and_can_be_used_again()
    {
        using KernelMemory kernel = new(32, new KernelMemoryOptions { VmallocPages = 10 });
        Page[] pages = kernel.AllocPages(8);

        VmArea first = kernel.Vmap(pages.AsSpan(0, 4), VmapFlags.None)!;
        VmArea second = kernel.Vmap(pages.AsSpan(0, 4), VmapFlags.None)!;
        Assert.Null(kernel.Vmap(pages.AsSpan(0, 1), VmapFlags.None));
        Assert.NotEqual(first.Address, second.Address);
        kernel.Vunmap(first);

        Assert.Null(kernel.Vmap(pages.AsSpan(0, 5), VmapFlags.None));
        VmArea again = kernel.Vmap(pages.AsSpan(4, 4), VmapFlags.None)!;
        Assert.Equal(first.Address, again.Address);
    }

    [Fact]
    public void No_pages_and_too_many_pages_cannot_be_mapped()
    {
        using KernelMemory kernel = new(4);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        Assert.Null(kernel.Vmap([], VmapFlags.None));
        Assert.Null(kernel.Vmap([page, page, page, page, page], VmapFlags.None));
    }

    [Fact]
    public void Allocated_ranges_come_and_go_with_their_pages()
    {
        using KernelMemory kernel = new(16);
        int free = kernel.FreePageCount;

        VmArea area = kernel.Vzalloc((3 * Page.Size) + 1)!;
        Assert.Equal(4, area.PageCount);
        byte[] read = new byte[area.Length];
        area.Read(0, read);
        Assert.All(read, value => Assert.Equal(0, value));
        area.Write(Page.Size, [7]);
        Assert.Equal(7, kernel.VmallocToPage(area, Page.Size).Span[0]);
        Assert.Null(kernel.Vmalloc(64 * Page.Size));
        Assert.Null(kernel.Vmalloc(0));
        kernel.Vfree(area);

        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Many_threads_map_and_unmap()
    {
        using KernelMemory kernel = new(64);
        Assert.SkipUnless(kernel.MapsPagesInAnyOrder, "The system has no shared memory objects.");
        Page[] pages = kernel.AllocPages(32);

        Parallel.For(0, 4, thread =>
        {
            Page[] mine = pages[(thread * 8)..((thread * 8) + 8)];
            Array.Reverse(mine);
            for (int round = 0; round < 100; round++)
            {
                VmArea area = kernel.Vmap(mine, VmapFlags.None)!;
                area.Span[5 * Page.Size] = (byte)round;
                Assert.Equal((byte)round, mine[5].Span[0]);
                kernel.Vunmap(area);
            }
        });

        kernel.ReleasePages(pages, 32);
        Assert.True(kernel.LeakReport().IsEmpty);
    }
}
