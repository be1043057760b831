using System;
using Cases.Api;

namespace Cases;

// Arrays filled element by element.
internal static class LoopsOverArrays
{
    public static int UndoneBackwards(int n, Page[] result)
    {
        int i;
        var pages = new Page[n];
        for (i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                goto undo;
        }

        Array.Copy(pages, result, n);
        return 0;

    undo:
        while (--i >= 0) // ACQ403
            Mm.FreePage(pages[i]);
        return -Errno.NoMem;
    }

    public static int TheFirstIsLeft(int n, Page[] result)
    {
        int i;
        var pages = new Page[n];
        for (i = 0; i < pages.Length; i++)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
                goto undo;
            pages[i] = page;
        }

        Array.Copy(pages, result, n);
        return 0;

    undo:
        while (--i > 0)
            Mm.FreePage(pages[i]);
        return -Errno.NoMem;
    }

    public static int UsedAndFreedForwards(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage();

        int sum = Mm.ChecksumPages(pages, n);
        for (int i = 0; i < n; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return sum;
    }

    public static int UsedAndFreedByForeach(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = Mm.NewPage();

        int sum = Mm.ChecksumPages(pages, n);
        foreach (Page page in pages) // ACQ403
            Mm.FreePage(page);
        return sum;
    }

    public static int NeverFreed(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage(); // ACQ101

        return Mm.ChecksumPages(pages, n);
    }

    public static int FailureForgetsTheEarlierOnes(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
                return -Errno.NoMem;
        }

        int sum = Mm.ChecksumPages(pages, n);
        for (int i = 0; i < n; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return sum;
    }

    public static int UndoStopsBeforeTheFirst(int n)
    {
        int i;
        int sum;
        var pages = new Page[n];
        for (i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
                goto undo;
        }

        sum = Mm.ChecksumPages(pages, n);
        for (i = 0; i < n; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return sum;

    undo:
        while (--i > 0)
            Mm.FreePage(pages[i]);
        return -Errno.NoMem;
    }

    public static int UndoStartsAtTheFailedOne(int n)
    {
        int i;
        int sum;
        var pages = new Page[n];
        for (i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                goto undo;
        }

        sum = Mm.ChecksumPages(pages, n);
        for (i = 0; i < n; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return sum;

    undo:
        for (; i >= 0; i--)
            Mm.FreePage(pages[i]); // ACQ106
        return -Errno.NoMem;
    }

    public static int UndoneForwardsUpToTheFailedOne(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                for (int j = 0; j < i; j++) // ACQ403
                    Mm.FreePage(pages[j]);
                return -Errno.NoMem;
            }
        }

        int sum = Mm.ChecksumPages(pages, n);
        for (int i = n - 1; i >= 0; i--) // ACQ403
            Mm.FreePage(pages[i]);
        return sum;
    }

    public static int EmptySlotsSkipped(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.AllocPage();

        int status = Hw.Status();
        for (int i = 0; i < n; i++)
        {
            if (pages[i] != null)
                Mm.FreePage(pages[i]);
        }

        return status;
    }

    public static int CountKeptBesideTheArray(int n)
    {
        var pages = new Page[n];
        int held = 0;
        while (held < n)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                break;

            pages[held++] = page;
        }

        int sum = Mm.ChecksumPages(pages, held);
        while (held > 0) // ACQ403
            Mm.FreePage(pages[--held]);
        return sum;
    }

    public static void FilledByTheLoopReleasedByOneCall(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage();

        Mm.ChecksumPages(pages, n);
        Mm.FreePages(pages, n);
    }

    public static void LocalsArrayOfTwo()
    {
        Page[] pages = { Mm.NewPage(), Mm.NewPage() };
        Mm.CopyPage(pages[0], pages[1]);
        Mm.FreePage(pages[0]);
        Mm.FreePage(pages[1]);
    }

    public static void SameElementFreedTwice()
    {
        Page[] pages = { Mm.NewPage(), Mm.NewPage() };
        Mm.CopyPage(pages[0], pages[1]);
        Mm.FreePage(pages[0]);
        Mm.FreePage(pages[1]);
        Mm.FreePage(pages[0]); // ACQ104
    }

    public static void ReferencesOnEveryElement(Page[] pages)
    {
        foreach (Page page in pages)
            Mm.GetPage(page);

        Hw.Kick();

        foreach (Page page in pages) // ACQ403
            Mm.PutPage(page);
    }

    public static void EveryOtherElement(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i += 2)
            pages[i] = Mm.NewPage();

        Mm.ChecksumPages(pages, n);
        for (int i = 0; i < n; i += 2)
            Mm.FreePage(pages[i]);
    }

    public static void HandedToTheCallersArray(Page[] pages)
    {
        for (int i = 0; i < pages.Length; i++)
            pages[i] = Mm.NewPage();
    }
}
