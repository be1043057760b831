using System;
using Cases.Api;

namespace Cases;

// Locks that may not have been got: called under as if they had, or left without anybody being told.
internal sealed class LocksTriedFor
{
    private readonly Gate _gate = new();
    private bool _taken;

    // Reports.

    public static int NotAskedBeforeTheCall(Space mm)
    {
        mm.ReadLockKillable();
        int found = mm.Find(1); // ACQ301
        mm.ReadUnlock();
        return found;
    }

    public static int KeptAndNeverLookedAt(Space mm)
    {
        int err = mm.ReadLockKillable();
        int found = mm.Find(1); // ACQ301
        mm.ReadUnlock();
        return found;
    }

    public static int KeptLaterAndNeverLookedAt(Space mm)
    {
        int err = -1;
        err = mm.ReadLockKillable();
        int found = mm.Find(1); // ACQ301
        mm.ReadUnlock();
        return found;
    }

    public static int FailsAlike(Gate gate)
    {
        if (!gate.TryEnter()) // ACQ101
            return -Errno.Again;
        if (Hw.Status() < 0)
            return -Errno.IO;
        return -Errno.Again;
    }

    public static void EndsAlike(Gate gate)
    {
        if (gate.TryEnter()) // ACQ101
            Hw.Kick();
    }

    public static int SomethingElseIsCalledWithWhatCameLater(Gate gate)
    {
        if (!gate.TryEnter()) // ACQ101
            return -1;
        int status = Hw.Status();
        if (status == 3)
            return -1;
        Look(status);
        gate.Leave();
        return 0;
    }

    private static void Look(int status) => Console.WriteLine(status);

    public static int NobodyIsTold(Gate gate)
    {
        gate.TryEnter(); // ACQ101
        return 0;
    }

    public static int ComesToTheSameEnd(Space mm)
    {
        bool got = mm.ReadTrylock(); // ACQ101
        if (!got)
            goto done;
        Hw.Kick();
    done:
        return 0;
    }

    public static int KilledAndKeptAlike(Space mm, bool wanted)
    {
        if (wanted)
        {
            int err = mm.ReadLockKillable(); // ACQ101
            if (err != 0)
                return -Errno.Intr;
            Hw.Kick();
            return -Errno.Intr;
        }

        return 0;
    }

    // Silent.

    public static void TakenAllTheSame(Gate gate)
    {
        if (!gate.TryEnter())
        {
            Hw.Kick();
            gate.Enter();
        }
    }

    public static void ToldAtOnce(Gate gate, Action<bool> tell) => tell(gate.TryEnter());

    public static int FailsWithAnotherThanItIsPassed(Gate gate)
    {
        if (!gate.TryEnter())
            return -Errno.Again;
        int err = Hw.Status();
        return err < 0 && err != -Errno.Again ? err : 0;
    }

    public static int PassesOnWhatMayBeNoError(Gate gate)
    {
        if (!gate.TryEnter())
            return -Errno.Again;
        return Hw.Status();
    }

    public static int AskedBeforeTheCall(Space mm)
    {
        int err = mm.ReadLockKillable();
        if (err != 0)
            return err;
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public static int AskedByAnother(Space mm, Action<int> check)
    {
        int err = mm.ReadLockKillable();
        check(err);
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public static int ReaderAsWell(Space mm)
    {
        mm.ReadTrylock();
        return mm.Find(1);
    }

    public static bool Told(Gate gate) => gate.TryEnter();

    public static int ToldByTheCode(Gate gate)
    {
        if (!gate.TryEnter())
            return -Errno.Again;
        Hw.Kick();
        return 0;
    }

    public static int ToldByAnotherCode(Gate gate)
    {
        if (!gate.TryEnter())
            return -Errno.Again;
        if (Hw.Status() < 0)
            return -Errno.IO;
        return 0;
    }

    public static void ToldByAFlag(Gate gate, out bool taken)
    {
        taken = false;
        if (gate.TryEnter())
            taken = true;
    }

    public static void ToldByAnObject(Gate gate, int[] taken)
    {
        if (gate.TryEnter())
            taken[0] = 1;
    }

    public void ToldByAField()
    {
        if (_gate.TryEnter())
            _taken = true;
    }

    public void LeftLater()
    {
        if (_taken)
            _gate.Leave();
        _taken = false;
    }

    public static int WantedOrNot(Gate gate, bool wanted)
    {
        if (!wanted)
            return 0;
        if (!gate.TryEnter())
            return -Errno.Again;
        return 0;
    }

    public static void LeftByACallback(Space mm, Action<Action> later)
    {
        if (mm.ReadTrylock())
            later(mm.ReadUnlock);
    }
}

internal sealed class LocksTriedForByTypesWithState
{
    internal readonly Gate _gate = new();
    private int _count;
    private bool _taken;

    // Reports.

    public static int FailsWithWhatIsPassedOn(Gate gate)
    {
        if (!gate.TryEnter()) // ACQ101
            return -Errno.Again;
        int err = Hw.Status();
        return err < 0 ? err : 0;
    }

    public int WritesNothing(int[] counts)
    {
        if (!_gate.TryEnter()) // ACQ101
            return -Errno.Again;
        int err = Hw.Status();
        return err < 0 ? err : counts[_count];
    }

    // Silent.

    public int WrittenDownByAnother()
    {
        if (!_gate.TryEnter())
            return -Errno.Again;
        Note();
        int err = Hw.Status();
        return err < 0 ? err : 0;
    }

    public int WrittenDownByAProperty()
    {
        if (!_gate.TryEnter())
            return -Errno.Again;
        Taken = true;
        int err = Hw.Status();
        return err < 0 ? err : 0;
    }

    private bool Taken { set => _taken = value; }

    private void Note() => _count++;
}

// Somebody gives such a thing back, whoever has failed.
internal sealed class LocksTriedForAndLeftByEnds
{
    private readonly Gate _gate = new();

    public int Begin()
    {
        if (!_gate.TryEnter())
            return -Errno.Again;
        int err = Hw.Status();
        return err < 0 ? err : 0;
    }

    public void End() => _gate.Leave();
}
