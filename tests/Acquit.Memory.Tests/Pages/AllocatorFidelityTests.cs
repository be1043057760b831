using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>The kernel's rules for who frees what with which call, each shown by running it.</summary>
public abstract class AllocatorFidelityTests(MemoryBacking backing)
{
    private const GfpFlags Compound = GfpFlags.Kernel | GfpFlags.Comp;

    public sealed class OnSharedMemory() : AllocatorFidelityTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : AllocatorFidelityTests(MemoryBacking.Portable);

    [Fact]
    public void Put_page_and_free_page_are_equivalent_for_order_0()
    {
        using KernelMemory kernel = backing.Kernel(8);
        kernel.PutPage(kernel.AllocPage(GfpFlags.Kernel)!);
        kernel.FreePage(kernel.AllocPage(GfpFlags.Kernel)!);
        kernel.FreePages(kernel.AllocPage(GfpFlags.Kernel)!, 0);

        Assert.Equal(7, kernel.FreePageCount);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Put_page_and_free_pages_differ_for_blocks_that_are_not_compound()
    {
        using KernelMemory kernel = backing.WarningKernel(32);
        Page freed = kernel.AllocPages(GfpFlags.Kernel, 3)!;
        kernel.FreePages(freed, 3);
        Assert.Equal(31, kernel.FreePageCount);

        kernel.PutPage(kernel.AllocPages(GfpFlags.Kernel, 3)!);

        Assert.Equal(31 - 7, kernel.FreePageCount);
    }

    [Fact]
    public void Put_page_on_any_page_and_free_pages_on_the_head_free_a_compound_page()
    {
        using KernelMemory kernel = backing.Kernel(32);
        Page first = kernel.AllocPages(Compound, 3)!;
        kernel.PutPage(kernel.NthPage(first, 6));
        Page second = kernel.AllocPages(Compound, 3)!;
        kernel.FreePages(second, 3);

        Assert.Equal(31, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Freeing_with_another_order_is_noticed_here_though_the_kernel_does_not_check()
    {
        using KernelMemory kernel = backing.WarningKernel(32);
        Page block = kernel.AllocPages(GfpFlags.Kernel, 2)!;

        Assert.Throws<KernelBugException>(() => kernel.FreePages(block, 1));
        Assert.Throws<KernelBugException>(() => kernel.FreePages(block, 3));

        kernel.FreePages(block, 2);
        Assert.Equal(31, kernel.FreePageCount);
    }

    [Fact]
    public void A_block_that_is_not_compound_may_be_split_and_freed_page_by_page()
    {
        using KernelMemory kernel = backing.Kernel(32);
        Page block = kernel.AllocPages(GfpFlags.Kernel, 2)!;
        kernel.SplitPage(block, 2);
        kernel.FreePage(kernel.NthPage(block, 3));
        kernel.PutPage(kernel.NthPage(block, 1));

        Assert.Equal(29, kernel.FreePageCount);
        kernel.ReleasePages([block, kernel.NthPage(block, 2)], 2);
        Assert.Equal(31, kernel.FreePageCount);
    }

    [Fact]
    public void Where_the_count_decides_the_block_has_to_be_compound()
    {
        using KernelMemory kernel = backing.Kernel(32);
        Page compound = kernel.AllocPages(Compound, 2)!;
        Page block = kernel.AllocPages(GfpFlags.Kernel, 2)!;
        kernel.GetPage(kernel.NthPage(compound, 1));

        Assert.Throws<KernelBugException>(() => kernel.GetPage(kernel.NthPage(block, 1)));
        kernel.FreePages(compound, 2);
        Assert.False(kernel.NthPage(compound, 3).IsFree);
        kernel.PutPage(compound);
        kernel.FreePages(block, 2);
        Assert.Equal(31, kernel.FreePageCount);
    }

    [Fact]
    public void A_stray_reference_delays_the_first_page_only_of_a_block_that_is_not_compound()
    {
        using KernelMemory kernel = backing.Kernel(32);
        Page block = kernel.AllocPages(GfpFlags.Kernel, 3)!;
        kernel.GetPage(block);
        kernel.FreePages(block, 3);
        Assert.Equal(30, kernel.FreePageCount);

        kernel.PutPage(block);

        Assert.Equal(31, kernel.FreePageCount);
    }

    [Fact]
    public void Get_page_on_a_tail_acts_on_the_head()
    {
        using KernelMemory kernel = backing.Kernel(32);
        Page head = kernel.AllocPages(Compound, 2)!;
        kernel.GetPage(kernel.NthPage(head, 2));

        Assert.Equal(2, head.RefCount);
        kernel.PutPage(kernel.NthPage(head, 1));
        kernel.PutPage(head);
        Assert.True(head.IsFree);
    }

    [Fact]
    public void A_reference_that_was_not_taken_may_not_be_put()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.FreePage(page);
        Assert.False(kernel.TryGetPage(page));

        Assert.Throws<KernelBugException>(() => kernel.PutPage(page));
        Assert.Equal(7, kernel.FreePageCount);
    }

    [Fact]
    public void Release_pages_is_the_batch_of_put_page_and_not_of_unpin()
    {
        using KernelMemory kernel = backing.Kernel(8);
        using MmStruct mm = kernel.CreateMm();
        Page[] pages = new Page[2];
        Assert.Equal(2, mm.PinUserPagesFast(mm.MapAnonymous(2), 2, FollFlags.Write, pages));

        Assert.Contains("use UnpinUserPage", Assert.Throws<KernelBugException>(() => mm.ReleasePages(pages, 2)).Message);
        mm.UnpinUserPages(pages, 2);
    }

    [Fact]
    public void Some_releases_take_null_and_some_crash()
    {
        using KernelMemory kernel = backing.Kernel(8);
        kernel.Kfree(null);
        kernel.Kvfree(null);
        kernel.Vfree(null);
        kernel.FreePageAddress(0);
        kernel.FreePagesAddress(0, 4);
        kernel.PutDevPagemap(null);

        Assert.Throws<ArgumentNullException>(() => kernel.PutPage(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.FreePage(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.FreePages(null!, 0));
        Assert.Throws<KernelBugException>(() => kernel.FreePagesExact(0, 8192));
    }

    [Fact]
    public void A_bulk_allocation_is_released_by_what_it_got()
    {
        using KernelMemory kernel = backing.Kernel(6);
        Page[] pages = new Page[16];

        int got = kernel.AllocPagesBulk(GfpFlags.Kernel, 16, pages);

        Assert.Equal(5, got);
        Assert.Contains("index 5", Assert.Throws<KernelBugException>(() => kernel.ReleasePages(pages, 16)).Message);
        Assert.Equal(5, kernel.FreePageCount);
    }

    [Fact]
    public void What_an_exact_allocation_does_not_need_was_given_back_already()
    {
        using KernelMemory kernel = backing.Kernel(16);
        ulong address = kernel.AllocPagesExact(3 * Page.Size, GfpFlags.Kernel);
        Page tail = kernel.VirtToPage(address + (3 * Page.Size));
        Assert.True(tail.IsFree);

        Assert.Contains("a second time", Assert.Throws<KernelBugException>(() => kernel.FreePagesAddress(address, 2)).Message);
        kernel.FreePagesExact(address, 3 * Page.Size);
        Assert.Equal(15, kernel.FreePageCount);
    }

    [Fact]
    public void Large_powers_of_two_from_kmalloc_are_aligned_like_pages_are()
    {
        using KernelMemory kernel = backing.Kernel(64);
        foreach (int size in new[] { 64, 512, 4096, 8192, 16384, 65536 })
        {
            KernelAllocation memory = kernel.Kmalloc(size, GfpFlags.Kernel)!;
            Assert.Equal(0UL, memory.Address % (ulong)size);
            kernel.Kfree(memory);
        }
    }

    [Fact]
    public void Only_kvfree_knows_what_kvmalloc_has_done()
    {
        using KernelMemory kernel = backing.Kernel(16);
        foreach (bool fallBack in new[] { false, true })
        {
            if (fallBack)
            {
                kernel.Injection.FailNext(nameof(KernelMemory.Kmalloc));
            }

            KernelAllocation memory = kernel.Kvmalloc(3 * Page.Size, GfpFlags.Kernel)!;
            Assert.Throws<KernelBugException>(() => kernel.Kfree(memory));
            Assert.Throws<KernelBugException>(() => kernel.VfreeAddress(memory.Address));
            kernel.Kvfree(memory);
        }

        KernelAllocation plain = kernel.Kmalloc(8, GfpFlags.Kernel)!;
        kernel.Kvfree(plain);
        Assert.Equal(15, kernel.FreePageCount);
    }
}
