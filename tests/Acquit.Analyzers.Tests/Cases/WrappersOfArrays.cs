using System;
using Cases.Api;

namespace Cases;

// Helpers that fill and empty arrays element by element.
internal static class WrappersOfArrays
{
    public static void FilledAndEmptied()
    {
        var pages = new Page[4];
        FillAll(pages);
        FreeAll(pages);
    }

    public static void FilledAndForgotten()
    {
        var pages = new Page[4];
        FillAll(pages); // ACQ101
        Hw.Log(pages.Length.ToString());
    }

    public static int PinnedAndPutOneByOne(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.GetUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < 0)
            return ret;

        PutSome(pages, ret);
        return 0;
    }

    public static int PinnedAndPutTooMany(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.GetUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < 0)
            return ret;

        PutSome(pages, n); // ACQ107
        return 0;
    }

    public static int PinnedAndPutFromTheEnd(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.GetUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < 0)
            return ret;

        PutBackwards(pages, ret);
        return 0;
    }

    public static int PinnedAndPutFromTheEndTwice(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.GetUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret < 0)
            return ret;

        PutBackwards(pages, ret);
        PutSome(pages, ret); // ACQ104
        return 0;
    }

    public static int PinnedAndUnpinnedAsIfGot(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        PutSome(pages, ret); // ACQ103
        return 0;
    }

    // Which of them are there only the array knows.
    public static void FreedWhereThere()
    {
        var pages = new Page[4];
        pages[2] = Mm.AllocPage();
        FreeWhereThere(pages);
    }

    public static void FreedWhereThereAndAgain()
    {
        var pages = new Page[4];
        FillAll(pages);
        FreeWhereThere(pages);
        FreeWhereThere(pages);
    }

    private static void FillAll(Page[] pages)
    {
        for (int i = 0; i < pages.Length; i++)
            pages[i] = Mm.NewPage();
    }

    private static void FreeAll(Page[] pages)
    {
        foreach (Page page in pages) // ACQ403
            Mm.FreePage(page);
    }

    private static void PutSome(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403
            Mm.PutPage(pages[i]);
    }

    private static void PutBackwards(Page[] pages, int n)
    {
        while (--n >= 0) // ACQ403
            Mm.PutPage(pages[n]);
    }

    private static void FreeWhereThere(Page[] pages)
    {
        for (int i = 0; i < pages.Length; i++)
        {
            if (pages[i] == null)
                continue;

            Mm.FreePage(pages[i]);
            pages[i] = null;
        }
    }
}
