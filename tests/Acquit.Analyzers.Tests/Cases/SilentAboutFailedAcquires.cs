// silent: ACQ106
using System;
using Cases.Api;

namespace Cases;

// Releases on paths on which the acquire worked, or nobody can tell.
internal static class SilentAboutFailedAcquires
{
    public static int NegatedTest(Device device)
    {
        if (!device.Mutex.TryLock())
            return -Errno.Busy;

        device.State++;
        device.Mutex.Unlock();
        return 0;
    }

    public static int TestedThroughAnotherVariable(Page page)
    {
        long bus = Dma.MapPage(page, Mm.PageSize);
        bool mapped = bus != Dma.MappingError;
        if (mapped)
            Hw.Program(bus);
        else
            Hw.Log("not mapped");

        if (mapped)
            Dma.UnmapPage(bus, Mm.PageSize);
        return mapped ? 0 : -Errno.IO;
    }

    public static int TakenAtTheSecondTry(KObject target)
    {
        bool alive = target.TryAddRef();
        if (!alive)
            alive = target.TryAddRef();
        if (!alive)
            return -Errno.NoDev;

        target.Poke();
        target.Release();
        return 0;
    }

    public static int SuccessIsNotNegative()
    {
        int err = Handles.Open("gpu", out nint handle);
        if (err >= 0)
        {
            err = Handles.Read(handle);
            Handles.Close(handle);
        }

        return err;
    }

    public static int LoopUntilTaken(Device device, int tries)
    {
        for (int i = 0; i < tries; i++)
        {
            if (!device.Mutex.TryLock())
                continue;

            device.State++;
            device.Mutex.Unlock();
            return 0;
        }

        return -Errno.Busy;
    }

    public static void NullIsTolerated(int size, bool wanted)
    {
        nint block = wanted ? Slab.Kmalloc(size) : 0;
        if (block != 0)
            Hw.Write(block, size);
        Slab.Kfree(block);
    }

    public static int HelperThatTells(Device device)
    {
        if (!Begin(device))
            return -Errno.Again;

        device.State++;
        device.Mutex.Unlock();
        return 0;
    }

    private static bool Begin(Device device) => !device.Dead && device.Mutex.TryLock();
}
