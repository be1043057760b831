using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class PageAllocationTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : PageAllocationTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : PageAllocationTests(MemoryBacking.Portable);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void What_is_freed_with_its_order_is_all_free_again(int order)
    {
        using KernelMemory kernel = backing.Kernel(100);
        int free = kernel.FreePageCount;

        Page page = kernel.AllocPages(GfpFlags.Kernel, order)!;
        Assert.Equal(free - (1 << order), kernel.FreePageCount);
        kernel.FreePages(page, order);

        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(page.IsFree);
    }

    [Fact]
    public void Memory_runs_out_with_null_and_comes_back_whole()
    {
        using KernelMemory kernel = backing.Kernel(65);
        List<Page> pages = [];
        while (kernel.AllocPage(GfpFlags.Kernel) is { } page)
        {
            pages.Add(page);
        }

        Assert.Equal(64, pages.Count);
        Assert.Equal(64, pages.Distinct().Count());
        pages.ForEach(page => kernel.FreePage(page));
        Assert.NotNull(kernel.AllocPages(GfpFlags.Kernel, 5));
    }

    [Fact]
    public void Blocks_start_at_a_multiple_of_their_size_and_do_not_overlap()
    {
        using KernelMemory kernel = backing.Kernel(200);
        HashSet<ulong> taken = [];
        foreach (int order in new[] { 0, 3, 1, 4, 2, 0, 5 })
        {
            Page page = kernel.AllocPages(GfpFlags.Kernel, order)!;
            Assert.Equal(0UL, page.Pfn % (1UL << order));
            for (ulong i = 0; i < 1UL << order; i++)
            {
                Assert.True(taken.Add(page.Pfn + i));
            }
        }
    }

    [Fact]
    public void Zeroed_pages_are_zero_although_freed_pages_are_poisoned()
    {
        using KernelMemory kernel = backing.Kernel(2);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span.Fill(1);
        kernel.FreePage(page);

        Assert.Same(page, kernel.AllocPage(GfpFlags.Kernel));
        Assert.Equal(0xaa, page.Span[17]);
        kernel.FreePage(page);

        Assert.Same(page, kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero));
        Assert.False(page.Span.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_compound_page_dies_with_the_last_reference_to_any_of_its_pages()
    {
        using KernelMemory kernel = backing.Kernel(64);
        int free = kernel.FreePageCount;
        Page head = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 2)!;
        Page tail = kernel.NthPage(head, 3);

        Assert.True(tail.IsTail);
        Assert.Same(head, tail.Head);
        kernel.GetPage(tail);
        Assert.Equal(2, head.RefCount);
        kernel.FreePages(head, 2);
        Assert.False(tail.IsFree);
        kernel.PutPage(tail);

        Assert.Equal(free, kernel.FreePageCount);
    }

    [Fact]
    public void A_block_that_is_not_compound_loses_all_but_its_first_page_while_that_is_referenced()
    {
        using KernelMemory kernel = backing.Kernel(64);
        int free = kernel.FreePageCount;
        Page first = kernel.AllocPages(GfpFlags.Kernel, 3)!;

        kernel.GetPage(first);
        kernel.FreePages(first, 3);
        Assert.Equal(free - 1, kernel.FreePageCount);
        kernel.PutPage(first);

        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Put_page_on_a_block_that_is_not_compound_loses_the_rest_as_in_the_kernel()
    {
        using KernelMemory kernel = backing.WarningKernel(64);
        int free = kernel.FreePageCount;
        Page first = kernel.AllocPages(GfpFlags.Kernel, 2)!;

        kernel.PutPage(first);

        Assert.Equal(free - 3, kernel.FreePageCount);
        Assert.Contains("held as page-block", Assert.Single(kernel.Warnings).Message);
        Assert.Equal(ResourceKinds.PageBlock, Assert.Single(kernel.LeakReport().Held).Kind);
    }

    [Fact]
    public void A_split_block_is_freed_page_by_page()
    {
        using KernelMemory kernel = backing.Kernel(64);
        int free = kernel.FreePageCount;
        Page first = kernel.AllocPages(GfpFlags.Kernel, 2)!;

        kernel.SplitPage(first, 2);
        for (int i = 0; i < 4; i++)
        {
            kernel.PutPage(kernel.NthPage(first, i));
        }

        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void An_order_that_cannot_be_had_is_null(int order)
    {
        using KernelMemory kernel = backing.Kernel(16);
        Assert.Null(kernel.AllocPages(GfpFlags.Kernel, order));
    }

    [Fact]
    public void The_wrong_order_is_refused_and_changes_nothing()
    {
        using KernelMemory kernel = backing.Kernel(64);
        Page page = kernel.AllocPages(GfpFlags.Kernel, 2)!;
        int free = kernel.FreePageCount;

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.FreePages(page, 3));

        Assert.Contains("order 2", bug.Message);
        Assert.Contains("order 3", bug.Message);
        Assert.Equal(free, kernel.FreePageCount);
        kernel.FreePages(page, 2);
    }

    [Fact]
    public void A_page_from_the_middle_of_a_block_cannot_be_freed()
    {
        using KernelMemory kernel = backing.Kernel(64);
        Page page = kernel.AllocPages(GfpFlags.Kernel, 2)!;

        Assert.Throws<KernelBugException>(() => kernel.FreePage(kernel.NthPage(page, 1)));
        Assert.Throws<KernelBugException>(() => kernel.FreePage(page));
        kernel.FreePages(page, 2);
    }

    [Fact]
    public void What_cannot_be_split_is_refused_and_stays_as_it_was()
    {
        using KernelMemory kernel = backing.Kernel(64);
        Page block = kernel.AllocPages(GfpFlags.Kernel, 2)!;
        Page compound = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 2)!;

        Assert.Throws<KernelBugException>(() => kernel.SplitPage(block, 1));
        Assert.Throws<KernelBugException>(() => kernel.SplitPage(block, 3));
        Assert.Throws<KernelBugException>(() => kernel.SplitPage(block, -1));
        Assert.Throws<KernelBugException>(() => kernel.SplitPage(kernel.NthPage(block, 1), 2));
        Assert.Throws<KernelBugException>(() => kernel.SplitPage(compound, 2));
        Assert.Throws<KernelBugException>(() => kernel.FreePage(kernel.NthPage(compound, 1)));
        kernel.FreePages(block, 2);
        kernel.FreePages(compound, 2);
        Assert.Throws<KernelBugException>(() => kernel.SplitPage(block, 2));
        Assert.Equal(63, kernel.FreePageCount);
    }

    [Fact]
    public void The_pages_of_a_split_block_start_out_clean()
    {
        using KernelMemory kernel = backing.Kernel(2);
        Page single = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.SetPageDirty(single);
        kernel.MarkPageAccessed(single);
        kernel.FreePage(single);

        Assert.Same(single, kernel.AllocPage(GfpFlags.Kernel));
        Assert.False(single.IsDirty);
        Assert.False(single.IsReferenced);
    }

    [Fact]
    public void An_allocation_that_may_sleep_is_warned_about_where_nobody_may()
    {
        using KernelMemory kernel = backing.Kernel(64);
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            kernel.FreePages(kernel.AllocPages(GfpFlags.Atomic, 2)!, 2);
            kernel.FreePageAddress(kernel.GetFreePage(GfpFlags.Atomic));
            kernel.Kfree(kernel.Kmalloc(8, GfpFlags.Atomic));
            Assert.Empty(kernel.Warnings);
            kernel.FreePagesAddress(kernel.GetFreePages(GfpFlags.Kernel, 2), 2);
            kernel.FreePagesExact(kernel.AllocPagesExact(9000, GfpFlags.Kernel), 9000);
            kernel.AllocPagesBulk(GfpFlags.Kernel, 0, []);
            kernel.Kfree(kernel.Kmalloc(8, GfpFlags.Kernel));
        }

        Assert.Equal(4, kernel.Warnings.Count);
    }
}
