using Cases.Api;

namespace Cases;

// Locks that are given back where an error ends the method, and taken only behind that.
internal static class GivenUpBeforeTaken
{
    // Reports.

    public static int WhereTheFirstStepFails(Gate gate)
    {
        Page page = Mm.AllocPage();
        if (page == null)
        {
            gate.Leave(); // ACQ106
            return -Errno.NoMem;
        }

        gate.Enter();
        Mm.ClearPage(page);
        gate.Leave();
        Mm.FreePage(page);
        return 0;
    }

    public static int WhereOneOfSeveralFails(Gate gate)
    {
        Page[] pages = new Page[3];
        int i;
        for (i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                gate.Leave(); // ACQ106
                while (--i >= 0) // ACQ403
                    Mm.FreePage(pages[i]);
                return -Errno.NoMem;
            }
        }

        gate.Enter();
        Mm.ClearPage(pages[0]);
        gate.Leave();
        for (i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }

    // Silent.

    public static int GivenUpForAWhile(Gate gate)
    {
        Page page = Mm.AllocPage();
        if (page == null)
        {
            gate.Leave();
            return -Errno.NoMem;
        }

        gate.Leave();
        Mm.ClearPage(page);
        Mm.FreePage(page);
        gate.Enter();
        return 0;
    }

    public static int TakenUnlessItIsHeld(Gate gate, bool isHeld)
    {
        Page page = Mm.AllocPage();
        if (page == null)
        {
            gate.Leave();
            return -Errno.NoMem;
        }

        if (!isHeld)
            gate.Enter();
        Mm.ClearPage(page);
        gate.Leave();
        Mm.FreePage(page);
        return 0;
    }

    public static int AsTheCallerSays(Gate gate, bool isHeld)
    {
        if (isHeld)
        {
            gate.Leave();
            return 0;
        }

        gate.Enter();
        return Hw.Status();
    }

    public static int TriedForInAnyCase(Gate gate)
    {
        Page page = Mm.AllocPage();
        if (page == null)
        {
            gate.Leave();
            return -Errno.NoMem;
        }

        if (gate.TryEnter())
        {
            Mm.ClearPage(page);
            gate.Leave();
        }

        Mm.FreePage(page);
        return 0;
    }
}
