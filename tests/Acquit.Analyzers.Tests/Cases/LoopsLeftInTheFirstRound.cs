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
}
