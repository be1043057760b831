using Cases.Api;

namespace Cases;

// What is taken on the elements of an array, one after the other, by a loop that did not make them.
internal static class ElementsTakenInLoops
{
    // Reports.

    public static void MadeAndNotFreed(int count)
    {
        var pages = new Page[count];
        for (int i = 0; i < count; i++)
            pages[i] = Mm.NewPage(); // ACQ101
        for (int i = 0; i < count; i++)
            Mm.ClearPage(pages[i]);
    }

    public static int LeftOnOnePath(int count)
    {
        var pages = new Page[count];
        int got = Mm.GetUserPagesFast(0, count, FollFlags.None, pages);
        if (got <= 0)
            return got;
        Mm.GetPage(pages[0]); // ACQ101
        if (!Hw.Ready())
        {
            Mm.ReleasePages(pages, got);
            return -Errno.Busy;
        }

        Mm.PutPage(pages[0]);
        Mm.ReleasePages(pages, got);
        return 0;
    }

    // Silent.

    public static void LockedAfterAllAreMade(int count)
    {
        var locks = new SleepLock[count];
        for (int i = 0; i < count; i++)
            locks[i] = new SleepLock();
        for (int i = 0; i < count; i++)
            locks[i].Lock();
        Hw.Kick();
        for (int i = 0; i < count; i++)
            locks[i].Unlock();
    }

    public static void LockedTheOtherWayRound()
    {
        var locks = new SleepLock[4];
        for (int i = 0; i < 4; i++)
            locks[i] = new SleepLock();
        for (int i = 0; i < 4; i++)
            locks[i].Lock();
        Hw.Kick();
        for (int i = 3; i >= 0; i--)
            locks[i].Unlock();
    }

    public static void OnceMoreOnEach(int count)
    {
        var pages = new Page[count];
        int got = Mm.GetUserPagesFast(0, count, FollFlags.None, pages);
        if (got <= 0)
            return;
        for (int i = 0; i < got; i++)
            Mm.GetPage(pages[i]);
        Hw.Kick();
        for (int i = 0; i < got; i++)
        {
            Mm.PutPage(pages[i]);
            Mm.PutPage(pages[i]);
        }
    }

    public static void OnceMoreOnEachInLoops(int count)
    {
        var pages = new Page[count];
        int got = Mm.GetUserPagesFast(0, count, FollFlags.None, pages);
        for (int i = 0; i < got; i++)
            Mm.GetPage(pages[i]);
        Hw.Kick();
        for (int i = 0; i < got; i++) // ACQ403
            Mm.PutPage(pages[i]);
        for (int i = 0; i < got; i++) // ACQ403
            Mm.PutPage(pages[i]);
    }
}
