// silent: ACQ104
using System.Threading;
using Cases.Api;

namespace Cases;

// A lock that cannot be taken twice was not held before it was taken here: one unlock is all that there can be.
internal sealed class UnlockedOnceMore
{
    private readonly Space _own = new();

    public static void Twice(Space mm)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        mm.ReadUnlock(); // ACQ104
    }

    public static void TwiceForWriting(Space mm)
    {
        mm.WriteLock();
        mm.WriteUnlock();
        mm.WriteUnlock(); // ACQ104
    }

    public static int TwiceOnOnePath(Space mm)
    {
        int err = 0;
        mm.ReadLock();
        if (Hw.Status() < 0)
        {
            mm.ReadUnlock();
            err = -Errno.IO;
        }

        mm.ReadUnlock(); // ACQ104
        return err;
    }

    public static void TwiceThroughHelpers(Space mm)
    {
        Take(mm);
        GiveBack(mm);
        GiveBack(mm); // ACQ104
    }

    public void TwiceTheOneOfAField()
    {
        _own.ReadLock();
        _own.ReadUnlock();
        _own.ReadUnlock(); // ACQ104
    }

    public static int TwiceWhatWasTriedFirst(Space mm)
    {
        // Readers may be several, this one among them.
        if (!mm.ReadTrylock())
            return -Errno.Again;
        mm.ReadUnlock();
        mm.ReadUnlock();
        return 0;
    }

    public static void TwiceWhatWasTriedFirstUntold(Space mm)
    {
        // If so, nobody knows whether he still does.
        if (mm.ReadTrylock())
        {
            mm.ReadUnlock();
            mm.ReadUnlock(); // ACQ104
        }
    }

    public static int TwiceWhereAnyErrorIsPassedOn(Space mm)
    {
        if (!mm.ReadTrylock())
            return -Errno.Again;
        int err = Hw.Status();
        mm.ReadUnlock();
        mm.ReadUnlock(); // ACQ104
        return err < 0 ? err : 0;
    }

    public static int TwiceByAnErrorOfItsOwn(Space mm)
    {
        if (!mm.ReadTrylock())
            return -Errno.Again;
        mm.ReadUnlock();
        mm.ReadUnlock();
        return Hw.Status() < 0 ? -Errno.IO : 0;
    }

    public static void TwiceWhatOnlyOneHas(Gate gate)
    {
        if (gate.TryEnter())
        {
            gate.Leave();
            gate.Leave(); // ACQ104
        }
    }

    public static int TwiceAfterATryThatIsAskedFirst(Gate gate)
    {
        bool entered = gate.TryEnter();
        if (!entered)
            return -Errno.Again;
        gate.Leave();
        gate.Leave(); // ACQ104
        return 0;
    }

    public static int TriedAgainByTheHolder(Gate gate)
    {
        gate.Enter();
        if (gate.TryEnter())
        {
            // Nobody comes here.
            gate.Enter();
            Mm.AllocPage();
        }

        gate.Leave();
        return 0;
    }

    public static void TriedAgainBySomebodyElse(Gate gate, Gate other)
    {
        gate.Enter();
        if (other.TryEnter())
        {
            other.Leave();
            gate.Leave();
            return;
        }

        gate.Leave();
    }

    public static void TriedAgainAfterTheLeave(Gate gate)
    {
        gate.Enter();
        gate.Leave();
        if (gate.TryEnter())
            gate.Leave();
    }

    public static void TriedAgainAfterStrangers(Gate gate, System.Action<Gate> strange)
    {
        gate.Enter();
        strange(gate);
        if (gate.TryEnter())
            gate.Leave();
    }

    public static void WithAnotherTakeBetween(Space mm)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        mm.ReadLock();
        mm.ReadUnlock();
    }

    public static void WithATakeByAHelperBetween(Space mm)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        Take(mm);
        mm.ReadUnlock();
    }

    public static void WithATakeByAHelperThatMayBetween(Space mm, bool really)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        TakeIf(mm, really);
        mm.ReadUnlock();
    }

    public static void WithSomebodyElseBetween(Space mm, IRegistry registry)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        registry.AddObject(mm);
        mm.ReadUnlock();
    }

    public static void WithADelegateBetween(Space mm, System.Action<Space> between)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        between(mm);
        mm.ReadUnlock();
    }

    public static void GivenUpForAWhile(Space mm)
    {
        mm.ReadUnlock();
        Hw.Kick();
        mm.ReadLock();
    }

    public static void AMonitorThatMayBeHeldMoreThanOnce(object gate)
    {
        Monitor.Enter(gate);
        Monitor.Exit(gate);
        Monitor.Exit(gate);
    }

    private static void Take(Space mm) => mm.ReadLock();

    private static void TakeIf(Space mm, bool really)
    {
        if (really)
            mm.ReadLock();
    }

    private static void GiveBack(Space mm) => mm.ReadUnlock();
}
