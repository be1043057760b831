using Cases.Api;

namespace Cases;

// Bodies that do nothing with a lock themselves: all that they call are helpers that give it back.
internal static class GivenBackByHelpersOnly
{
    // Reports.

    public static int NeverTaken()
    {
        Gate own = new();
        GiveUp(own); // ACQ106
        return 0;
    }

    public static int NeverTakenThroughTwo()
    {
        Gate own = new();
        int err = WorkAndGiveUp(own); // ACQ106
        return err < 0 ? err : 0;
    }

    // Silent.

    public static int TakenByAHelper()
    {
        Gate own = new();
        Take(own);
        GiveUp(own);
        return 0;
    }

    public static int OfTheCaller(Gate gate)
    {
        GiveUp(gate);
        return Hw.Status();
    }

    public static int OnceMoreTakenByAHelper()
    {
        Gate own = new();
        Take(own);
        WorkAndGiveUp(own);
        Take(own);
        return WorkAndGiveUp(own);
    }

    public static int TakenAndGivenBackByOne()
    {
        Gate own = new();
        return Work(own);
    }

    private static void Take(Gate gate) => gate.Enter();

    private static void GiveUp(Gate gate) => gate.Leave();

    private static int WorkAndGiveUp(Gate gate)
    {
        int status = Hw.Status();
        GiveUp(gate);
        return status;
    }

    private static int Work(Gate gate)
    {
        gate.Enter();
        int status = Hw.Status();
        gate.Leave();
        return status;
    }
}
