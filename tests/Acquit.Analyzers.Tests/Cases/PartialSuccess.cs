// silent: ACQ107
using Cases.Api;

namespace Cases;

// An acquire that may give less than asked for: release what it gave, no more and no less.
internal static class PartialSuccess
{
    public static int ReleasesWhatItGot(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret != n)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return ret < 0 ? ret : -Errno.Fault;
        }

        Mm.ChecksumPages(pages, n);
        Mm.UnpinUserPages(pages, n);
        return 0;
    }

    public static int ShortPinTreatedAsFull(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < 0)
            return ret;

        Mm.ChecksumPages(pages, ret);
        Mm.UnpinUserPages(pages, n); // ACQ107
        return 0;
    }

    public static void DemandedByAHelper(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        Demand(ret == n);
        Mm.UnpinUserPages(pages, n);
    }

    public static void RefusedByAHelper(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        Refuse(ret < 0, "failed");
        Mm.UnpinUserPages(pages, n); // ACQ107
    }

    private static void Demand(bool isMet)
    {
        if (!isMet)
            throw new System.InvalidOperationException();
    }

    private static void Refuse(bool isWrong, string why)
    {
        if (why.Length == 0)
            throw new System.ArgumentException(null, nameof(why));
        if (isWrong == true)
        {
            System.Console.WriteLine(why);
            throw new System.InvalidOperationException(why);
        }
    }

    public static int ShortPinForgotten(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages); // ACQ101
        if (ret != n)
            return -Errno.Fault;

        Mm.UnpinUserPages(pages, n);
        return 0;
    }

    public static int ShortPinReleasesTheRequested(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        if (ret < n)
        {
            Mm.UnpinUserPages(pages, n); // ACQ107
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, n);
        return 0;
    }

    public static int ErrorUsedAsCount(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < 0)
        {
            Mm.UnpinUserPages(pages, ret); // ACQ106
            return ret;
        }

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    // Nothing gives more than was asked for, so what is not less is equal.
    public static int NotLessIsAll(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < n)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, n);
        return 0;
    }

    public static int ShortensTheTransfer(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return -Errno.Fault;

        if (ret < n)
            n = ret;

        int sum = Mm.ChecksumPages(pages, n);
        Mm.UnpinUserPages(pages, n);
        return sum;
    }

    public static int RequestOverwrittenByResult(ulong start, int n)
    {
        var pages = new Page[n];
        n = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (n <= 0)
            return -Errno.Fault;

        Mm.UnpinUserPages(pages, n);
        return 0;
    }

    public static int OneTooMany(ulong start, int n)
    {
        var pages = new Page[n + 1];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages, ret + 1); // ACQ107
        return 0;
    }

    public static int OneTooFew(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages, ret - 1); // ACQ107
        return 0;
    }

    public static int BytesInsteadOfPages(ulong start, int n)
    {
        var pages = new Page[n];
        int size = n * Mm.PageSize;
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret != n)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, size); // ACQ107
        return 0;
    }

    public static int ConstantRequest(ulong start)
    {
        var pages = new Page[16];
        int ret = Mm.PinUserPagesFast(start, 16, FollFlags.Write, pages);
        if (ret < 0)
            return ret;

        Mm.UnpinUserPages(pages, 16); // ACQ107
        return 0;
    }

    public static int LengthOfTheArray(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, pages.Length, FollFlags.Write, pages);
        if (ret != pages.Length)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, pages.Length);
        return 0;
    }

    public static int DirtyLockWithTheRequestedCount(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPagesDirtyLock(pages, n, makeDirty: true); // ACQ107
        return ret;
    }

    public static int ReferencesAreCountedToo(ulong start, int n)
    {
        var pages = new Page[n];
        int got = Mm.GetUserPagesFast(start, n, FollFlags.None, pages);
        if (got < 0)
            return got;

        Mm.ReleasePages(pages, got);
        return 0;
    }

    public static int MoreReferencesThanTaken(ulong start, int n)
    {
        var pages = new Page[n];
        int got = Mm.GetUserPagesFast(start, n, FollFlags.None, pages);
        if (got < 0)
            return got;

        Mm.ReleasePages(pages, n); // ACQ107
        return 0;
    }

    public static int BulkAllocation(int n)
    {
        var pages = new Page[n];
        int got = Mm.AllocPagesBulk(n, pages);
        if (got < n)
        {
            if (got > 0)
                Mm.FreePages(pages, got);
            return -Errno.NoMem;
        }

        Mm.FreePages(pages, n);
        return 0;
    }

    public static int ZeroPagesAreNothingToRelease(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret == 0)
            return -Errno.Again;
        if (ret < 0)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }
}
