using Cases.Api;

namespace Cases;

// Numbers that may be absent, and tests for a range of numbers of which only some are ever answered.
internal static class NullablesAndRanges
{
    // Reports.

    public static void NotWhenItIsNought(string name)
    {
        int? fd = Handles.OpenFd(name); // ACQ101
        if (fd is > 0)
            Handles.CloseFd(fd.Value);
    }

    public static void OnlyWhenReady(string name)
    {
        int? fd = Handles.OpenFd(name); // ACQ101
        if (fd is >= 0 && Hw.Ready())
            Handles.CloseFd(fd.Value);
    }

    public static void OnlyTheFirst(string name)
    {
        int? fd = Hw.Ready() ? Handles.OpenFd(name) : null; // ACQ101
        if (fd is 0)
            Handles.CloseFd(fd.Value);
    }

    public static void OnlyTheUptodate()
    {
        int got = TakeOrFail(out Page page); // ACQ101
        if (got <= 1)
            return;
        Mm.FreePage(page);
    }

    public static void OnlyTheOthers()
    {
        int got = TakeOrFail(out Page page); // ACQ101
        if (got == 1)
            Mm.FreePage(page);
    }

    public static void LockedAndLeft(SleepLock gate)
    {
        int got = TakeGate(gate); // ACQ101
        if (got <= 1)
            return;
        gate.Unlock();
    }

    // Silent.

    public static void NotNegative(string name, bool wanted)
    {
        int? fd = wanted ? Handles.OpenFd(name) : null;
        if (fd is >= 0)
            Handles.CloseFd(fd.Value);
    }

    public static void OpenedOrNot(string name)
    {
        int? fd = null;
        if (Hw.Ready())
            fd = Handles.OpenFd(name);
        Hw.Kick();
        if (fd is not null and not -1)
            Handles.CloseFd(fd.Value);
    }

    public static void NamedByThePattern(string name)
    {
        int? fd = Handles.OpenFd(name);
        if (fd is int open and >= 0)
            Handles.CloseFd(open);
    }

    public static void InFinally(string name)
    {
        int? fd = null;
        try
        {
            fd = Handles.OpenFd(name);
            Hw.Kick();
        }
        finally
        {
            if (fd is >= 0)
                Handles.CloseFd(fd.Value);
        }
    }

    public static void NothingForNoughtOrLess()
    {
        int got = Take(out Page page);
        if (got <= 0)
            return;
        Hw.Start(page);
        Mm.FreePage(page);
    }

    public static void MoreThanNought()
    {
        if (Take(out Page page) > 0)
            Mm.FreePage(page);
    }

    public static void OneOrTheOther()
    {
        int got = TakeOrFail(out Page page);
        if (got == 1 || got == 2)
            Mm.FreePage(page);
    }

    public static void Unlocked(SleepLock gate)
    {
        int got = TakeGate(gate);
        if (got <= 0)
            return;
        gate.Unlock();
    }

    private static int Take(out Page page)
    {
        page = Mm.AllocPage();
        if (page == null)
            return 0;
        return page.Uptodate ? 2 : 1;
    }

    private static int TakeOrFail(out Page page)
    {
        page = null;
        if (!Hw.Ready())
            return -1;
        page = Mm.AllocPage();
        if (page == null)
            return 0;
        return page.Uptodate ? 2 : 1;
    }

    private static int TakeGate(SleepLock gate)
    {
        if (Hw.Ready())
            return 0;
        gate.Lock();
        return Hw.Ready() ? 1 : 2;
    }
}
