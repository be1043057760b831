using Cases.Api;

namespace Cases;

// Ported unwinding: labels in reverse order of acquisition.
internal static class GotoLadders
{
    public static int ThreeRungs(ulong start, int n)
    {
        int ret;
        long bus;
        Page status;
        nint context = Slab.Kmalloc(256);
        if (context == 0)
            return -Errno.NoMem;

        status = Mm.AllocPage();
        if (status == null)
        {
            ret = -Errno.NoMem;
            goto free_context;
        }

        bus = Dma.MapPage(status, Mm.PageSize);
        if (bus == Dma.MappingError)
        {
            ret = -Errno.IO;
            goto free_status;
        }

        Hw.Program(bus);
        ret = Hw.Status();

        Dma.UnmapPage(bus, Mm.PageSize);
    free_status:
        Mm.FreePage(status);
    free_context:
        Slab.Kfree(context);
        return ret;
    }

    public static int JumpsOneRungTooLow()
    {
        int ret;
        Page status;
        nint context = Slab.Kmalloc(256);
        if (context == 0)
            return -Errno.NoMem;

        status = Mm.AllocPage(); // ACQ101
        if (status == null)
        {
            ret = -Errno.NoMem;
            goto free_context;
        }

        ret = Hw.Start(status);
        if (ret < 0)
            goto free_context;

        Mm.FreePage(status);
    free_context:
        Slab.Kfree(context);
        return ret;
    }

    public static int JumpsOneRungTooHigh()
    {
        int ret;
        Page status;
        nint context = Slab.Kmalloc(256);
        if (context == 0)
            return -Errno.NoMem;

        status = Mm.AllocPage();
        if (status == null)
        {
            ret = -Errno.NoMem;
            goto free_status;
        }

        ret = Hw.Start(status);
    free_status:
        Mm.FreePage(status); // ACQ106
        Slab.Kfree(context);
        return ret;
    }

    public static int ReturnsInTheMiddleOfTheLadder()
    {
        int ret = -Errno.NoMem;
        Page second;
        Page first = Mm.AllocPage(); // ACQ101
        if (first == null)
            goto out_return;

        second = Mm.AllocPage();
        if (second == null)
            goto free_first;

        if (Hw.Status() == -Errno.NoDev)
        {
            Mm.FreePage(second);
            return -Errno.NoDev;
        }

        Mm.CopyPage(first, second);
        ret = 0;
        Mm.FreePage(second);
    free_first:
        Mm.FreePage(first);
    out_return:
        return ret;
    }

    public static int SingleExitWithNullTests(int size)
    {
        int ret = -Errno.NoMem;
        Page page = null;
        VmArea area = null;
        nint block = Slab.Kmalloc(size);
        if (block == 0)
            goto done;

        area = Vmalloc.Valloc(size);
        if (area == null)
            goto done;

        page = Mm.AllocPage();
        if (page == null)
            goto done;

        ret = Hw.Start(page);
    done:
        if (page != null)
            Mm.FreePage(page);
        Vmalloc.Vfree(area);
        Slab.Kfree(block);
        return ret;
    }

    public static int PartialPinsUnwound(ulong start, int n)
    {
        var pages = new Page[n];
        VmArea area;
        int err = 0;
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write | FollFlags.LongTerm, pages);
        if (ret != n)
        {
            err = ret < 0 ? ret : -Errno.Fault;
            goto unpin;
        }

        area = Vmalloc.Vmap(pages, n, VmapFlags.Map);
        if (area == null)
        {
            err = -Errno.NoMem;
            goto unpin;
        }

        Hw.Write(area.Address, n);
        Vmalloc.Vunmap(area);
    unpin:
        if (ret > 0)
            Mm.UnpinUserPages(pages, ret);
        return err;
    }

    public static int PartialPinsSkippedByTheJump(ulong start, int n)
    {
        var pages = new Page[n];
        int err = 0;
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages); // ACQ101
        if (ret != n)
        {
            err = -Errno.Fault;
            goto done;
        }

        err = Mm.ChecksumPages(pages, n);
        Mm.UnpinUserPages(pages, n);
    done:
        return err;
    }

    public static int LockHeldAcrossTheLadder(Device device)
    {
        int ret = 0;
        device.Mutex.Lock();
        if (device.Dead)
        {
            ret = -Errno.NoDev;
            goto unlock;
        }

        if (device.Users > 0)
        {
            ret = -Errno.Busy;
            goto unlock;
        }

        device.State = 1;
    unlock:
        device.Mutex.Unlock();
        return ret;
    }

    public static int ReturnsWithTheLockHeld(Device device)
    {
        int ret = 0;
        device.Mutex.Lock(); // ACQ101
        if (device.Dead)
            return -Errno.NoDev;

        if (device.Users > 0)
        {
            ret = -Errno.Busy;
            goto unlock;
        }

        device.State = 1;
    unlock:
        device.Mutex.Unlock();
        return ret;
    }

    public static int UnlocksTwiceThroughTheLabel(Device device)
    {
        int ret = 0;
        device.Lock.Lock();
        if (device.Dead)
        {
            ret = -Errno.NoDev;
            device.Lock.Unlock();
            goto unlock;
        }

        device.State = 1;
    unlock:
        device.Lock.Unlock(); // ACQ104
        return ret;
    }

    public static int JumpsBackToTryAgain(Device device)
    {
        int attempts = 0;
    again:
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;

        if (Hw.Start(page) == -Errno.Again && attempts++ < 3)
        {
            Mm.FreePage(page);
            goto again;
        }

        device.State = attempts;
        Mm.FreePage(page);
        return 0;
    }

    public static int JumpsBackWithoutFreeing(Device device)
    {
        int attempts = 0;
    again:
        Page page = Mm.AllocPage(); // ACQ101
        if (page == null)
            return -Errno.NoMem;

        if (Hw.Start(page) == -Errno.Again && attempts++ < 3)
            goto again;

        device.State = attempts;
        Mm.FreePage(page);
        return 0;
    }

    public static int RelocksAfterSleeping(Device device)
    {
        device.Lock.Lock();
    retry:
        if (device.Users > 0)
        {
            device.Lock.Unlock();
            Sleeping.Msleep(1);
            device.Lock.Lock();
            goto retry;
        }

        device.Users = 1;
        device.Lock.Unlock();
        return 0;
    }

    public static int LabelReachedByFallingThrough(int mode)
    {
        Page page = null;
        switch (mode)
        {
            case 0:
                page = Mm.NewPage();
                Hw.Start(page);
                goto case 1;
            case 1:
                if (page != null)
                    Mm.FreePage(page);
                return 0;
            default:
                return -Errno.Inval;
        }
    }
}
