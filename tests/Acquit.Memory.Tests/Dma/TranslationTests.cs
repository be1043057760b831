using Xunit;

namespace Acquit.Memory.Tests.Dma;

/// <summary>Devices behind an IOMMU.</summary>
public sealed class TranslationTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly DmaDevice device;
    private readonly Page page;

    public TranslationTests()
    {
        device = new DmaDevice(kernel, 64) { Translates = true };
        page = kernel.AllocPage(GfpFlags.Kernel)!;
    }

    public void Dispose()
    {
        kernel.FreePage(page);
        kernel.Dispose();
    }

    [Fact]
    public void The_same_memory_mapped_twice_has_two_addresses_that_lead_to_it()
    {
        page.Span[100] = 7;
        long first = device.DmaMapPage(page, 100, 16, DmaDirection.Bidirectional);
        long second = device.DmaMapPage(page, 100, 16, DmaDirection.Bidirectional);
        Assert.NotEqual(first, second);
        Assert.Equal(100, first & (Page.Size - 1));
        Assert.Equal(100, second & (Page.Size - 1));
        device.CopyToDevice(first, 0, 1);
        device.CopyToDevice(second, 1, 1);
        Assert.Equal(new byte[] { 7, 7 }, device.DeviceMemory[..2].ToArray());
        device.DmaUnmapPage(first, 16, DmaDirection.Bidirectional);
        device.CopyToDevice(second, 2, 1);
        Assert.Throws<KernelBugException>(() => device.CopyToDevice(first, 0, 1));
        device.DmaUnmapPage(second, 16, DmaDirection.Bidirectional);
    }

    [Fact]
    public void One_mapping_undone_twice_does_not_take_the_other_with_it()
    {
        long first = device.DmaMapPage(page, 0, 16, DmaDirection.ToDevice);
        long second = device.DmaMapPage(page, 0, 16, DmaDirection.ToDevice);
        device.DmaUnmapPage(first, 16, DmaDirection.ToDevice);
        Assert.Contains(
            "nothing is mapped", Assert.Throws<KernelBugException>(() => device.DmaUnmapPage(first, 16, DmaDirection.ToDevice)).Message, StringComparison.Ordinal);
        Assert.Contains(kernel.LeakReport().Held, held => held.Kind == ResourceKinds.DmaMapping);
        device.DmaUnmapPage(second, 16, DmaDirection.ToDevice);
        Assert.DoesNotContain(kernel.LeakReport().Held, held => held.Kind == ResourceKinds.DmaMapping);
    }

    [Fact]
    public void Addresses_do_not_run_into_each_other_nor_into_frames()
    {
        Page block = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        long pair = device.DmaMapPage(block, 100, Page.Size, DmaDirection.ToDevice);
        long single = device.DmaMapPage(page, 0, 16, DmaDirection.ToDevice);
        Assert.True(single >= pair - 100 + (2 * Page.Size));
        Assert.True(pair > (long)page.Pfn << Page.Shift);
        device.CopyToDevice(pair + Page.Size - 4, 0, 4);
        device.DmaUnmapPage(pair, Page.Size, DmaDirection.ToDevice);
        device.DmaUnmapPage(single, 16, DmaDirection.ToDevice);
        kernel.PutPage(block);
    }

    [Fact]
    public void Lists_and_coherent_memory_are_reached_by_their_own_addresses()
    {
        ScatterList[] sg = ScatterList.SgInitTable(1);
        sg[0].SgSetPage(page, 64, 32);
        Assert.Equal(1, device.DmaMapSg(sg, 1, DmaDirection.FromDevice));
        Assert.Equal(32, sg[0].DmaAddress & (Page.Size - 1));
        device.DeviceMemory[0] = 9;
        device.CopyFromDevice(sg[0].DmaAddress, 0, 1);
        device.DmaUnmapSg(sg, 1, DmaDirection.FromDevice);
        Assert.Equal(9, page.Span[32]);

        ulong memory = device.DmaAllocCoherent(100, out long handle, GfpFlags.Kernel);
        kernel.BytesAt(memory, 1)[0] = 5;
        device.CopyToDevice(handle, 0, 1);
        Assert.Equal(5, device.DeviceMemory[0]);
        device.DmaFreeCoherent(100, memory, handle);
    }
}
