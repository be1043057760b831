using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class PageReferenceTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : PageReferenceTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : PageReferenceTests(MemoryBacking.Portable);

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

        Thread other = new(() => kernel.UnlockPage(page));
        other.Start();
        kernel.LockPage(page);
        other.Join();
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
}
