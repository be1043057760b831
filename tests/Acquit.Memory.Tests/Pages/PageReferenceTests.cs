using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class PageReferenceTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : PageReferenceTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : PageReferenceTests(MemoryBacking.Portable);

    [Fact]
    public void Waiting_for_the_lock_of_a_page_one_has_locked_oneself_is_refused()
    {
        using KernelMemory kernel = new(4);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.LockPage(page);

        Assert.Contains("wait for ever", Assert.Throws<KernelBugException>(() => kernel.LockPage(page)).Message);
        Assert.Contains("wait for ever", Assert.Throws<KernelBugException>(() => kernel.SetPageDirtyLock(page)).Message);

        Assert.False(page.IsDirty);
        kernel.UnlockPage(page);
        kernel.FreePage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_page_lives_as_long_as_somebody_references_it()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        kernel.GetPage(page);
        Assert.True(kernel.TryGetPage(page));
        Assert.Equal(3, page.RefCount);
        kernel.PutPage(page);
        kernel.FreePage(page);
        Assert.False(page.IsFree);
        kernel.PutPage(page);

        Assert.True(page.IsFree);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Trying_to_get_a_free_page_answers_false_with_a_warning()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.FreePage(page);

        Assert.False(kernel.TryGetPage(page));
        Assert.Contains("0 references", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Release_pages_drops_one_reference_of_each()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page[] pages = kernel.AllocPages(4);
        kernel.GetPage(pages[3]);

        kernel.ReleasePages(pages, 4);

        Assert.All(pages[..3], page => Assert.True(page.IsFree));
        Assert.Equal(1, pages[3].RefCount);
    }

    [Fact]
    public void Release_pages_stops_at_a_missing_page()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page[] pages = [kernel.AllocPage(GfpFlags.Kernel)!, null!];

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.ReleasePages(pages, 2));

        Assert.Contains("index 1 of 2", bug.Message);
        Assert.True(pages[0].IsFree);
    }

    [Fact]
    public void A_page_may_be_locked_by_one_thread_and_unlocked_by_another()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.LockPage(page);
        Assert.False(kernel.TrylockPage(page));

        // The thread ends first: who has locked the page himself may not wait for it.
        Thread other = new(() => kernel.UnlockPage(page));
        other.Start();
        other.Join();
        Assert.False(page.IsLocked);
        kernel.LockPage(page);
        kernel.UnlockPage(page);

        Assert.False(page.IsLocked);
        Assert.Throws<KernelBugException>(() => kernel.UnlockPage(page));
    }

    [Fact]
    public void References_are_counted_right_by_many_threads()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 2000; i++)
            {
                kernel.GetPage(page);
                kernel.PutPage(page);
            }
        });

        Assert.Equal(1, page.RefCount);
        kernel.FreePage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_null_page_is_refused_where_the_kernel_would_crash()
    {
        using KernelMemory kernel = backing.Kernel(8);

        Assert.Throws<ArgumentNullException>(() => kernel.GetPage(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.TryGetPage(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.GetPageUnlessZero(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.PutPage(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.FolioPutRefs(null!, 1));
        Assert.Throws<ArgumentNullException>(() => kernel.FreePage(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.FreePages(null!, 0));
        Assert.Throws<ArgumentNullException>(() => kernel.SplitPage(null!, 0));
        Assert.Throws<ArgumentNullException>(() => kernel.PageAddress(null!));
    }

    [Fact]
    public void Getting_a_free_page_or_an_uncounted_one_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(16);
        Page block = kernel.AllocPages(GfpFlags.Kernel, 1)!;
        Page second = kernel.NthPage(block, 1);

        Assert.Contains("no reference to start from", Assert.Throws<KernelBugException>(() => kernel.GetPage(second)).Message);
        kernel.FreePages(block, 1);
        Assert.Contains("is free", Assert.Throws<KernelBugException>(() => kernel.GetPage(block)).Message);
        Assert.Throws<KernelBugException>(() => kernel.PutPage(block));
        Assert.Equal(0, block.RefCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Releasing_no_pages_or_fewer_does_nothing(int count)
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page[] pages = kernel.AllocPages(2);

        kernel.ReleasePages(pages, count);

        Assert.Equal(5, kernel.FreePageCount);
    }

    [Fact]
    public void Releasing_more_pages_than_there_are_is_refused_before_any_is_released()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page[] pages = kernel.AllocPages(2);

        Assert.Throws<ArgumentException>(() => kernel.ReleasePages(pages, 3));
        Assert.Equal(5, kernel.FreePageCount);
    }

    [Fact]
    public void Several_references_are_dropped_at_once_or_not_at_all()
    {
        using KernelMemory kernel = backing.Kernel(8);
        using MmStruct mm = kernel.CreateMm();
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.GetPage(page);
        kernel.GetPage(page);

        foreach (int refs in new[] { 0, -3, 4, int.MaxValue })
        {
            Assert.Throws<KernelBugException>(() => kernel.FolioPutRefs(page, refs));
        }

        Assert.Equal(3, page.RefCount);
        Assert.Equal(3, kernel.LeakReport().Held.Count);
        kernel.FolioPutRefs(page, 2);
        Assert.Equal(1, page.RefCount);
        kernel.FolioPutRefs(page, 1);
        Assert.True(page.IsFree);

        Page[] pinned = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(mm.MapAnonymous(1), 1, FollFlags.Write, pinned));
        kernel.GetPage(pinned[0]);
        Assert.Contains("held as page-pin", Assert.Throws<KernelBugException>(() => kernel.FolioPutRefs(pinned[0], 2)).Message);
        Assert.Equal(2, kernel.LeakReport().Held.Count);
        kernel.PutPage(pinned[0]);
        kernel.UnpinUserPages(pinned, 1);
    }

    [Fact]
    public void A_count_that_is_full_takes_no_more_references()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.InitializeCount(int.MaxValue - 1);

        Assert.True(kernel.TryGetPage(page));
        Assert.False(kernel.TryGetPage(page));
        Assert.False(kernel.GetPageUnlessZero(page));
        Assert.Throws<KernelBugException>(() => kernel.GetPage(page));

        Assert.Equal(int.MaxValue, page.RefCount);
        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void Trying_can_be_made_to_fail()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.Injection.FailNext(nameof(KernelMemory.TryGetPage));
        kernel.Injection.FailNext(nameof(KernelMemory.GetPageUnlessZero));

        Assert.False(kernel.TryGetPage(page));
        Assert.False(kernel.GetPageUnlessZero(page));
        Assert.Equal(1, page.RefCount);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Without_checking_counts_are_kept_and_freed_pages_refused_all_the_same()
    {
        using KernelMemory kernel = backing.UncheckedKernel(32);
        using KernelMemory other = backing.UncheckedKernel(32);
        Page head = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 2)!;
        Page tail = kernel.NthPage(head, 3);
        kernel.GetPage(tail);
        Assert.True(kernel.TryGetPage(tail));
        Assert.Equal(3, head.RefCount);
        Assert.Throws<KernelBugException>(() => other.GetPage(tail));
        Assert.Throws<KernelBugException>(() => other.PutPage(tail));

        kernel.PutPage(tail);
        kernel.ReleasePages([head, tail], 2);

        Assert.Equal(31, kernel.FreePageCount);
        Assert.Throws<KernelBugException>(() => kernel.PutPage(tail));
        Assert.Throws<KernelBugException>(() => kernel.GetPage(head));
        Assert.Throws<KernelBugException>(() => kernel.ReleasePages([head], 1));
        Assert.Throws<KernelBugException>(() => kernel.FreePages(head, 2));
        Assert.Throws<KernelBugException>(() => kernel.ReleasePages([null!], 1));
        Assert.Equal(31, kernel.FreePageCount);
        kernel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kernel.PutPage(kernel.ZeroPage));
        Assert.Throws<ObjectDisposedException>(() => kernel.GetPage(kernel.ZeroPage));
    }
}
