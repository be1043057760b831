using Cases.Api;

namespace Cases;

// What is returned unchanged tells as much as where it came from.
internal static class SentinelsOfHelpers
{
    public static void Stored(Page page)
    {
        long bus = Map(page); // ACQ101
        Hw.Program(bus);
    }

    public static int StoredTwoDeep(Page page)
    {
        long bus = MapTwoDeep(page); // ACQ101
        if (bus == Dma.MappingError)
            return -Errno.IO;
        Hw.Program(bus);
        return 0;
    }

    public static int OnOneWay(Page page)
    {
        long bus = MapTwoDeep(page); // ACQ101
        if (bus == -1)
            return -Errno.IO;
        if (!Hw.Ready())
            return -Errno.Busy;
        Dma.UnmapPage(bus, Mm.PageSize);
        return 0;
    }

    public static void Dropped(Page page)
    {
        Map(page); // ACQ101
    }

    public static void Twice(Page page)
    {
        long bus = Map(page);
        if (bus == -1)
            return;
        Dma.UnmapPage(bus, Mm.PageSize);
        Dma.UnmapPage(bus, Mm.PageSize); // ACQ104
    }

    public static void ThoughItFailed(Page page)
    {
        long bus = MapTwoDeep(page);
        if (bus == -1)
        {
            Dma.UnmapPage(bus, Mm.PageSize); // ACQ106
            return;
        }

        Dma.UnmapPage(bus, Mm.PageSize);
    }

    public static int Released(Page page)
    {
        long bus = Map(page);
        if (bus == -1)
            return -Errno.IO;
        Dma.UnmapPage(bus, Mm.PageSize);
        return 0;
    }

    public static int ReleasedTwoDeep(Page page)
    {
        long bus = MapTwoDeep(page);
        if (bus == Dma.MappingError)
            return -Errno.IO;
        Hw.Program(bus);
        Unmap(bus);
        return 0;
    }

    public static void ReleasedIfMapped(Page page, bool wanted)
    {
        long bus = -1;
        if (wanted)
            bus = MapTwoDeep(page);
        if (bus != -1)
            Unmap(bus);
    }

    public static void ReleasedInEveryRound(Page page, int n, bool wanted)
    {
        long bus = -1;
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                bus = MapTwoDeep(page);
            if (bus != -1)
                Dma.UnmapPage(bus, Mm.PageSize);
            bus = -1;
        }
    }

    public static long HandedOn(Page page) => MapTwoDeep(page);

    public static long HandedOnAfterALook(Page page)
    {
        long bus = Map(page);
        if (bus == -1)
            Hw.Kick();
        return bus;
    }

    public static void NotMappedAtAll(Page page)
    {
        long size = SizeOrNothing(page);
        Hw.Program(size);
    }

    private static long Map(Page page) => Dma.MapPage(page, Mm.PageSize);

    private static long MapTwoDeep(Page page)
    {
        Hw.Kick();
        return Map(page);
    }

    private static void Unmap(long bus) => Dma.UnmapPage(bus, Mm.PageSize);

    private static long SizeOrNothing(Page page) => page is null ? -1 : Mm.PageSize;

    public static void AnyNegativeNumberIsFailure(string name)
    {
        int fd = Open(name);
        if (fd < 0)
            return;
        Handles.CloseFd(fd);
    }

    public static int AnyNegativeNumberIsFailureAtOnce(string name)
    {
        int fd = Handles.OpenFd(name);
        if (fd < 0)
            return -Errno.NoDev;
        Handles.CloseFd(fd);
        return 0;
    }

    public static void AnyNegativeNumberThoughItWorked(string name)
    {
        int fd = Open(name); // ACQ101
        if (fd < 0)
            return;
        Handles.ReadFd(fd);
    }

    private static int Open(string name) => Handles.OpenFd(name);
}
