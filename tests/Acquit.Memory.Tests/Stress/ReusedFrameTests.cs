using Xunit;

namespace Acquit.Memory.Tests.Stress;

/// <summary>A frame that is used again remembers nothing of the page it was before.</summary>
public sealed class ReusedFrameTests : IDisposable
{
    private const int Pages = 8;

    private readonly KernelMemory kernel = new(24);

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void A_pinned_page_stays_its_process_s_on_fork_where_a_shared_page_was_before()
    {
        using (MmStruct before = kernel.CreateMm())
        {
            before.Write(before.MapAnonymous(Pages), new byte[Pages * Page.Size]);
            using MmStruct child = before.Fork()!;
        }

        using MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(Pages);
        Page[] pinned = new Page[Pages];
        Assert.Equal(Pages, mm.PinUserPagesFast(address, Pages, FollFlags.Write, pinned));
        using MmStruct later = mm.Fork()!;
        for (int i = 0; i < Pages; i++)
        {
            Assert.Equal(0, mm.Write(address + ((ulong)i << Page.Shift), [7]));
        }

        Assert.All(pinned, page => Assert.Equal(7, page.Span[0]));
        kernel.UnpinUserPages(pinned, Pages);
    }

    [Fact]
    public void A_page_where_a_movable_one_was_before_stays_when_it_is_pinned_for_long()
    {
        Page[] movable = [.. Enumerable.Range(0, kernel.FreePageCount).Select(_ => kernel.AllocPage(GfpFlags.HighUserMovable)!)];
        Array.ForEach(movable, page => kernel.FreePage(page));
        using MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(1);
        Page[] first = new Page[1], pinned = new Page[1];
        Assert.Equal(1, mm.GetUserPagesFast(address, 1, FollFlags.Write, first));
        kernel.PutPage(first[0]);

        Assert.Equal(1, mm.PinUserPagesFast(address, 1, FollFlags.Write | FollFlags.LongTerm, pinned));

        Assert.Same(first[0], pinned[0]);
        kernel.UnpinUserPage(pinned[0]);
    }
}
