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

    public static int NeverGivenBackByOneThatWrites()
    {
        Gate own = new();
        return WriteAndWork(own); // ACQ101
    }

    // Silent.

    public static int TakenByOneThatWritesIntoWhatItIsGiven(byte[] status)
    {
        Gate own = new();
        int err = WriteAndWork(own, status);
        if (status[0] == 1)
            own.Leave();
        return err;
    }

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

    private static int WriteAndWork(Gate gate)
    {
        Contents.Api.Frame frame = Contents.Api.Mem.Pin(0);
        if (frame == null)
            return -Errno.NoMem;
        frame.Bytes[0] = 1;
        gate.Enter();
        Contents.Api.Mem.MarkLocked(frame);
        Contents.Api.Mem.UnpinOne(frame);
        return Hw.Ready() ? 0 : -Errno.NoMem;
    }

    private static int WriteAndWork(Gate gate, byte[] status)
    {
        if (!Hw.Ready())
            return -Errno.NoMem;
        System.Span<byte> first = status;
        first[0] = 1;
        gate.Enter();
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
