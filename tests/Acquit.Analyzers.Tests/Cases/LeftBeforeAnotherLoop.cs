using Cases.Api;

namespace Cases;

// What one loop has given back one by one, in part or not at all, comes to another loop that has nothing to do with it.
internal static class LeftBeforeAnotherLoop
{
    // Reports.

    public static int GivenBackOnTheErrorPathOnly(Page[] others)
    {
        Page[] pages = new Page[3];
        int i;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
            {
                while (--i > 0)
                    Mm.FreePage(pages[i]);
                goto clear;
            }
        }

        clear:
        for (int j = 0; j < others.Length; j++)
            Mm.ClearPage(others[j]);
        return 0;
    }

    public static int OneIsLeftOnSuccess(Page[] others)
    {
        Page[] pages = new Page[3];
        int i;
        int err = -1;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
                goto free;
        }

        err = 0;
        while (--i > 0)
            Mm.FreePage(pages[i]);
        goto clear;
        free:
        while (--i >= 0) // ACQ403
            Mm.FreePage(pages[i]);
        clear:
        for (int j = 0; j < others.Length; j++)
            Mm.ClearPage(others[j]);
        return err;
    }

    public static int ReadBefore(Page other)
    {
        Page[] pages = new Page[3];
        int got = Mm.GetUserPagesFast(0, 3, FollFlags.Write, pages); // ACQ101
        if (got <= 0)
            return -1;
        int first = pages[0].Index;
        for (int i = 0; i < first; i++)
        {
            Mm.GetPage(other);
            Mm.PutPage(other);
        }

        return 0;
    }

    // Silent.

    public static int GivenBackOnBoth(Page[] others)
    {
        Page[] pages = new Page[3];
        int i;
        int err = -1;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                goto free;
        }

        err = 0;
        free:
        while (--i >= 0) // ACQ403
            Mm.FreePage(pages[i]);
        for (int j = 0; j < others.Length; j++)
            Mm.ClearPage(others[j]);
        return err;
    }

    public static int GivenBackBeforeTheOther(Page[] others)
    {
        Page[] pages = new Page[3];
        int i;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                while (--i >= 0) // ACQ403
                    Mm.FreePage(pages[i]);
                goto clear;
            }
        }

        while (--i >= 0) // ACQ403
            Mm.FreePage(pages[i]);
        clear:
        for (int j = 0; j < others.Length; j++)
            Mm.ClearPage(others[j]);
        return 0;
    }

    // Whether they are held, the loop knows that reads them.
    public static void ReadInTheLoop(int count)
    {
        Page[] pages = new Page[3];
        int got = Mm.GetUserPagesFast(0, count, FollFlags.Write, pages);
        for (int i = 0; i < got; i++)
        {
            if (pages[i].Index > 0)
                Mm.PutPage(pages[i]);
        }
    }
}
