using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class BulkPagesTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : BulkPagesTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : BulkPagesTests(MemoryBacking.Portable);

    [Fact]
    public void Empty_slots_are_filled_and_the_others_left_and_counted()
    {
        using KernelMemory kernel = backing.Kernel(16);
        Page mine = kernel.AllocPage(GfpFlags.Kernel)!;
        Page[] pages = new Page[5];
        pages[0] = mine;
        pages[2] = mine;

        Assert.Equal(4, kernel.AllocPagesBulk(GfpFlags.Kernel | GfpFlags.Zero, 4, pages));

        Assert.Same(mine, pages[0]);
        Assert.Same(mine, pages[2]);
        Assert.NotNull(pages[1]);
        Assert.NotNull(pages[3]);
        Assert.Null(pages[4]);
        Assert.False(pages[3].Span.ContainsAnyExcept((byte)0));
        Assert.Equal(4, kernel.AllocPagesBulk(GfpFlags.Kernel, 4, pages));
        Assert.Equal(15 - 3, kernel.FreePageCount);
        kernel.ReleasePages([pages[0], pages[1], pages[3]], 3);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void When_memory_runs_out_what_was_had_is_held_and_counted()
    {
        using KernelMemory kernel = backing.Kernel(4);
        Page[] pages = new Page[8];

        int held = kernel.AllocPagesBulk(GfpFlags.Kernel, 8, pages);

        Assert.Equal(3, held);
        Assert.All(pages[3..], Assert.Null);
        Assert.Equal(3, kernel.AllocPagesBulk(GfpFlags.Kernel, 8, pages));
        kernel.ReleasePages(pages, held);
        Assert.Equal(3, kernel.FreePageCount);
    }

    [Fact]
    public void A_slot_after_the_first_one_left_empty_is_not_counted()
    {
        using KernelMemory kernel = backing.Kernel(3);
        Page mine = kernel.AllocPage(GfpFlags.Kernel)!;
        Page[] pages = [null!, null!, mine];

        Assert.Equal(1, kernel.AllocPagesBulk(GfpFlags.Kernel, 3, pages));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-12)]
    public void No_slots_to_fill_is_no_pages(int count)
    {
        using KernelMemory kernel = backing.Kernel(4);
        Assert.Equal(0, kernel.AllocPagesBulk(GfpFlags.Kernel, count, new Page[2]));
        Assert.Equal(3, kernel.FreePageCount);
    }

    [Fact]
    public void More_slots_than_there_are_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Assert.Throws<ArgumentException>(() => kernel.AllocPagesBulk(GfpFlags.Kernel, 3, new Page[2]));
        Assert.Equal(7, kernel.FreePageCount);
    }

    [Fact]
    public void It_can_be_made_to_fail_and_to_succeed_in_part()
    {
        using KernelMemory kernel = backing.Kernel(8);
        Page[] pages = new Page[4];

        kernel.Injection.FailNext(nameof(KernelMemory.AllocPagesBulk));
        Assert.Equal(0, kernel.AllocPagesBulk(GfpFlags.Kernel, 4, pages));
        kernel.Injection.PartialNext(nameof(KernelMemory.AllocPagesBulk), 2);
        Assert.Equal(2, kernel.AllocPagesBulk(GfpFlags.Kernel, 4, pages));
        Assert.Equal(4, kernel.AllocPagesBulk(GfpFlags.Kernel, 4, pages));
        kernel.ReleasePages(pages, 4);
    }
}
