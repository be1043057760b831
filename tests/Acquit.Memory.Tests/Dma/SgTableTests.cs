using Xunit;

namespace Acquit.Memory.Tests.Dma;

public sealed class SgTableTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly DmaDevice device;

    public SgTableTests() => device = new DmaDevice(kernel, 64);

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void Pages_that_lie_next_to_each_other_become_one_piece()
    {
        Page[] pages = kernel.AllocPages(5);
        SgTable table = new();
        Assert.Equal(
            0, kernel.SgAllocTableFromPages(table, [pages[0], pages[1], pages[4], pages[3]], 100, (3 * Page.Size) + 50, GfpFlags.Kernel));

        Assert.Equal(3, table.OrigNents);
        Assert.Equal([(2 * Page.Size) - 100, Page.Size, 150], table.Sgl.Select(piece => piece.Length));
        Assert.Equal([100, 0, 0], table.Sgl.Select(piece => piece.Offset));
        kernel.SgFreeTable(table);
        kernel.ReleasePages(pages, 5);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void An_offset_may_skip_pages()
    {
        Page[] pages = kernel.AllocPages(3);
        SgTable table = new();
        Assert.Equal(0, kernel.SgAllocTableFromPages(table, pages, Page.Size + 1, 10, GfpFlags.Kernel));

        ScatterList piece = Assert.Single(table.Sgl);
        Assert.Same(pages[1], piece.Page);
        Assert.Equal((1, 10), (piece.Offset, piece.Length));
        kernel.SgFreeTable(table);
        kernel.ReleasePages(pages, 3);
    }

    [Fact]
    public void No_pieces_or_more_bytes_than_pages_are_refused()
    {
        SgTable table = new();
        Page[] pages = kernel.AllocPages(1);
        Assert.Equal(-Errno.EINVAL, kernel.SgAllocTable(table, 0, GfpFlags.Kernel));
        Assert.Equal(-Errno.EINVAL, kernel.SgAllocTable(table, -1, GfpFlags.Kernel));
        Assert.Equal(-Errno.EINVAL, kernel.SgAllocTableFromPages(table, pages, 1, Page.Size, GfpFlags.Kernel));
        Assert.Equal(-Errno.EINVAL, kernel.SgAllocTableFromPages(table, pages, -1, 1, GfpFlags.Kernel));
        Assert.Equal(-Errno.EINVAL, kernel.SgAllocTableFromPages(table, [], 0, 1, GfpFlags.Kernel));
        kernel.Injection.FailNext(nameof(KernelMemory.SgAllocTable));
        Assert.Equal(-Errno.ENOMEM, kernel.SgAllocTable(table, 1, GfpFlags.Kernel));
        kernel.SgFreeTable(table);
        kernel.FreePage(pages[0]);
        Assert.Throws<KernelBugException>(() => kernel.SgAllocTableFromPages(table, pages, 0, 1, GfpFlags.Kernel));
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_table_is_unmapped_before_it_is_freed_and_its_numbers_are_not_written_by_hand()
    {
        Page[] pages = kernel.AllocPages(2);
        SgTable table = new();
        Assert.Equal(0, kernel.SgAllocTable(table, 2, GfpFlags.Kernel));
        Assert.Throws<KernelBugException>(() => kernel.SgAllocTable(table, 2, GfpFlags.Kernel));
        table.Sgl[0].SgSetPage(pages[0], Page.Size, 0);
        table.Sgl[1].SgSetPage(pages[1], Page.Size, 0);
        Assert.Equal(0, device.DmaMapSgtable(table, DmaDirection.ToDevice));
        Assert.Equal((1, 2), (table.Nents, table.OrigNents));

        Assert.Throws<KernelBugException>(() => kernel.SgFreeTable(table));
        table.Nents = 2;
        Assert.Contains("somebody has written 2", Assert.Throws<KernelBugException>(() => device.DmaUnmapSgtable(table, DmaDirection.ToDevice)).Message);
        table.Nents = 1;
        Assert.Throws<KernelBugException>(() => device.DmaUnmapSg(table.Sgl, 2, DmaDirection.ToDevice));
        device.DmaUnmapSgtable(table, DmaDirection.ToDevice);
        kernel.SgFreeTable(table);
        kernel.ReleasePages(pages, 2);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void What_is_not_unmapped_or_freed_is_reported()
    {
        Page[] pages = kernel.AllocPages(1);
        SgTable table = new();
        Assert.Equal(0, kernel.SgAllocTableFromPages(table, pages, 0, 1, GfpFlags.Kernel));
        Assert.Equal(0, device.DmaMapSgtable(table, DmaDirection.FromDevice));
        Assert.Equal(
            [ResourceKinds.Page, ResourceKinds.SgTable, ResourceKinds.DmaTableMapping],
            kernel.LeakReport().Held.Select(held => held.Kind));
    }
}
