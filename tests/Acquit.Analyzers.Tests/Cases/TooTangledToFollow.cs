// option: acquit.step_budget = 4
// silent: ACQ903
using Cases.Api;

namespace Cases;

// With next to no patience: a loop or two branches are more than enough.
internal static class TooTangledToFollow
{
    public static void Loop(int n) // ACQ903
    {
        for (int i = 0; i < n; i++)
            Mm.FreePage(Mm.NewPage());
    }

    public static void While() // ACQ903
    {
        while (Hw.Ready())
        {
            Page page = Mm.NewPage();
            if (Hw.Status() == 0)
                Hw.Start(page);
            Mm.FreePage(page);
        }
    }

    public static void Foreach(int[] numbers) // ACQ903
    {
        foreach (int number in numbers)
            Mm.FreePage(Mm.NewPage());
    }

    public static void TwoBranches(bool a, bool b) // ACQ903
    {
        Page page = Mm.NewPage();
        if (a)
            Hw.Kick();
        if (b)
            Hw.Log("b");
        Mm.FreePage(page);
    }

    public static int Switch(int mode) // ACQ903
    {
        Page page = Mm.NewPage();
        int result = mode switch { 0 => 1, 1 => 2, 2 => Hw.Status(), _ => 4 };
        Mm.FreePage(page);
        return result;
    }

    public static void Finally() // ACQ903
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Kick();
            if (Hw.Ready())
                Hw.Log("ready");
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public static int Ladder() // ACQ903
    {
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;

        int err = Hw.Start(page);
        if (err < 0)
            goto free;

        err = Hw.Status();
    free:
        Mm.FreePage(page);
        return err;
    }

    public static void DoLoop() // ACQ903
    {
        Page page = Mm.NewPage();
        do
        {
            if (Hw.Ready())
                Hw.Start(page);
        }
        while (Hw.Status() != 0);
        Mm.FreePage(page);
    }

    public static bool Conditions(bool a, bool b) // ACQ903
    {
        Page page = Mm.NewPage();
        bool result = a && b && Hw.Ready();
        Mm.FreePage(page);
        return result;
    }

    public static void Nested(int n) // ACQ903
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                Mm.FreePage(Mm.NewPage());
        }
    }

    public static void Straight() => Mm.FreePage(Mm.NewPage());

    public static void StraightInSteps()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Mm.FreePage(page);
    }

    public static void Two()
    {
        Page first = Mm.NewPage();
        Page second = Mm.NewPage();
        Mm.CopyPage(second, first);
        Mm.FreePage(second);
        Mm.FreePage(first);
    }

    public static int Answers()
    {
        Page page = Mm.NewPage();
        int status = Hw.Start(page);
        Mm.FreePage(page);
        return status;
    }

    public static Page HandedOut() => Mm.NewPage();

    public static void Given(Page page) => Mm.FreePage(page);

    public static void NothingIsHeld(int n)
    {
        for (int i = 0; i < n; i++)
            Hw.Kick();
    }

    public static int NothingIsHeldInBranches(bool a, bool b)
    {
        if (a)
            return Hw.Status();
        if (b)
            Hw.Kick();
        return 0;
    }

    public static void Locked(Device device)
    {
        device.Mutex.Lock();
        device.State++;
        device.Mutex.Unlock();
    }

    public static void InALambda(IRegistry registry) => registry.Closed += (_, _) => Hw.Kick();
}
