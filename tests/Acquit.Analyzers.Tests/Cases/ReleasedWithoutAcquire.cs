// silent: ACQ106
using System;
using System.Threading;
using Cases.Api;

namespace Cases;

internal static class ReleasedWithoutAcquire
{
    public static int FreedWhenTheAllocationFailed()
    {
        Page page = Mm.AllocPage();
        if (page == null)
        {
            Mm.FreePage(page); // ACQ106
            return -Errno.NoMem;
        }

        Mm.FreePage(page);
        return 0;
    }

    public static int FreeThatToleratesNull(int size)
    {
        nint block = Slab.Kmalloc(size);
        if (block == 0)
        {
            Slab.Kfree(block);
            return -Errno.NoMem;
        }

        Slab.Kfree(block);
        return 0;
    }

    public static int UnlockedWhenInterrupted()
    {
        var gate = new SleepLock();
        int err = gate.LockKillable();
        if (err == 0)
            Hw.Kick();

        gate.Unlock(); // ACQ106
        return err;
    }

    public static void UnlockedWhenTheTrylockFailed(Device device)
    {
        if (!device.Mutex.TryLock())
            Hw.Log("busy");
        else
            device.State++;

        device.Mutex.Unlock(); // ACQ106
    }

    public static void UnlockedOnlyWhenTheTrylockWorked(Device device)
    {
        if (device.Mutex.TryLock())
        {
            device.State++;
            device.Mutex.Unlock();
        }
        else
        {
            Hw.Log("busy");
        }
    }

    public static int ReferenceDroppedThoughTheTargetWasDead(KObject target)
    {
        bool alive = target.TryAddRef();
        if (alive)
            target.Poke();

        target.Release(); // ACQ106
        return alive ? 0 : -Errno.NoDev;
    }

    public static int HandleClosedThoughTheOpenFailed()
    {
        int err = Handles.Open("gpu", out nint handle);
        if (err < 0)
            goto close;

        err = Handles.Read(handle);
    close:
        Handles.Close(handle); // ACQ106
        return err;
    }

    public static int DescriptorClosedThoughTheOpenFailed()
    {
        int fd = Handles.OpenFd("/dev/gpu");
        int value = fd == -1 ? -Errno.NoDev : Handles.ReadFd(fd);
        Handles.CloseFd(fd); // ACQ106
        return value;
    }

    public static int UnmappedThoughTheMappingFailed(Page page)
    {
        int err = 0;
        long bus = Dma.MapPage(page, Mm.PageSize);
        if (bus == Dma.MappingError)
            err = -Errno.IO;
        else
            Hw.Program(bus);

        Dma.UnmapPage(bus, Mm.PageSize); // ACQ106
        return err;
    }

    public static void NotTakenOnThisPath(bool fast)
    {
        Page page = null;
        if (!fast)
            page = Mm.NewPage();

        Hw.Kick();
        Mm.FreePage(page); // ACQ106
    }

    public static void ReleasedOnlyWhereTaken(bool fast)
    {
        Page page = null;
        if (!fast)
            page = Mm.NewPage();

        Hw.Kick();
        if (!fast)
            Mm.FreePage(page);
    }

    public static void SpinlockByReferenceNotTaken(Device device)
    {
        bool taken = false;
        device.Lock.TryEnter(ref taken);
        if (!taken)
            Hw.Log("contended");
        else
            device.State++;

        device.Lock.Unlock(); // ACQ106
    }

    public static int PinsReleasedAfterAnError(ulong start)
    {
        var pages = new Page[4];
        int ret = Mm.PinUserPagesFast(start, 4, FollFlags.Write, pages);
        if (ret < 0)
            Hw.Log("cannot pin");

        int result = ret == 4 ? 0 : -Errno.Fault;
        if (ret != 0)
            Mm.UnpinUserPages(pages, ret); // ACQ106
        return result;
    }

    // Called with the lock held, as half a pair may be.
    public static void UnlockedForTheCaller(Device device)
    {
        device.State = 0;
        device.Mutex.Unlock();
    }

    public static void UnlockedForTheCallerOnOnePath(Device device)
    {
        if (device.Dead)
            device.Mutex.Unlock();
    }

    public static void TriedAgainUntilItWorked(Device device)
    {
        bool held = device.Mutex.TryLock();
        if (!held)
        {
            device.Mutex.Lock();
            held = true;
        }

        device.State++;
        if (held)
            device.Mutex.Unlock();
    }

    public static void FallsBackToAnotherAllocator(int size)
    {
        nint block = Slab.Kmalloc(size);
        if (block == 0)
            block = Slab.Kvmalloc(size);
        if (block == 0)
            return;

        Hw.Write(block, size);
        Slab.Kvfree(block);
    }

    public static void MonitorEnterMayTimeOut(object gate)
    {
        if (Monitor.TryEnter(gate, 100))
            Hw.Kick();

        Monitor.Exit(gate); // ACQ106
    }

    public static void NeverMapped(Page page, bool map)
    {
        long address = Dma.MappingError;
        if (map)
        {
            address = Dma.MapPage(page, 4096);
            if (address == Dma.MappingError)
                return;
        }

        Dma.UnmapPage(address, 4096); // ACQ106
    }

    public static void MappedIfWanted(Page page, bool map)
    {
        long address = Dma.MappingError;
        if (map)
            address = Dma.MapPage(page, 4096);
        if (address != Dma.MappingError)
            Dma.UnmapPage(address, 4096);
    }

    public static void SomeOtherNumber(Page page) => Dma.UnmapPage(4096, 4096);
}
