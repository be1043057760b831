namespace Acquit.Memory.Tests.Pages;

/// <summary>A kernel with 16 frames of its own and 16 of a device, and a driver that notes which pages became idle.</summary>
internal sealed class DeviceBench : IDisposable
{
    public DeviceBench(
        MemoryBacking backing, MemoryDeviceType type = MemoryDeviceType.FsDax, KernelMemoryOptions? options = null)
    {
        Kernel = new(16, (options ?? new KernelMemoryOptions()) with { Backing = backing, DevicePages = 16 });
        Device = Describe(type, 4, 8);
        if (Kernel.MemremapPages(Device, out int error) == 0)
        {
            throw new InvalidOperationException($"memremap_pages answered {error}");
        }
    }

    public KernelMemory Kernel { get; }

    public DevPagemap Device { get; }

    public List<Page> Idle { get; } = [];

    public Page this[int index] => Kernel.PfnToPage(Device.Pfn + (ulong)index);

    public DevPagemap Describe(MemoryDeviceType type, int first, int count) => new()
    {
        Type = type,
        Pfn = (ulong)(16 + first),
        PageCount = count,
        Ops = new DevPagemapOps { PageFree = Idle.Add },
    };

    public void Dispose() => Kernel.Dispose();
}
