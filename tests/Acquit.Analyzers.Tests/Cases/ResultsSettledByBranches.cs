using System;
using Cases.Api;

namespace Cases;

// A result leaves the resource maybe held; the branch on it settles whether. First the shapes of tests on null.
internal static class ResultsOrNull
{
    public static int EqualsNull()
    {
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int NullOnTheLeft()
    {
        Page page = Mm.AllocPage();
        if (null == page)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int IsNull()
    {
        Page page = Mm.AllocPage();
        if (page is null)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static void IsNotNull()
    {
        Page page = Mm.AllocPage();
        if (page is not null)
            Mm.FreePage(page);
    }

    public static void PropertyPatternNamesIt()
    {
        if (Mm.AllocPage() is { } page)
        {
            page.Index = 1;
            Mm.FreePage(page);
        }
    }

    public static int NotPropertyPattern()
    {
        if (Mm.AllocPage() is not { } page)
            return -Errno.NoMem;

        page.Index = 1;
        Mm.FreePage(page);
        return 0;
    }

    public static int TypePatternForgets()
    {
        if (Mm.AllocPage() is Page page) // ACQ101
            return page.Index;

        return -Errno.NoMem;
    }

    public static int AssignedInTheCondition()
    {
        Page page;
        if ((page = Mm.AllocPage()) == null)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int TestTheWrongWayRound()
    {
        Page page = Mm.AllocPage(); // ACQ101
        if (page != null)
            return -Errno.NoMem;

        Hw.Kick();
        return 0;
    }

    public static int CoalescedWithThrow()
    {
        Page page = Mm.AllocPage() ?? throw new OutOfMemoryException();
        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static void ConditionalAccessDoesNotRelease()
    {
        Page page = Mm.AllocPage(); // ACQ101
        if (page?.Index > 0)
            Mm.FreePage(page);
    }

    public static int TestStoredInALocal()
    {
        Page page = Mm.AllocPage();
        bool failed = page == null;
        if (failed)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int EitherMissing()
    {
        Page first = Mm.AllocPage();
        Page second = Mm.AllocPage();
        if (first == null || second == null)
        {
            if (first != null)
                Mm.FreePage(first);
            if (second != null)
                Mm.FreePage(second);
            return -Errno.NoMem;
        }

        Mm.CopyPage(first, second);
        Mm.FreePage(second);
        Mm.FreePage(first);
        return 0;
    }

    public static int EitherMissingForgetsTheOther()
    {
        Page first = Mm.AllocPage(); // ACQ101
        Page second = Mm.AllocPage(); // ACQ101
        if (first == null || second == null)
            return -Errno.NoMem;

        Mm.CopyPage(first, second);
        Mm.FreePage(second);
        Mm.FreePage(first);
        return 0;
    }

    public static int ZeroIsFailure(int size)
    {
        nint block = Slab.Kmalloc(size);
        if (block == 0)
            return -Errno.NoMem;

        Hw.Write(block, size);
        Slab.Kfree(block);
        return 0;
    }

    public static int ZeroTestedNothingFreed(int size)
    {
        nint block = Slab.Kmalloc(size); // ACQ101
        if (block == IntPtr.Zero)
            return -Errno.NoMem;

        Hw.Write(block, size);
        return 0;
    }
}

// Counts and negative errors.
internal static class ResultsThatCount
{
    public static int LessThanZero(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < 0)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static int NotPositive(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret == 0 ? -Errno.Again : ret;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static int ZeroOnTheLeft(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (0 > ret)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static int PositivePattern(ulong start, int n)
    {
        var pages = new Page[n];
        if (Mm.PinUserPagesFast(start, n, FollFlags.Write, pages) is > 0 and var got)
        {
            Mm.UnpinUserPages(pages, got);
            return 0;
        }

        return -Errno.Fault;
    }

    public static int PositivePatternForgets(ulong start, int n)
    {
        var pages = new Page[n];
        if (Mm.PinUserPagesFast(start, n, FollFlags.Write, pages) is > 0) // ACQ101
            return Mm.ChecksumPages(pages, n);

        return -Errno.Fault;
    }

    public static int NegatedTest(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (!(ret > 0))
            return -Errno.Fault;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static int AssignedAndComparedAtOnce(ulong start, int n)
    {
        var pages = new Page[n];
        int ret;
        if ((ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages)) < 0)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static string SwitchOnTheResult(ulong start)
    {
        var pages = new Page[1];
        int ret = Mm.PinUserPagesFast(start, 1, FollFlags.None, pages);
        switch (ret)
        {
            case -Errno.Intr:
                return "interrupted";
            case 0:
                return "nothing";
            case > 0:
                Mm.UnpinUserPages(pages, ret);
                return "pinned";
            default:
                return "failed";
        }
    }

    public static int ErrorKeptInASecondVariable(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        int err = ret < 0 ? ret : 0;
        if (err != 0)
            return err;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static int ErrorKeptInASecondVariableForgets(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages); // ACQ101
        int err = ret == n ? 0 : -Errno.Fault;
        if (err != 0)
            return err;

        Mm.UnpinUserPages(pages, n);
        return 0;
    }

    public static int WidenedToLong(ulong start, int n)
    {
        var pages = new Page[n];
        long got = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (got < 0)
            return (int)got;

        Mm.UnpinUserPages(pages, (int)got);
        return 0;
    }

    public static void PositiveOrZeroByConditional(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        int held = ret > 0 ? ret : 0;
        Mm.UnpinUserPages(pages, held);
    }

    // A negative result becomes a huge number, so the failure is not seen here and the pages are "released" below.
    public static int UnsignedCompareMissesTheError(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if ((uint)ret < (uint)n)
        {
            Mm.UnpinUserPages(pages, ret);
            return -Errno.Fault;
        }

        Hw.Kick();
        Mm.UnpinUserPages(pages, n); // ACQ106
        return 0;
    }

    public static int UnsignedInequalityIsSafe(ulong start, uint n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, (int)n, FollFlags.Write, pages);
        if ((uint)ret != n)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, (int)n);
        return 0;
    }

    // Here C# compares as long, unlike C.
    public static int SignedWithUnsignedWidens(ulong start, uint n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, (int)n, FollFlags.Write, pages);
        if (ret < n)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static void ResultNeverLookedAt(ulong start)
    {
        var pages = new Page[4];
        Mm.PinUserPagesFast(start, 4, FollFlags.Write, pages); // ACQ101
        Hw.Kick();
    }
}

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
