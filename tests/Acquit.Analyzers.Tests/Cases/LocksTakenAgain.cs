using System;
using Cases.Api;

namespace Cases;

// A loop comes round to a lock that it has taken in the last round, and has not given back.
internal static class LocksTakenAgain
{
    // Reports.

    public static int InEveryRound(int n)
    {
        Gate gate = new();
        for (int i = 0; i < n; i++)
            gate.Enter(); // ACQ101
        return n;
    }

    public static void OfTheCaller(Gate gate, int n)
    {
        while (n-- > 0)
        {
            gate.Enter(); // ACQ302
            Hw.Kick();
        }
    }

    public static void ForEver()
    {
        Gate gate = new();
        while (true)
        {
            gate.Enter(); // ACQ302
            Hw.Kick();
        }
    }

    public static void ByAHelper(Gate gate, int n)
    {
        for (int i = 0; i < n; i++)
            Enter(gate); // ACQ302
    }

    public static void IfTheCallerWantsIt(Gate gate, bool wanted, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter(); // ACQ302
            Hw.Kick();
        }
    }

    public static void UnlessTheCallerHasIt(Gate gate, bool isHeld, int n)
    {
        do
        {
            if (!isHeld)
                gate.Enter(); // ACQ302
            Hw.Kick();
        }
        while (n-- > 0);
    }

    public static void GivenBackOnOneWayOnly(Gate gate, int[] all)
    {
        foreach (int one in all)
        {
            gate.Enter(); // ACQ101
            if (one > 3)
                continue;
            gate.Leave();
        }
    }

    public static void GivenBackWithoutALook()
    {
        Gate gate = new();
        gate.TryEnter();
        Hw.Kick();
        gate.Leave(); // ACQ106
    }

    // Silent.

    public static void GivenBackInEveryRound(Gate gate, int n)
    {
        for (int i = 0; i < n; i++)
        {
            gate.Enter();
            Hw.Kick();
            gate.Leave();
        }
    }

    public static void OnceAtTheBeginning(Gate gate, int n)
    {
        bool entered = false;
        for (int i = 0; i < n; i++)
        {
            if (!entered)
                gate.Enter();
            entered = true;
        }

        if (entered)
            gate.Leave();
    }

    public static void OnceByAFlagOfTheCallers(Gate gate, bool wanted, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            Hw.Kick();
            wanted = false;
        }
    }

    public static void OnceIfAsked(Gate gate, Func<int, bool> isFirst, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (isFirst(i))
                gate.Enter();
            Hw.Kick();
        }
    }

    public static void OnceByAFlagThatChanges(Gate gate, bool wanted, Func<bool> next, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            Hw.Kick();
            wanted = next();
        }
    }

    public static void OnceByAFlagThatIsHandedOn(Gate gate, bool wanted, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            Change(ref wanted);
        }
    }

    public static void OnceByAFlagAmongOthers(Gate gate, bool wanted, Func<bool> next, int n)
    {
        int last = 0;
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            (wanted, last) = (next(), last + i);
        }
    }

    public static void OnceByAFlagUnderAnotherName(Gate gate, bool wanted, Func<bool> next, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            ref bool flag = ref wanted;
            flag = next();
        }
    }

    public static void OnceByAFlagThatALambdaChanges(Gate gate, bool wanted, int n)
    {
        Action change = () => wanted = false;
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            change();
        }
    }

    public static void OnceByAFlagThatALocalFunctionChanges(Gate gate, bool wanted, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            Change();
        }

        void Change() => wanted = false;
    }

    public static void OnceByAFlagOfWhichAnotherNameWasMade(Gate gate, bool wanted, Func<bool> next, int n)
    {
        ref bool flag = ref wanted;
        for (int i = 0; i < n; i++)
        {
            if (wanted)
                gate.Enter();
            flag = next();
        }
    }

    public static void InTheLastRound(Gate gate, Func<int, bool> isLast, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (!isLast(i))
                continue;
            gate.Enter();
            Hw.Kick();
        }
    }

    public static void WhereTheSwitchSaysSo(Gate gate, Func<int, int> next, int n)
    {
        for (int i = 0; i < n; i++)
        {
            switch (next(i))
            {
                case 1:
                    gate.Enter();
                    break;
                case 2:
                    Hw.Kick();
                    break;
            }
        }
    }

    public static void AnotherOneInEveryRound(Gate[] gates)
    {
        foreach (Gate gate in gates)
            gate.Enter();
        Hw.Kick();
        foreach (Gate gate in gates)
            gate.Leave();
    }

    public static void LeftByTheLast(Gate gate, int n)
    {
        while (true)
        {
            gate.Enter();
            if (n-- == 0)
                break;
            gate.Leave();
        }

        gate.Leave();
    }

    public static void GivenBackByAnother(Gate gate, Action<Gate> leave, int n)
    {
        for (int i = 0; i < n; i++)
        {
            gate.Enter();
            leave(gate);
        }
    }

    public static void GivenBackAfterALook()
    {
        Gate gate = new();
        if (gate.TryEnter())
            gate.Leave();
    }

    private static void Change(ref bool flag) => flag = flag && Hw.Ready();

    private static void Enter(Gate gate)
    {
        Hw.Kick();
        gate.Enter();
    }
}
