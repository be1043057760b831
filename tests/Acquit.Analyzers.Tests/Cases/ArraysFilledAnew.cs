using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// Arrays that a loop goes on to fill from the beginning, before it has come to the end, or once more.
internal static class ArraysFilledAnew
{
    // Reports.

    public static void FromTheBeginningWhereOneFails()
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
                i = -1;
        }

        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
    }

    public static void CountedDownToTheBeginning()
    {
        Page[] pages = new Page[3];
        int i;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
            {
                while (--i >= 0)
                    Mm.ClearPage(pages[i]);
            }
        }

        while (--i >= 0) // ACQ403
            Mm.FreePage(pages[i]);
    }

    public static void AllGivenBackAndTheLastTwice()
    {
        Page[] pages = new Page[3];
        int i;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                while (--i >= 0)
                    Mm.FreePage(pages[i]);
            }
        }

        for (i = 0; i < 3; i++)
        {
            Mm.FreePage(pages[i]);
            Mm.FreePage(pages[i]); // ACQ104
        }
    }

    public static void AllGivenBackAndTheFirstLeft()
    {
        Page[] pages = new Page[3];
        int i;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
            {
                while (--i >= 0)
                    Mm.FreePage(pages[i]);
            }
        }

        while (--i > 0)
            Mm.FreePage(pages[i]);
    }

    public static int TheLastLeftInEveryRound()
    {
        Page[] pages = new Page[3];
        for (int round = 0; round < 2; round++)
        {
            int i;
            for (i = 0; i < 3; i++)
            {
                pages[i] = Mm.AllocPage(); // ACQ101
                if (pages[i] == null)
                {
                    while (--i >= 0) // ACQ403
                        Mm.FreePage(pages[i]);
                    return -1;
                }
            }

            for (i = 0; i < 2; i++) // ACQ403
                Mm.FreePage(pages[i]);
        }

        return 0;
    }

    public static void OneInThePlaceOfTheOther(int n)
    {
        Page[] pages = new Page[1];
        for (int i = 0; i < n; i++)
        {
            pages[0] = Mm.AllocPage(); // ACQ101
            if (pages[0] == null)
                return;
            Mm.ClearPage(pages[0]);
        }

        if (n > 0)
            Mm.FreePage(pages[0]);
    }

    // Silent.

    public static void FromTheBeginningAfterAllWereGivenBack()
    {
        Page[] pages = new Page[3];
        int i;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                while (--i >= 0)
                    Mm.FreePage(pages[i]);
            }
        }

        while (--i >= 0) // ACQ403
            Mm.FreePage(pages[i]);
    }

    public static int AllGivenBackInEveryRound()
    {
        Page[] pages = new Page[3];
        for (int round = 0; round < 2; round++)
        {
            int i;
            for (i = 0; i < 3; i++)
            {
                pages[i] = Mm.AllocPage();
                if (pages[i] == null)
                {
                    while (--i >= 0) // ACQ403
                        Mm.FreePage(pages[i]);
                    return -1;
                }
            }

            for (i = 0; i < 3; i++) // ACQ403
                Mm.FreePage(pages[i]);
        }

        return 0;
    }

    public static void HandedOnBeforeTheNext(List<Page[]> all, int n)
    {
        Page[] pages = new Page[2];
        for (int round = 0; round < n; round++)
        {
            for (int i = 0; i < 2; i++)
                pages[i] = Mm.AllocPage();
            all.Add(pages);
            pages = new Page[2];
        }
    }

    public static void ElementsHandedOnBeforeTheNext(List<Page> all, int n)
    {
        Page[] pages = new Page[2];
        for (int round = 0; round < n; round++)
        {
            for (int i = 0; i < 2; i++)
            {
                pages[i] = Mm.AllocPage();
                if (pages[i] == null)
                    return;
                all.Add(pages[i]);
            }
        }
    }

    public static void NamedElsewhereBeforeTheNext(int n)
    {
        Page[] pages = new Page[1];
        Page last = null;
        for (int i = 0; i < n; i++)
        {
            last = pages[0];
            pages[0] = Mm.AllocPage();
            if (last != null)
                Mm.FreePage(last);
        }

        if (pages[0] != null)
            Mm.FreePage(pages[0]);
    }

    public static void OnlyWhereThereIsNone(int n)
    {
        Page[] pages = new Page[3];
        for (int round = 0; round < n; round++)
        {
            for (int i = 0; i < 3; i++)
            {
                if (pages[i] == null)
                    pages[i] = Mm.AllocPage();
            }
        }

        for (int i = 0; i < 3; i++)
        {
            if (pages[i] != null)
                Mm.FreePage(pages[i]);
        }
    }

    public static void TheFirstOnceMoreIfThereIsNone(bool again)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
        {
            if (i > 0 || pages[0] == null)
                pages[i] = Mm.AllocPage();
            if (i == 2 && again)
            {
                again = false;
                Mm.FreePage(pages[0]);
                Mm.FreePage(pages[1]);
                Mm.FreePage(pages[2]);
                pages[0] = pages[1] = pages[2] = null;
                i = -1;
            }
        }

        for (int i = 0; i < 3; i++)
        {
            if (pages[i] != null)
                Mm.FreePage(pages[i]);
        }
    }
}
