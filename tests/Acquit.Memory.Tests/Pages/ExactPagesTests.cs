using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class ExactPagesTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : ExactPagesTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : ExactPagesTests(MemoryBacking.Portable);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(Page.Size, 1)]
    [InlineData(Page.Size + 1, 2)]
    [InlineData(5 * Page.Size, 5)]
    [InlineData(8 * Page.Size, 8)]
    public void No_more_pages_are_taken_than_the_size_needs(int size, int pages)
    {
        using KernelMemory kernel = backing.Kernel(64);

        ulong address = kernel.AllocPagesExact(size, GfpFlags.Kernel | GfpFlags.Zero);

        Assert.Equal(63 - pages, kernel.FreePageCount);
        Assert.False(kernel.BytesAt(address, size).ContainsAnyExcept((byte)0));
        Assert.All(Enumerable.Range(0, pages), i =>
        {
            Page page = kernel.NthPage(kernel.VirtToPage(address), i);
            Assert.Equal(1, page.RefCount);
            Assert.Equal(0, page.Order);
            Assert.False(page.IsCompound);
        });
        kernel.FreePagesExact(address, size);
        Assert.Equal(63, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Freeing_by_order_what_was_allocated_by_size_is_noticed_as_a_double_free()
    {
        using KernelMemory kernel = backing.Kernel(64);
        const int Size = 5 * Page.Size;
        ulong address = kernel.AllocPagesExact(Size, GfpFlags.Kernel);

        KernelBugException bug = Assert.Throws<KernelBugException>(
            () => kernel.FreePagesAddress(address, Page.GetOrder(Size)));

        Assert.Contains("a second time; use FreePagesExact", bug.Message);
        Assert.Contains("acquired by AllocPagesExact in", bug.Message);
        Assert.Equal(58, kernel.FreePageCount);
        kernel.FreePagesExact(address, Size);
    }

    [Fact]
    public void Putting_or_freeing_a_single_page_of_it_names_the_right_release()
    {
        using KernelMemory kernel = backing.Kernel(64);
        ulong address = kernel.AllocPagesExact(3 * Page.Size, GfpFlags.Kernel);
        Page second = kernel.VirtToPage(address + Page.Size);

        Assert.Contains("use FreePagesExact", Assert.Throws<KernelBugException>(() => kernel.PutPage(second)).Message);
        Assert.Contains("use FreePagesExact", Assert.Throws<KernelBugException>(() => kernel.FreePage(second)).Message);
        Assert.Contains("use FreePagesExact", Assert.Throws<KernelBugException>(() => kernel.FreePageAddress(address)).Message);
        Assert.Equal(60, kernel.FreePageCount);
        kernel.FreePagesExact(address, 3 * Page.Size);
    }

    [Fact]
    public void Freeing_a_smaller_size_leaves_the_rest_allocated()
    {
        using KernelMemory kernel = backing.Kernel(64);
        ulong address = kernel.AllocPagesExact(3 * Page.Size, GfpFlags.Kernel);

        kernel.FreePagesExact(address, Page.Size);

        Assert.Equal(61, kernel.FreePageCount);
        Assert.Contains("2 page-range still held", kernel.LeakReport().ToString());
        kernel.FreePagesExact(address + Page.Size, 2 * Page.Size);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Freeing_a_larger_size_is_refused_before_anything_is_freed()
    {
        using KernelMemory kernel = backing.Kernel(64);
        ulong address = kernel.AllocPagesExact(3 * Page.Size, GfpFlags.Kernel);

        Assert.Throws<KernelBugException>(() => kernel.FreePagesExact(address, 4 * Page.Size));
        Assert.Throws<KernelBugException>(() => kernel.FreePagesExact(address, -1));
        Assert.Throws<KernelBugException>(() => kernel.FreePagesExact(address, long.MaxValue));
        Assert.Equal(60, kernel.FreePageCount);
        kernel.FreePagesExact(address, 3 * Page.Size);
        Assert.Throws<KernelBugException>(() => kernel.FreePagesExact(address, 3 * Page.Size));
        Assert.Equal(63, kernel.FreePageCount);
    }

    [Fact]
    public void Pages_that_were_not_allocated_by_size_are_refused_before_anything_is_freed()
    {
        using KernelMemory kernel = backing.Kernel(64);
        ulong address = kernel.GetFreePages(GfpFlags.Kernel, 1);
        ulong single = kernel.GetFreePage(GfpFlags.Kernel);

        Assert.Contains("block of order 1", Assert.Throws<KernelBugException>(
            () => kernel.FreePagesExact(address, 2 * Page.Size)).Message);
        Assert.Contains("held as page", Assert.Throws<KernelBugException>(() => kernel.FreePagesExact(single, 1)).Message);
        kernel.FreePagesAddress(address, 1);
        kernel.FreePageAddress(single);
    }

    [Fact]
    public void Address_0_is_ignored_for_one_page_only()
    {
        using KernelMemory kernel = backing.Kernel(16);

        kernel.FreePagesExact(0, 0);
        kernel.FreePagesExact(0, 1);
        kernel.FreePagesExact(0, Page.Size);

        Assert.Contains("the next is at 1000", Assert.Throws<KernelBugException>(
            () => kernel.FreePagesExact(0, Page.Size + 1)).Message);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    public void A_size_that_cannot_be_had_is_0_with_a_warning(long size)
    {
        using KernelMemory kernel = backing.Kernel(16);

        Assert.Equal(0UL, kernel.AllocPagesExact(size, GfpFlags.Kernel));

        Assert.Single(kernel.Warnings);
        Assert.Equal(15, kernel.FreePageCount);
    }

    [Fact]
    public void The_whole_block_must_be_there_although_part_of_it_is_given_back()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Assert.Equal(0UL, kernel.AllocPagesExact(5 * Page.Size, GfpFlags.Kernel));
        Assert.NotEqual(0UL, kernel.AllocPagesExact(3 * Page.Size, GfpFlags.Kernel));

        kernel.Injection.FailNext(nameof(KernelMemory.AllocPagesExact));
        Assert.Equal(0UL, kernel.AllocPagesExact(1, GfpFlags.Kernel));
    }

    [Fact]
    public void A_compound_page_cannot_be_asked_for()
    {
        using KernelMemory kernel = backing.Kernel(16);

        ulong address = kernel.AllocPagesExact(2 * Page.Size, GfpFlags.Kernel | GfpFlags.Comp);

        Assert.Contains("compound", Assert.Single(kernel.Warnings).Message);
        Assert.False(kernel.VirtToPage(address).IsCompound);
        kernel.FreePagesExact(address, 2 * Page.Size);
    }

    [Fact]
    public void With_warnings_only_what_was_allocated_in_another_way_is_freed_as_in_the_kernel()
    {
        using KernelMemory kernel = backing.WarningKernel(16);
        ulong address = kernel.GetFreePage(GfpFlags.Kernel);

        kernel.FreePagesExact(address, Page.Size);

        Assert.Equal(15, kernel.FreePageCount);
        Assert.Contains("held as page", Assert.Single(kernel.Warnings.Take(1)).Message);
    }
}
