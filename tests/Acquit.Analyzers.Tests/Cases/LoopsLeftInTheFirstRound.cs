using Cases.Api;

namespace Cases;

// A loop that is sure to be come to, and is left in its first round: nothing runs after it.
internal static class LoopsLeftInTheFirstRound
{
    // Reports.

    public static int LeftInSomeRound(int n)
    {
        for (int i = 0; i < n; i++)
        {
            return -1;
        }

        Mm.AllocPage(); // ACQ101
        return 0;
    }

    public static int AskedAgainAfterNoRound(bool stop, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (stop)
                return -1;
        }

        if (stop)
            Mm.AllocPage(); // ACQ101
        return 0;
    }

    public static int AskedAgainAfterNoRoundOfWork(bool stop, int n, Page other)
    {
        for (int i = 0; i < n; i++)
        {
            Mm.GetPage(other);
            Mm.PutPage(other);
            if (stop)
                return -1;
        }

        if (stop)
            Mm.AllocPage(); // ACQ101
        return 0;
    }

    public static int AskedAgainAfterNoRoundWithSomethingHeldOrNot(bool stop, bool shared, Page other, int n)
    {
        if (shared)
            Mm.GetPage(other);
        for (int i = 0; i < n; i++)
        {
            if (stop)
            {
                if (shared)
                    Mm.PutPage(other);
                return -1;
            }
        }

        if (stop)
            Mm.AllocPage(); // ACQ101
        if (shared)
            Mm.PutPage(other);
        return 0;
    }

    public static void WaitedForAfterOneRound(Gate gate, Gate other, bool own, bool shared, int n)
    {
        if (shared)
            other.Enter();
        for (int i = 0; i < n; i++)
        {
            if (own && !gate.TryEnter())
                break;
        }

        gate.Enter(); // ACQ302
        gate.Leave();
        if (shared)
            other.Leave();
    }

    public static int LostWhereTheLastRoundLeaves(bool stop)
    {
        Page page = null;
        for (int i = 0; i < 2; i++)
        {
            page = Mm.AllocPage(); // ACQ101
            if (page == null)
                return -1;
            if (stop)
                return -1;
            Mm.FreePage(page);
        }

        return 0;
    }

    public static int NotLeftByAHelperThatChangesItsMind(bool stop)
    {
        Page page = Mm.AllocPage(); // ACQ101
        if (page == null)
            return -1;
        if (RefusesPerhaps(stop) < 0)
        {
            Mm.FreePage(page);
            return -1;
        }

        return 0;
    }

    private static int RefusesPerhaps(bool stop)
    {
        if (!stop)
        {
            return -1;
        }

        stop = System.Environment.TickCount > 3;
        if (stop)
        {
            return -1;
        }

        return System.Environment.TickCount;
    }

    // Silent.

    public static int LeftAtOnce()
    {
        for (int i = 0; i < 2; i++)
        {
            return -1;
        }

        Mm.AllocPage();
        return 0;
    }

    public static int LeftAtOnceWithSomethingHeld()
    {
        Page page = Mm.AllocPage();
        for (int i = 0; i < 2; i++)
        {
            if (page != null)
                Mm.FreePage(page);
            return -1;
        }

        return 0;
    }

    public static int LeftByWhatIsAskedAgain(bool stop)
    {
        for (int i = 0; i < 2; i++)
        {
            if (stop)
                return -1;
        }

        if (stop)
            Mm.AllocPage();
        return 0;
    }

    public static int LeftByWhatIsAskedAgainWithSomethingHeldOrNot(bool stop, bool shared, Page other)
    {
        if (shared)
            Mm.GetPage(other);
        for (int i = 0; i < 2; i++)
        {
            if (stop)
            {
                if (shared)
                    Mm.PutPage(other);
                return -1;
            }
        }

        if (stop)
            Mm.AllocPage();
        if (shared)
            Mm.PutPage(other);
        return 0;
    }

    public static void TriedForInVainInTheNextRound(Gate gate, Gate other, bool own, bool shared)
    {
        if (shared)
            other.Enter();
        for (int i = 0; i < 2; i++)
        {
            if (own && !gate.TryEnter())
            {
                if (i > 0)
                    gate.Leave();
                if (shared)
                    other.Leave();
                return;
            }
        }

        gate.Enter();
        gate.Leave();
        if (shared)
            other.Leave();
    }

    public static int LeftByWhatIsAskedAgainAfterWork(bool stop, Page other)
    {
        for (int i = 0; i < 2; i++)
        {
            Mm.GetPage(other);
            Mm.PutPage(other);
            if (stop)
                return -1;
        }

        if (stop)
            Mm.AllocPage();
        return 0;
    }

    public static int LeftByAHelperBothWays(bool stop)
    {
        Page page = Mm.AllocPage();
        if (page == null)
            return -1;
        if (Refuses(stop) < 0)
        {
            Mm.FreePage(page);
            return -1;
        }

        return 0;
    }

    private static int Refuses(bool stop)
    {
        if (!stop)
        {
            return -1;
        }

        if (stop)
        {
            return -1;
        }

        return System.Environment.TickCount;
    }
}
