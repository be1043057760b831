using Cases.Api;

namespace Cases;

// Locks made here that a helper takes on some of its ways, where what it answers does not tell on which.
internal static class TakenByHelpersPerhaps
{
    // Reports.

    public static int NeverGivenBack()
    {
        Gate own = new();
        return Work(own); // ACQ101
    }

    public static int GivenBackOnSuccessOnly()
    {
        Gate own = new();
        int err = Work(own); // ACQ101
        if (err == 0)
            own.Leave();
        return err;
    }

    // Silent.

    public static int GivenBackAfterwards()
    {
        Gate own = new();
        int err = Work(own);
        own.Leave();
        return err;
    }

    public static int ToldByAnObject()
    {
        Gate own = new();
        State state = new();
        int err = WorkAndTell(own, state);
        if (state.IsHeld)
            own.Leave();
        return err;
    }

    public static int ToldByTheAnswer()
    {
        Gate own = new();
        int err = WorkAndAnswer(own);
        if (err >= 0)
            own.Leave();
        return err;
    }

    public static int OfTheCaller(Gate gate) => Work(gate);

    public static Gate HandedOn()
    {
        Gate own = new();
        Work(own);
        return own;
    }

    private static int Work(Gate gate)
    {
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;
        gate.Enter();
        Mm.FreePage(page);
        return Hw.Ready() ? 0 : -Errno.NoMem;
    }

    private static int WorkAndTell(Gate gate, State state)
    {
        if (!Hw.Ready())
            return -Errno.Busy;
        gate.Enter();
        state.IsHeld = true;
        return Hw.Ready() ? 0 : -Errno.Busy;
    }

    private static int WorkAndAnswer(Gate gate)
    {
        if (!Hw.Ready())
            return -Errno.Busy;
        gate.Enter();
        return Hw.Ready() ? 0 : 1;
    }

    private sealed class State
    {
        public bool IsHeld;
    }
}
