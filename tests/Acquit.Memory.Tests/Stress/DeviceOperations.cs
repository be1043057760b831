namespace Acquit.Memory.Tests.Stress;

/// <summary>Memory that devices reach, and memory that devices have.</summary>
internal static class DeviceOperations
{
    public static readonly Action<StressThread>[] All = [MapPage, MapList, Coherent, OwnPages, LookUp];

    private static void MapPage(StressThread thread)
    {
        DmaDevice device = thread.Pick(thread.World.Devices);
        if (thread.Kernel.AllocPage(GfpFlags.Kernel) is not { } page)
        {
            return;
        }

        long address = device.DmaMapPage(page, 64, 1000, DmaDirection.Bidirectional);
        if (device.DmaMappingError(address) != 0)
        {
            thread.Kernel.FreePage(page);
            return;
        }

        device.DmaSyncSingleForDevice(address, 1000, DmaDirection.Bidirectional);
        device.CopyToDevice(address, 0, 16);
        device.CopyFromDevice(address, 0, 16);
        device.DmaSyncSingleForCpu(address, 1000, DmaDirection.Bidirectional);
        thread.Hold(() =>
        {
            device.DmaUnmapPage(address, 1000, DmaDirection.Bidirectional);
            thread.Kernel.FreePage(page);
        });
    }

    private static void MapList(StressThread thread)
    {
        DmaDevice device = thread.Pick(thread.World.Devices);
        Page[] pages = new Page[6];
        int got = thread.Kernel.AllocPagesBulk(GfpFlags.Kernel, pages.Length, pages);
        SgTable table = new();
        if (got > 0 && thread.Kernel.SgAllocTableFromPages(table, pages.AsSpan(0, got), 10, 100, GfpFlags.Kernel) == 0)
        {
            if (device.DmaMapSgtable(table, DmaDirection.ToDevice) == 0)
            {
                device.DmaSyncSgForDevice(table.Sgl, table.OrigNents, DmaDirection.ToDevice);
                device.DmaUnmapSgtable(table, DmaDirection.ToDevice);
            }

            thread.Kernel.SgFreeTable(table);
        }

        thread.Kernel.ReleasePages(pages, got);
    }

    private static void Coherent(StressThread thread)
    {
        DmaDevice device = thread.Pick(thread.World.Devices);
        int size = thread.Random.Next(1, 4 * Page.Size);
        ulong address = device.DmaAllocCoherent(size, out long handle, GfpFlags.Kernel);
        if (address != 0)
        {
            thread.Kernel.BytesAt(address, 1)[0] = 1;
            thread.Hold(() => device.DmaFreeCoherent(size, address, handle));
        }
    }

    /// <summary>Frames of a device that become pages, are used, and end.</summary>
    private static void OwnPages(StressThread thread)
    {
        if (!thread.World.FreeDevices.TryPop(out ulong first))
        {
            return;
        }

        int idle = 0;
        DevPagemap pagemap = new()
        {
            Type = thread.Pick(Enum.GetValues<MemoryDeviceType>()),
            Pfn = first,
            PageCount = StressWorld.FramesPerDevice,
            Ops = new DevPagemapOps { PageFree = _ => Interlocked.Increment(ref idle) },
        };
        if (thread.Kernel.MemremapPages(pagemap, out _) == 0)
        {
            thread.World.FreeDevices.Push(first);
            return;
        }

        Page page = thread.Kernel.PfnToPage(first + 1);
        thread.Kernel.GetPage(page);
        page.Span[0] = 1;
        thread.Kernel.PutPage(page);
        thread.Hold(() =>
        {
            thread.Kernel.MemunmapPages(pagemap);
            thread.World.FreeDevices.Push(first);
        });
    }

    private static void LookUp(StressThread thread)
    {
        ulong pfn = thread.World.FirstDeviceFrame + (ulong)thread.Random.Next(thread.World.DeviceFrames);
        if (thread.Kernel.GetDevPagemap(pfn) is { } found)
        {
            ProcessOperations.Require(found.Contains(pfn), $"{found} does not have 0x{pfn:x}");
            thread.Kernel.PutDevPagemap(found);
        }
    }
}
