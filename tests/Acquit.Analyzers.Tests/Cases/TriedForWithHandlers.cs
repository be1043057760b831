using System;
using Cases.Api;

namespace Cases;

// A lock is tried for, and not told of, in a method that makes a table of handlers, too.
internal static class TriedForWithHandlers
{
    internal static class Maps
    {
        public static extern int Add(VmOperations operations, object data);
    }

    // Reports.

    public static int NeverGivenBackOnOneWay(Space mm, Page page, bool early)
    {
        int err = Maps.Add(new VmOperations { Close = Closed }, page);
        bool got = mm.ReadTrylock(); // ACQ101
        if (early)
            return -1;
        mm.ReadUnlock(); // ACQ106
        return 0;
    }

    public static int JumpedTo(Space mm, bool flag)
    {
        int told = 0;
        bool got = mm.ReadTrylock(); // ACQ101
        if (!got)
            goto done;
        if (flag)
            mm.ReadUnlock();
        done:
        Count(ref told);
        return 0;
    }

    private static void Count(ref int told) => told = Hw.Status();

    private static void Closed(Vma area) => Hw.Status();

    // Silent.

    public static int ToldToOthers(Space mm)
    {
        bool got = mm.ReadTrylock();
        int err = Maps.Add(new VmOperations { Close = Closed }, got);
        return 0;
    }

    public static int ToldOnTheWay(Space mm, bool flag)
    {
        int told = 0;
        bool got = mm.ReadTrylock();
        if (!got)
            goto done;
        Count(ref told);
        Note(told);
        if (flag)
            mm.ReadUnlock();
        done:
        Count(ref told);
        return 0;
    }

    private static void Note(int told) => Console.WriteLine(told);
}

// What a handler gives back later is not the method's to give back.
internal static class TriedForByHandlers
{
    private static readonly Space Shared = new();

    public static int LeftToTheHandler(Page page)
    {
        int err = TriedForWithHandlers.Maps.Add(new VmOperations { Close = Closed }, page);
        bool got = Shared.ReadTrylock();
        return 0;
    }

    private static void Closed(Vma area) => Shared.ReadUnlock();
}
