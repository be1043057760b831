using Xunit;

namespace Acquit.Memory.Tests.Dma;

/// <summary>What the DMA API asks of its callers, and what it notices.</summary>
public sealed class DmaFidelityTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly DmaDevice device;

    public DmaFidelityTests() => device = new DmaDevice(kernel, 8 * Page.Size, "blitter");

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void Mapping_a_list_answers_zero_for_failure_and_never_a_negative_number()
    {
        ScatterList[] sg = Pieces(2);
        kernel.Injection.FailNext(nameof(DmaDevice.DmaMapSg), -Errno.EIO);
        Assert.Equal(0, device.DmaMapSg(sg, 2, DmaDirection.ToDevice));
        Assert.Equal(0, device.DmaMapSg(sg, 0, DmaDirection.ToDevice));
        Assert.Equal(0, device.DmaMapSg(sg, -1, DmaDirection.ToDevice));
        Assert.DoesNotContain(kernel.LeakReport().Held, held => held.Kind == ResourceKinds.DmaSgMapping);
        FreePages(sg);
    }

    [Fact]
    public void Mapping_a_table_answers_zero_for_success_and_an_errno_for_failure()
    {
        SgTable table = new();
        Assert.Equal(-Errno.EINVAL, device.DmaMapSgtable(table, DmaDirection.ToDevice));
        Page[] pages = kernel.AllocPages(2);
        Assert.Equal(0, kernel.SgAllocTableFromPages(table, pages, 0, 2 * Page.Size, GfpFlags.Kernel));
        kernel.Injection.FailNext(nameof(DmaDevice.DmaMapSgtable));
        Assert.Equal(-Errno.ENOMEM, device.DmaMapSgtable(table, DmaDirection.ToDevice));
        kernel.Injection.FailNext(nameof(DmaDevice.DmaMapSgtable), -Errno.EIO);
        Assert.Equal(-Errno.EIO, device.DmaMapSgtable(table, DmaDirection.ToDevice));
        Assert.Equal(0, device.DmaMapSgtable(table, DmaDirection.ToDevice));
        device.DmaUnmapSgtable(table, DmaDirection.ToDevice);
        kernel.SgFreeTable(table);
        kernel.ReleasePages(pages, 2);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Neighbours_are_merged_and_the_device_goes_by_the_number_returned()
    {
        Page block = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 2)!;
        Page apart = kernel.AllocPage(GfpFlags.Kernel)!;
        ScatterList[] sg = ScatterList.SgInitTable(4);
        for (int i = 0; i < 3; i++)
        {
            sg[i].SgSetPage(kernel.NthPage(block, i), Page.Size, 0);
        }

        sg[3].SgSetPage(kernel.NthPage(block, 3), 100, 50);
        Assert.Equal(2, device.DmaMapSg(sg, 4, DmaDirection.ToDevice));

        Assert.Equal(3 * Page.Size, sg[0].DmaLength);
        Assert.Equal(100, sg[1].DmaLength);
        Assert.Equal(((long)block.Pfn << Page.Shift) + (3 * Page.Size) + 50, sg[1].DmaAddress);
        block.BlockSpan[(2 * Page.Size) + 5] = 9;
        device.CopyToDevice(sg[0].DmaAddress, 0, sg[0].DmaLength);
        Assert.Equal(9, device.DeviceMemory[(2 * Page.Size) + 5]);

        device.DmaUnmapSg(sg, 4, DmaDirection.ToDevice);
        kernel.PutPage(block);
        kernel.PutPage(apart);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Merging_ends_at_the_largest_segment_of_the_device()
    {
        DmaDevice small = new(kernel, 64) { MaxSegmentSize = Page.Size };
        Page block = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        ScatterList[] sg = ScatterList.SgInitTable(2);
        sg[0].SgSetPage(block, Page.Size, 0);
        sg[1].SgSetPage(kernel.NthPage(block, 1), Page.Size, 0);
        Assert.Equal(2, small.DmaMapSg(sg, 2, DmaDirection.ToDevice));
        small.DmaUnmapSg(sg, 2, DmaDirection.ToDevice);
        kernel.PutPage(block);
    }

    [Fact]
    public void Unmapping_and_syncing_take_the_number_given_to_map_not_the_one_returned()
    {
        ScatterList[] sg = MergedPair(out Page block);
        int count = device.DmaMapSg(sg, 2, DmaDirection.FromDevice);
        Assert.Equal(1, count);

        string message = Assert.Throws<KernelBugException>(() => device.DmaUnmapSg(sg, count, DmaDirection.FromDevice)).Message;
        Assert.Contains("was mapped with 2 pieces, not 1, which is what mapping returned", message);
        Assert.Throws<KernelBugException>(() => device.DmaSyncSgForCpu(sg, count, DmaDirection.FromDevice));
        Assert.Throws<KernelBugException>(() => device.DmaSyncSgForDevice(sg, count, DmaDirection.FromDevice));
        device.DmaSyncSgForCpu(sg, 2, DmaDirection.FromDevice);
        device.DmaSyncSgForDevice(sg, 2, DmaDirection.FromDevice);
        device.DmaUnmapSg(sg, 2, DmaDirection.FromDevice);
        Assert.Throws<KernelBugException>(() => device.DmaUnmapSg(sg, 2, DmaDirection.FromDevice));
        kernel.PutPage(block);
    }

    [Fact]
    public void With_the_returned_number_the_rest_stays_mapped_for_ever_when_only_warned()
    {
        using KernelMemory lenient = new(16, TestKernel.Warning);
        DmaDevice other = new(lenient, 64);
        Page[] pages = lenient.AllocPages(4);
        ScatterList[] sg = ScatterList.SgInitTable(3);
        sg[0].SgSetPage(pages[0], Page.Size, 0);
        sg[1].SgSetPage(pages[1], Page.Size, 0);
        sg[2].SgSetPage(pages[3], Page.Size, 0);
        Assert.Equal(2, other.DmaMapSg(sg, 3, DmaDirection.ToDevice));

        other.DmaUnmapSg(sg, 2, DmaDirection.ToDevice);

        Assert.Single(lenient.Warnings);
        Assert.StartsWith("1 dma-sg-mapping still held", string.Join('\n', lenient.LeakReport().Groups.Where(group => group.Kind == ResourceKinds.DmaSgMapping)));
        lenient.PutPage(pages[0]);
        Assert.Single(lenient.Warnings);
        lenient.PutPage(pages[3]);
        Assert.Contains("while it is still mapped", lenient.Warnings[^1].Message);
    }

    [Fact]
    public void A_list_that_is_mapped_is_not_mapped_again()
    {
        ScatterList[] sg = Pieces(1);
        Assert.Equal(1, device.DmaMapSg(sg, 1, DmaDirection.ToDevice));
        Assert.Throws<KernelBugException>(() => device.DmaMapSg(sg, 1, DmaDirection.ToDevice));
        device.DmaUnmapSg(sg, 1, DmaDirection.ToDevice);
        Assert.Equal(1, device.DmaMapSg(sg, 1, DmaDirection.FromDevice));
        Assert.Throws<KernelBugException>(() => device.DmaUnmapSg(sg, 1, DmaDirection.ToDevice));
        device.DmaUnmapSg(sg, 1, DmaDirection.FromDevice);
        FreePages(sg);
        Assert.Throws<KernelBugException>(() => device.DmaMapSg(sg, 1, DmaDirection.ToDevice));
        Assert.Throws<KernelBugException>(() => device.DmaMapSg(ScatterList.SgInitTable(1), 1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.DmaMapSg(sg, 2, DmaDirection.ToDevice));
    }

    [Fact]
    public void The_error_is_all_ones_and_zero_is_an_address()
    {
        Assert.Equal(-1, DmaDevice.MappingError);
        Assert.Equal(-Errno.ENOMEM, device.DmaMappingError(DmaDevice.MappingError));
        long zero = device.DmaMapPage(kernel.PfnToPage(0), 0, 16, DmaDirection.ToDevice);
        Assert.Equal(0, zero);
        Assert.Equal(0, device.DmaMappingError(zero));
        device.DmaUnmapPage(zero, 16, DmaDirection.ToDevice);
    }

    [Fact]
    public void Unmapping_names_what_does_not_match()
    {
        DmaDevice other = new(kernel, 64, "scanner");
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        long address = device.DmaMapPage(page, 16, 64, DmaDirection.ToDevice);
        ScatterList[] sg = ScatterList.SgInitTable(1);
        sg[0].SgSetPage(page, 64, 512);
        device.DmaMapSg(sg, 1, DmaDirection.ToDevice);

        Says("size 64, not 32", () => device.DmaUnmapPage(address, 32, DmaDirection.ToDevice));
        Says("direction ToDevice, not FromDevice", () => device.DmaUnmapPage(address, 64, DmaDirection.FromDevice));
        Says("nothing is mapped for blitter at", () => device.DmaUnmapPage(address + 1, 64, DmaDirection.ToDevice));
        Says("for blitter, something is", () => other.DmaUnmapPage(address, 64, DmaDirection.ToDevice));
        Says("has failed is not unmapped", () => device.DmaUnmapPage(DmaDevice.MappingError, 64, DmaDirection.ToDevice));
        Says("made by another call (Scattered)", () => device.DmaUnmapPage(sg[0].DmaAddress, 64, DmaDirection.ToDevice));
        Says("direction None", () => device.DmaMapPage(page, 0, 1, DmaDirection.None));
        Says("not mapped for scanner, but for blitter", () => other.DmaUnmapSg(sg, 1, DmaDirection.ToDevice));
        device.DmaUnmapSg(sg, 1, DmaDirection.ToDevice);
        device.DmaUnmapPage(address, 64, DmaDirection.ToDevice);
        kernel.FreePage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_mismatch_that_is_only_warned_about_is_unmapped_as_the_kernel_does()
    {
        using KernelMemory lenient = new(8, TestKernel.Warning);
        DmaDevice other = new(lenient, 64);
        Page page = lenient.AllocPage(GfpFlags.Kernel)!;
        long address = other.DmaMapPage(page, 0, 64, DmaDirection.ToDevice);
        other.DmaUnmapPage(address, 32, DmaDirection.ToDevice);
        lenient.FreePage(page);

        Assert.Single(lenient.Warnings);
        Assert.True(lenient.LeakReport().IsEmpty);
        other.DmaUnmapPage(address, 64, DmaDirection.ToDevice);
        Assert.Equal(2, lenient.Warnings.Count);
    }

    [Fact]
    public void Syncing_asks_for_what_is_mapped_and_its_direction()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        long address = device.DmaMapPage(page, 0, 64, DmaDirection.FromDevice);
        device.DmaSyncSingleForCpu(address + 8, 56, DmaDirection.FromDevice);
        Says("are not mapped", () => device.DmaSyncSingleForCpu(address, 65, DmaDirection.FromDevice));
        Says("direction FromDevice, not ToDevice", () => device.DmaSyncSingleForDevice(address, 64, DmaDirection.ToDevice));
        device.DmaUnmapPage(address, 64, DmaDirection.FromDevice);
        Says("are not mapped", () => device.DmaSyncSingleForCpu(address, 64, DmaDirection.FromDevice));
        kernel.FreePage(page);
    }

    [Fact]
    public void A_forgotten_sync_shows_on_a_device_that_sees_copies()
    {
        DmaDevice bouncing = new(kernel, 64) { Bounces = true };
        Page page = kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero)!;
        page.Span[0] = 1;
        long address = bouncing.DmaMapPage(page, 0, 8, DmaDirection.Bidirectional);
        page.Span[0] = 2;
        bouncing.CopyToDevice(address, 0, 1);
        Assert.Equal(1, bouncing.DeviceMemory[0]);
        bouncing.DmaSyncSingleForDevice(address, 8, DmaDirection.Bidirectional);
        bouncing.CopyToDevice(address, 0, 1);
        Assert.Equal(2, bouncing.DeviceMemory[0]);

        bouncing.DeviceMemory[0] = 3;
        bouncing.CopyFromDevice(address, 0, 1);
        Assert.Equal(2, page.Span[0]);
        bouncing.DmaSyncSingleForCpu(address, 8, DmaDirection.Bidirectional);
        Assert.Equal(3, page.Span[0]);
        bouncing.DeviceMemory[0] = 4;
        bouncing.CopyFromDevice(address, 0, 1);
        bouncing.DmaUnmapPage(address, 8, DmaDirection.Bidirectional);
        Assert.Equal(4, page.Span[0]);
        kernel.FreePage(page);
    }

    [Fact]
    public void What_the_device_may_only_read_is_not_written_back()
    {
        DmaDevice bouncing = new(kernel, 64) { Bounces = true };
        ScatterList[] sg = MergedPair(out Page block);
        Assert.Equal(1, bouncing.DmaMapSg(sg, 2, DmaDirection.ToDevice));
        block.BlockSpan[Page.Size] = 5;
        bouncing.DmaSyncSgForCpu(sg, 2, DmaDirection.ToDevice);
        Assert.Equal(5, block.BlockSpan[Page.Size]);
        bouncing.DmaSyncSgForDevice(sg, 2, DmaDirection.ToDevice);
        bouncing.CopyToDevice(sg[0].DmaAddress + Page.Size, 0, 1);
        Assert.Equal(5, bouncing.DeviceMemory[0]);
        bouncing.DmaUnmapSg(sg, 2, DmaDirection.ToDevice);
        kernel.PutPage(block);
    }

    [Fact]
    public void A_buffer_is_mapped_by_its_kernel_address_and_a_mapping_has_none()
    {
        ulong buffer = kernel.GetFreePages(GfpFlags.Kernel, 1);
        kernel.BytesAt(buffer + Page.Size, 1)[0] = 7;
        long address = device.DmaMapSingle(buffer + 100, Page.Size, DmaDirection.ToDevice);
        device.CopyToDevice(address + Page.Size - 100, 0, 1);
        Assert.Equal(7, device.DeviceMemory[0]);
        device.DmaUnmapSingle(address, Page.Size, DmaDirection.ToDevice);
        Assert.Throws<ArgumentOutOfRangeException>(() => device.DmaMapSingle(buffer + 100, 2 * Page.Size, DmaDirection.ToDevice));
        kernel.FreePagesAddress(buffer, 1);

        VmArea area = kernel.Vmalloc(Page.Size)!;
        Assert.Throws<KernelBugException>(() => device.DmaMapSingle(area.Address, 16, DmaDirection.ToDevice));
        kernel.Vfree(area);
        kernel.Injection.FailNext(nameof(DmaDevice.DmaMapSingle));
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        Assert.Equal(DmaDevice.MappingError, device.DmaMapSingle(kernel.PageAddress(page), 16, DmaDirection.ToDevice));
        kernel.FreePage(page);
    }

    private static void Says(string words, Action call) => Assert.Contains(words, Assert.Throws<KernelBugException>(call).Message);

    private ScatterList[] MergedPair(out Page block)
    {
        block = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        ScatterList[] sg = ScatterList.SgInitTable(2);
        sg[0].SgSetPage(block, Page.Size, 0);
        sg[1].SgSetPage(kernel.NthPage(block, 1), Page.Size, 0);
        return sg;
    }

    private ScatterList[] Pieces(int count)
    {
        ScatterList[] sg = ScatterList.SgInitTable(count);
        foreach (ScatterList piece in sg)
        {
            piece.SgSetPage(kernel.AllocPage(GfpFlags.Kernel)!, Page.Size, 0);
        }

        return sg;
    }

    private void FreePages(ScatterList[] sg) => Array.ForEach(sg, piece => kernel.FreePage(piece.Page!));
}
