using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class PageAddressTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : PageAddressTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : PageAddressTests(MemoryBacking.Portable);

    [Fact]
    public void An_address_and_its_page_name_the_same_bytes()
    {
        using KernelMemory kernel = backing.Kernel(32);
        ulong address = kernel.GetFreePages(GfpFlags.Kernel, 2);
        Page first = kernel.VirtToPage(address);

        kernel.BytesAt(address + Page.Size - 1, 2).Fill(0x5c);

        Assert.Equal(address, kernel.PageAddress(first));
        Assert.Same(kernel.NthPage(first, 3), kernel.VirtToPage(address + (4 * Page.Size) - 1));
        Assert.Equal(0x5c, first.Span[Page.Size - 1]);
        Assert.Equal(0x5c, kernel.NthPage(first, 1).Span[0]);
        kernel.FreePagesAddress(address, 2);
        Assert.True(first.IsFree);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_zeroed_page_is_zero_where_a_free_page_is_not()
    {
        using KernelMemory kernel = backing.Kernel(2);
        ulong address = kernel.GetFreePage(GfpFlags.Kernel);
        kernel.BytesAt(address, Page.Size).Fill(1);
        kernel.FreePageAddress(address);

        Assert.Equal(address, kernel.GetZeroedPage(GfpFlags.Kernel));
        Assert.False(kernel.BytesAt(address, Page.Size).ContainsAnyExcept((byte)0));
        kernel.FreePageAddress(address);
    }

    [Fact]
    public void Failure_is_address_0_and_freeing_address_0_does_nothing()
    {
        using KernelMemory kernel = backing.Kernel(2);
        ulong last = kernel.GetFreePage(GfpFlags.Kernel);

        Assert.Equal(0UL, kernel.GetFreePage(GfpFlags.Kernel));
        Assert.Equal(0UL, kernel.GetZeroedPage(GfpFlags.Kernel));
        Assert.Equal(0UL, kernel.GetFreePages(GfpFlags.Kernel, 3));
        kernel.FreePageAddress(0);
        kernel.FreePagesAddress(0, 3);

        Assert.Equal(0, kernel.FreePageCount);
        kernel.FreePageAddress(last);
        Assert.Empty(kernel.Warnings);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_order_beyond_the_largest_is_0_with_a_warning_unless_that_is_unwanted(int order)
    {
        using KernelMemory kernel = backing.Kernel(16);

        Assert.Equal(0UL, kernel.GetFreePages(GfpFlags.Kernel | GfpFlags.NoWarn, order));
        Assert.Empty(kernel.Warnings);
        Assert.Equal(0UL, kernel.GetFreePages(GfpFlags.Kernel, order));
        Assert.Contains($"order {order}", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Each_allocation_by_address_can_be_made_to_fail()
    {
        using KernelMemory kernel = backing.Kernel(16);
        kernel.Injection.FailNext(nameof(KernelMemory.GetFreePages));
        kernel.Injection.FailNext(nameof(KernelMemory.GetFreePage));
        kernel.Injection.FailNext(nameof(KernelMemory.GetZeroedPage));

        Assert.Equal(0UL, kernel.GetFreePages(GfpFlags.Kernel, 1));
        Assert.Equal(0UL, kernel.GetFreePage(GfpFlags.Kernel));
        Assert.Equal(0UL, kernel.GetZeroedPage(GfpFlags.Kernel));
        Assert.Equal(15, kernel.FreePageCount);
    }

    [Fact]
    public void Freeing_twice_by_address_or_with_another_order_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(32);
        ulong address = kernel.GetFreePages(GfpFlags.Kernel, 2);
        int free = kernel.FreePageCount;

        Assert.Contains("order 2", Assert.Throws<KernelBugException>(() => kernel.FreePagesAddress(address, 1)).Message);
        Assert.Throws<KernelBugException>(() => kernel.FreePagesAddress(address, 3));
        Assert.Throws<KernelBugException>(() => kernel.FreePagesAddress(address, -1));
        Assert.Throws<KernelBugException>(() => kernel.FreePageAddress(address));
        Assert.Throws<KernelBugException>(() => kernel.FreePagesAddress(address + Page.Size, 2));
        Assert.Equal(free, kernel.FreePageCount);
        kernel.FreePagesAddress(address, 2);
        Assert.Contains("is free", Assert.Throws<KernelBugException>(() => kernel.FreePagesAddress(address, 2)).Message);
        Assert.Equal(free + 4, kernel.FreePageCount);
    }

    [Fact]
    public void A_page_and_its_address_are_freed_alike()
    {
        using KernelMemory kernel = backing.Kernel(32);
        Page page = kernel.AllocPages(GfpFlags.Kernel, 1)!;
        ulong address = kernel.GetFreePages(GfpFlags.Kernel, 1);

        kernel.FreePagesAddress(kernel.PageAddress(page), 1);
        kernel.FreePages(kernel.VirtToPage(address), 1);

        Assert.Equal(31, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void An_address_without_a_page_frame_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(4);
        VmArea area = kernel.Vmalloc(1)!;
        ulong beyond = kernel.PageAddress(kernel.PfnToPage(3)) + Page.Size;

        foreach (ulong address in new[] { 1UL, 4096UL, beyond, ulong.MaxValue, area.Address })
        {
            Assert.False(kernel.VirtAddrValid(address));
            Assert.Throws<KernelBugException>(() => kernel.VirtToPage(address));
            Assert.Throws<KernelBugException>(() => kernel.FreePageAddress(address));
            Assert.Throws<KernelBugException>(() => kernel.BytesAt(address, 1).Length);
        }

        Assert.Contains(
            "addresses of their own", Assert.Throws<KernelBugException>(() => kernel.VirtToPage(area.Address)).Message);
        kernel.Vfree(area);
    }

    [Fact]
    public void Bytes_on_a_free_page_are_refused_wherever_in_the_range_it_is()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page[] pages = kernel.AllocPages(7);
        Array.Sort(pages, (left, right) => left.Pfn.CompareTo(right.Pfn));
        ulong address = kernel.PageAddress(pages[0]);
        Assert.Equal(3 * Page.Size, kernel.BytesAt(address, 3 * Page.Size).Length);
        kernel.FreePage(pages[2]);

        Assert.Throws<KernelBugException>(() => kernel.BytesAt(address, (2 * Page.Size) + 1).Length);
        Assert.Equal(2 * Page.Size, kernel.BytesAt(address, 2 * Page.Size).Length);
        Assert.Equal(0, kernel.BytesAt(address, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.BytesAt(address, -1).Length);
        Assert.Throws<KernelBugException>(() => kernel.BytesAt(kernel.PageAddress(pages[6]), int.MaxValue).Length);
    }

    [Fact]
    public void The_order_for_a_size_is_that_of_the_smallest_block_that_holds_it()
    {
        Assert.Equal(0, Page.GetOrder(1));
        Assert.Equal(0, Page.GetOrder(Page.Size));
        Assert.Equal(1, Page.GetOrder(Page.Size + 1));
        Assert.Equal(3, Page.GetOrder(5 * Page.Size));
        Assert.Equal(52, Page.GetOrder(0));
        Assert.Equal(52, Page.GetOrder(-1));
    }
}
