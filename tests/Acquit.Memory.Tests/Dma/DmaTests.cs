using Xunit;

namespace Acquit.Memory.Tests.Dma;

public class DmaTests
{
    [Fact]
    public void The_device_reads_and_writes_what_is_mapped_for_it()
    {
        using KernelMemory kernel = new(8);
        DmaDevice device = new(kernel, 4096);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span[100] = 11;

        long address = device.DmaMapPage(page, 100, 50, DmaDirection.ToDevice);
        device.CopyToDevice(address, 7, 1);
        device.DmaUnmapPage(address, 50, DmaDirection.ToDevice);
        address = device.DmaMapPage(page, 200, 50, DmaDirection.FromDevice);
        device.CopyFromDevice(address + 10, 7, 1);
        device.DmaUnmapPage(address, 50, DmaDirection.FromDevice);

        Assert.Equal(11, device.DeviceMemory[7]);
        Assert.Equal(11, page.Span[210]);
        kernel.FreePage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void The_device_reaches_nothing_that_is_not_mapped_in_its_direction()
    {
        using KernelMemory kernel = new(8);
        DmaDevice device = new(kernel, 4096);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        long address = device.DmaMapPage(page, 0, 64, DmaDirection.ToDevice);

        Assert.Throws<KernelBugException>(() => device.CopyFromDevice(address, 0, 8));
        Assert.Throws<KernelBugException>(() => device.CopyToDevice(address, 0, 65));
        device.DmaUnmapPage(address, 64, DmaDirection.ToDevice);
        Assert.Throws<KernelBugException>(() => device.CopyToDevice(address, 0, 8));
    }

    [Fact]
    public void A_failed_mapping_is_all_ones_and_holds_nothing()
    {
        using KernelMemory kernel = new(8);
        DmaDevice device = new(kernel, 64);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.Injection.FailNext(nameof(DmaDevice.DmaMapPage));

        Assert.Equal(DmaDevice.MappingError, device.DmaMapPage(page, 0, 64, DmaDirection.ToDevice));
        Assert.Throws<KernelBugException>(() => device.DmaUnmapPage(DmaDevice.MappingError, 64, DmaDirection.ToDevice));
        Assert.Single(kernel.LeakReport().Held);
    }

    [Fact]
    public void Unmapping_must_name_the_size_and_direction_of_mapping()
    {
        using KernelMemory kernel = new(8);
        DmaDevice device = new(kernel, 64);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        long address = device.DmaMapPage(page, 0, 64, DmaDirection.ToDevice);

        Assert.Throws<KernelBugException>(() => device.DmaUnmapPage(address, 32, DmaDirection.ToDevice));
        Assert.Throws<KernelBugException>(() => device.DmaUnmapPage(address, 64, DmaDirection.FromDevice));
        device.DmaUnmapPage(address, 64, DmaDirection.ToDevice);
        Assert.Throws<KernelBugException>(() => device.DmaUnmapPage(address, 64, DmaDirection.ToDevice));
    }

    [Fact]
    public void The_device_copies_runs_of_pages_across_their_borders()
    {
        using KernelMemory kernel = new(8);
        DmaDevice device = new(kernel, 3 * Page.Size);
        Page[] pages = kernel.AllocPages(3);
        for (int i = 0; i < device.DeviceMemory.Length; i++)
        {
            device.DeviceMemory[i] = (byte)(i % 251);
        }

        device.WritePages(pages, 1000, 10, 9000);
        Assert.Equal((byte)(10 % 251), pages[0].Span[1000]);
        Assert.Equal((byte)((10 + 8999) % 251), pages[2].Span[9999 - (2 * Page.Size)]);
        device.DeviceMemory.Clear();
        device.ReadPages(pages, 1000, 0, 9000);

        Assert.Equal((byte)((10 + 8999) % 251), device.DeviceMemory[8999]);
    }
}
