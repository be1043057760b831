using Cases.Api;

namespace Cases;

// Booleans, status codes, special values.
internal static class ResultsThatTell
{
    public static bool Negated(out int value)
    {
        value = 0;
        if (!Handles.TryOpen("gpu", out nint handle))
            return false;

        value = Handles.Read(handle);
        Handles.Close(handle);
        return true;
    }

    public static int Forgotten()
    {
        if (Handles.TryOpen("gpu", out nint handle)) // ACQ101
            return Handles.Read(handle);

        return -1;
    }

    public static int ComparedWithFalse()
    {
        if (Handles.TryOpen("gpu", out nint handle) == false)
            return -1;

        int value = Handles.Read(handle);
        Handles.Close(handle);
        return value;
    }

    public static int StoredInALocalFirst()
    {
        bool opened = Handles.TryOpen("gpu", out nint handle);
        int value = opened ? Handles.Read(handle) : -1;
        if (opened)
            Handles.Close(handle);
        return value;
    }

    public static int SecondConditionHidesTheFirst()
    {
        if (Handles.TryOpen("gpu", out nint handle) && Hw.Ready()) // ACQ101
        {
            Handles.Close(handle);
            return 0;
        }

        return -Errno.NoDev;
    }

    public static int OrSettlesTheElse()
    {
        if (!Hw.Ready() || !Handles.TryOpen("gpu", out nint handle))
            return -Errno.NoDev;

        Handles.Close(handle);
        return 0;
    }

    public static int StatusZeroIsSuccess()
    {
        int err = Handles.Open("gpu", out nint handle);
        if (err != 0)
            return err;

        int value = Handles.Read(handle);
        Handles.Close(handle);
        return value;
    }

    public static int StatusZeroForgets()
    {
        int err = Handles.Open("gpu", out nint handle); // ACQ101
        if (err < 0)
            return err;

        return Handles.Read(handle);
    }

    public static void StatusIgnored()
    {
        Handles.Open("gpu", out nint handle); // ACQ101
        Hw.Kick();
    }

    public static int StatusOfAnEnum()
    {
        OpenStatus status = Handles.OpenWithStatus("gpu", out nint handle);
        switch (status)
        {
            case OpenStatus.Ok:
                Handles.Close(handle);
                return 0;
            case OpenStatus.Busy:
                return -Errno.Busy;
            default:
                return -Errno.NoDev;
        }
    }

    public static int StatusOfAnEnumBySwitchExpression()
    {
        int err = Handles.OpenWithStatus("gpu", out nint handle) switch
        {
            OpenStatus.Ok => 0,
            OpenStatus.Busy => -Errno.Busy,
            _ => -Errno.NoDev,
        };
        if (err != 0)
            return err;

        Handles.Close(handle);
        return 0;
    }

    public static int ClosedOnTheFailingPath()
    {
        OpenStatus status = Handles.OpenWithStatus("gpu", out nint handle);
        if (status == OpenStatus.Missing)
        {
            Handles.Close(handle); // ACQ106
            return -Errno.NoDev;
        }

        if (status != OpenStatus.Ok)
            return -Errno.Busy;

        Handles.Close(handle);
        return 0;
    }

    public static int MinusOneIsFailure()
    {
        int fd = Handles.OpenFd("/dev/gpu");
        if (fd == -1)
            return -Errno.NoDev;

        int value = Handles.ReadFd(fd);
        Handles.CloseFd(fd);
        return value;
    }

    public static int MinusOneOnTheLeft(Page page)
    {
        long bus = Dma.MapPage(page, Mm.PageSize);
        if (Dma.MappingError == bus)
            return -Errno.NoMem;

        Hw.Program(bus);
        Dma.UnmapPage(bus, Mm.PageSize);
        return 0;
    }

    // 0 is a good bus address, so the first page of memory would leak.
    public static int TestedAgainstZeroInsteadOfTheErrorValue(Page page)
    {
        long bus = Dma.MapPage(page, Mm.PageSize); // ACQ101
        if (bus <= 0)
            return -Errno.NoMem;

        Hw.Program(bus);
        Dma.UnmapPage(bus, Mm.PageSize);
        return 0;
    }

    public static int TrylockReturns(Device device)
    {
        if (!device.Mutex.TryLock())
            return -Errno.Busy;

        device.State++;
        device.Mutex.Unlock();
        return 0;
    }

    public static void TrylockSpins(Device device)
    {
        while (!device.Lock.TryLock())
            Hw.Kick();

        device.State++;
        device.Lock.Unlock();
    }

    public static int KillableHasTheOtherPolarity(Device device)
    {
        if (device.Mutex.LockKillable() != 0)
            return -Errno.Intr;

        device.State++;
        device.Mutex.Unlock();
        return 0;
    }

    public static int UnlockedThoughInterrupted()
    {
        var gate = new SleepLock();
        if (gate.LockKillable() != 0)
        {
            Hw.Kick();
            gate.Unlock(); // ACQ106
            return 0;
        }

        gate.Unlock();
        return -Errno.Intr;
    }

    public static void ReferenceBooleanTells(Device device)
    {
        bool taken = false;
        device.Lock.TryEnter(ref taken);
        if (taken)
        {
            device.State++;
            device.Lock.Unlock();
        }
    }

    public static int SecondTrylockFailsAndTheFirstIsForgotten(Device device)
    {
        if (device.Mutex.TryLock() && device.Parent.Mutex.TryLock()) // ACQ101
        {
            device.State = device.Parent.State;
            device.Parent.Mutex.Unlock();
            device.Mutex.Unlock();
            return 0;
        }

        return -Errno.Busy;
    }

    public static int ReferenceOnlyIfAlive(KObject target)
    {
        if (!target.TryAddRef())
            return -Errno.NoDev;

        target.Poke();
        target.Release();
        return 0;
    }
}
