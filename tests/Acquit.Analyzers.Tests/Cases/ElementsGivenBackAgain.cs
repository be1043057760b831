using System;
using Cases.Api;

namespace Cases;

// The elements of an array are given back one by one, and some of them again.
internal static class ElementsGivenBackAgain
{
    // Reports.

    public static int TwiceInOneRound(int n)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 3; i++)
        {
            Mm.FreePage(pages[i]);
            Mm.FreePage(pages[i]); // ACQ104
        }

        return n;
    }

    public static int ByASecondLoop(int n)
    {
        Page[] pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < n; i++) // ACQ403
            Mm.FreePage(pages[i]);
        for (int i = 0; i < n; i++)
            Mm.FreePage(pages[i]); // ACQ104
        return n;
    }

    public static int InTheNextRoundOfALoopAround(int n)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int round = 0; round < n; round++)
        {
            for (int i = 0; i < 3; i++)
                Mm.FreePage(pages[i]); // ACQ104
        }

        return n;
    }

    public static int OneAfterAll(bool both)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 2; i >= 0; i--) // ACQ403
            Mm.FreePage(pages[i]);
        if (both)
            Mm.FreePage(pages[1]); // ACQ104
        return 0;
    }

    public static int OneFewerFromTheFront(bool early)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage(); // ACQ101
        if (early)
        {
            for (int i = 0; i < 2; i++) // ACQ403
                Mm.FreePage(pages[i]);
            return -1;
        }

        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static int FilledAgainAndLeft()
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage(); // ACQ101
        return 0;
    }

    // Silent.

    public static int FilledAgainInEveryRound(int n)
    {
        Page[] pages = new Page[3];
        for (int round = 0; round < n; round++)
        {
            for (int i = 0; i < 3; i++)
                pages[i] = Mm.NewPage();
            for (int i = 0; i < 3; i++) // ACQ403
                Mm.FreePage(pages[i]);
        }

        return n;
    }

    public static int FilledByOthersInBetween(Action<Page[]> fill)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        fill(pages);
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static int FilledWithOthersInBetween(Page[] others)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        for (int i = 0; i < 3; i++)
            pages[i] = others[i];
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static int CopiedOverInBetween(Page[] others)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        others.CopyTo(pages, 0);
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static int SetThroughASpanInBetween(Page[] others)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        Span<Page> all = pages;
        for (int i = 0; i < 3; i++)
            all[i] = others[i];
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static int OneReplacedAtOnce(Page other)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        Mm.FreePage(pages[0]);
        pages[0] = other;
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static int ByAReferenceInBetween(Page other)
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        ref Page first = ref pages[0];
        first = other;
        Mm.FreePage(pages[0]);
        return 0;
    }

    public static int OneHalfEach()
    {
        Page[] pages = new Page[4];
        for (int i = 0; i < 4; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < 2; i++) // ACQ403
            Mm.FreePage(pages[i]);
        for (int i = 2; i < 4; i++)
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static int TriedOnceMoreFromTheBeginning()
    {
        Page[] pages = new Page[3];
        for (int i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                while (--i >= 0)
                    Mm.FreePage(pages[i]);
            }
        }

        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }
}
