namespace Acquit.Memory.Tests.Stress;

/// <summary>The files whose drivers handle faults, one for each way.</summary>
internal static class StressDrivers
{
    /// <summary>Answers with a page, asks again, or fails; is asked before a page is written.</summary>
    public static StressFile Answering(StressWorld world) => StressFile.Of(world.Kernel, new VmOperations
    {
        Fault = fault => Answer(world, fault),
        PageMkwrite = fault => Allow(world, fault),
    });

    /// <summary>Inserts a page itself.</summary>
    public static StressFile Inserting(StressWorld world) => StressFile.Of(
        world.Kernel,
        new VmOperations { Fault = fault => world.Kernel.VmfInsertPage(fault.Area, fault.Address, world.PageAt(fault.Pgoff)) },
        VmFlags.MixedMap);

    /// <summary>Inserts a page, at once writable for a write.</summary>
    public static StressFile InsertingForWrites(StressWorld world) => StressFile.Of(
        world.Kernel,
        new VmOperations
        {
            Fault = fault => world.Kernel.VmfInsertPageMkwrite(fault, world.PageAt(fault.Pgoff), fault.IsWrite),
            PageMkwrite = fault => world.Kernel.VmfInsertPageMkwrite(fault, world.PageAt(fault.Pgoff), write: true),
        },
        VmFlags.MixedMap,
        needsSharing: true);

    /// <summary>Inserts bare frames, small and huge.</summary>
    public static StressFile InsertingFrames(StressWorld world) => StressFile.Of(
        world.Kernel,
        new VmOperations
        {
            Fault = fault => world.Kernel.VmfInsertPfn(fault.Area, fault.Address, world.Frames.Pfn + (fault.Pgoff % 512)),
            HugeFault = (fault, order) => InsertHuge(world, fault, order),
            PfnMkwrite = _ => StressThread.Current.Chance(10) ? VmFaultCode.SigBus : VmFaultCode.None,
        },
        VmFlags.PfnMap,
        needsSharing: true);

    /// <summary>Inserts pages of a device.</summary>
    public static StressFile InsertingDevicePages(StressWorld world) => StressFile.Of(
        world.Kernel,
        new VmOperations
        {
            Fault = fault => fault.IsWrite
                ? world.Kernel.VmfInsertMixedMkwrite(fault.Area, fault.Address, world.DevicePageAt(fault.Pgoff))
                : world.Kernel.VmfInsertMixed(fault.Area, fault.Address, world.DevicePageAt(fault.Pgoff)),
        },
        VmFlags.MixedMap,
        needsSharing: true);

    /// <summary>Maps everything when it is mapped, in one of several ways; has no handler.</summary>
    public static StressFile Filling(StressWorld world) => StressFile.Of(
        world.Kernel, new VmOperations(), mmap: area => Fill(world, area), needsSharing: true);

    private static VmFaultCode Answer(StressWorld world, VmFault fault)
    {
        StressThread thread = StressThread.Current;
        if (thread.Chance(6) && (fault.AllowsRetryFirst || world.Kernel.FatalSignalPending(fault))
            && (fault.Flags & FaultFlags.RetryNoWait) == 0)
        {
            world.Kernel.ReleaseFaultLock(fault);
            return VmFaultCode.Retry;
        }

        if (thread.Chance(40))
        {
            return thread.Pick(VmFaultCode.SigBus, VmFaultCode.Oom, VmFaultCode.HwPoison);
        }

        Page page = world.PageAt(fault.Pgoff);
        world.Kernel.GetPage(page);
        fault.Page = page;
        if (!thread.Chance(3))
        {
            return VmFaultCode.None;
        }

        VmFaultCode wait = world.Kernel.LockPageOrRetry(fault, page);
        if (wait == VmFaultCode.None)
        {
            return VmFaultCode.Locked;
        }

        fault.Page = null;
        world.Kernel.PutPage(page);
        return wait;
    }

    private static VmFaultCode Allow(StressWorld world, VmFault fault)
    {
        switch (StressThread.Current.Random.Next(12))
        {
            case 0:
                return VmFaultCode.SigBus;
            case < 6:
                world.Kernel.LockPage(fault.Page!);
                return VmFaultCode.Locked;
            default:
                return VmFaultCode.None;
        }
    }

    private static VmFaultCode InsertHuge(StressWorld world, VmFault fault, int order)
    {
        ulong start = PageTableLevel.Start(fault.Address, PageTableLevel.Pmd);
        bool fits = start >= fault.Area.Start && fault.Area.End - start >= PageTableLevel.Size(PageTableLevel.Pmd);
        return order == 9 && fits && StressThread.Current.Chance(2)
            ? world.Kernel.VmfInsertPfnPmd(fault, world.Frames.Pfn, fault.IsWrite)
            : VmFaultCode.Fallback;
    }

    private static int Fill(StressWorld world, VmAreaStruct area)
    {
        int count = (int)area.PageCount;
        switch (StressThread.Current.Random.Next(5))
        {
            case 0:
                return world.Kernel.VmMapPages(area, world.Pages, world.Pages.Length);
            case 1:
                return world.Kernel.VmInsertPages(area, area.Start, world.Pages, ref count);
            case 2:
                return world.Kernel.VmInsertPage(area, area.Start, world.Pages[count]);
            case 3:
                return world.Kernel.RemapVmallocRange(area, world.Memory, area.Pgoff);
            default:
                return world.Kernel.RemapPfnRange(area, area.Start, world.Frames.Pfn, area.End - area.Start, area.PageProt);
        }
    }
}
