using Cases.Api;

namespace Cases;

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
