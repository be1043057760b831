// silent: ACQ107
using System;
using Cases.Api;

namespace Cases;

// Slices, and pins gathered in several calls.
internal static class PartialSuccessInPieces
{
    public static int SliceByRange(ulong start, int n)
    {
        Span<Page> pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages[..ret]);
        return 0;
    }

    public static int SliceByAsSpan(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages.AsSpan(0, ret));
        return 0;
    }

    public static int SliceBySlice(ulong start, int n)
    {
        Span<Page> pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages.Slice(0, ret), ret);
        return 0;
    }

    public static int SliceOfTheRequestedLength(ulong start, int n)
    {
        var pages = new Page[2 * n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages.AsSpan(0, n)); // ACQ107
        return 0;
    }

    public static int WholeSpanAfterAFullPin(ulong start, int n)
    {
        Span<Page> pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, pages.Length, FollFlags.Write, pages);
        if (ret != pages.Length)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages[..ret]);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages);
        return 0;
    }

    public static int ReleasedInTwoHalves(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        int half = ret / 2;
        Mm.UnpinUserPages(pages.AsSpan(0, half), half);
        Mm.UnpinUserPages(pages.AsSpan(half, ret - half), ret - half);
        return 0;
    }

    public static int OneByOne(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        for (int i = 0; i < ret; i++) // ACQ403
            Mm.UnpinUserPage(pages[i]);
        return 0;
    }

    public static int RetriesUntilAllArePinned(ulong start, int n)
    {
        var pages = new Page[n];
        int pinned = 0;
        while (pinned < n)
        {
            int ret = Mm.PinUserPagesFast(
                start + (ulong)pinned * Mm.PageSize, n - pinned, FollFlags.Write, pages.AsSpan(pinned));
            if (ret <= 0)
            {
                Mm.UnpinUserPages(pages, pinned);
                return ret < 0 ? ret : -Errno.Again;
            }

            pinned += ret;
        }

        Mm.ChecksumPages(pages, n);
        Mm.UnpinUserPages(pages, pinned);
        return 0;
    }

    public static int RetryGivesUpAndForgets(ulong start, int n)
    {
        var pages = new Page[n];
        int pinned = 0;
        while (pinned < n)
        {
            int ret = Mm.PinUserPagesFast(start, n - pinned, FollFlags.Write, pages.AsSpan(pinned)); // ACQ101
            if (ret <= 0)
                return -Errno.Again;

            pinned += ret;
        }

        Mm.UnpinUserPages(pages, pinned);
        return 0;
    }

    public static int RetriesAfterReleasingTheShortPin(ulong start, int n)
    {
        var pages = new Page[n];
        for (int attempt = 0; attempt < 3; attempt++)
        {
            int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
            if (ret == n)
            {
                Mm.UnpinUserPages(pages, n);
                return 0;
            }

            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
        }

        return -Errno.Again;
    }

    public static int RetriesWithoutReleasingTheShortPin(ulong start, int n)
    {
        var pages = new Page[n];
        for (int attempt = 0; attempt < 3; attempt++)
        {
            int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages); // ACQ101
            if (ret == n)
            {
                Mm.UnpinUserPages(pages, n);
                return 0;
            }
        }

        return -Errno.Again;
    }

    public static int CallersSpanIsFilledForTheCaller(ulong start, Span<Page> pages)
    {
        int ret = Mm.PinUserPagesFast(start, pages.Length, FollFlags.Write, pages);
        return ret < 0 ? ret : ret == 0 ? -Errno.Again : ret;
    }

    public static int ReleasedInTheErrorBranchAndAgainAtTheEnd(ulong start, int n)
    {
        var pages = new Page[n];
        int err = 0;
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return -Errno.Fault;

        if (ret != n)
        {
            err = -Errno.Fault;
            Mm.UnpinUserPages(pages, ret);
        }

        Mm.UnpinUserPages(pages, ret); // ACQ104
        return err;
    }

    public static int UnpinInPieces(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return ret;
        int done = 0;
        while (done < ret)
        {
            int chunk = Math.Min(16, ret - done);
            Mm.UnpinUserPages(pages.AsSpan(done, chunk));
            done += chunk;
        }

        return ret;
    }

    public static int SpansOfPins(ulong start, Span<Page> scratch)
    {
        Span<Page> window = scratch[..4];
        int ret = Mm.PinUserPagesFast(start, window.Length, FollFlags.None, window);
        if (ret < window.Length)
        {
            if (ret > 0)
                Mm.UnpinUserPages(window[..ret]);
            return -1;
        }

        Mm.UnpinUserPages(window);
        return 0;
    }

    public static void CopyOfArray(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return;
        Page[] mine = pages[..ret];
        Mm.UnpinUserPages(mine, mine.Length);
    }

    public static int CheckedArithmetic(ulong start, ulong end)
    {
        int n = checked((int)((end - start) / Mm.PageSize));
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret == n)
        {
            Mm.UnpinUserPages(pages, n);
            return 0;
        }

        if (ret >= 0)
            Mm.UnpinUserPages(pages, ret);
        return -1;
    }
}
