using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// A lock is given back where all ways meet, and some of them have gone past the taking.
internal sealed class LocksJumpedOver
{
    private bool _isLocked;

    public static int PastTheLock(Space mm)
    {
        Page page = Mm.AllocPage();
        if (page == null)
            goto unlock;
        Mm.FreePage(page);
        mm.WriteLock();
        mm.Map(1);
    unlock:
        mm.WriteUnlock(); // ACQ106
        return 0;
    }

    public static int PastTheLockWhateverIsAsked(Space mm, bool quick)
    {
        int err = 0;
        if (!quick)
        {
            Page page = Mm.AllocPage();
            if (page == null)
            {
                err = -Errno.NoMem;
                goto unlock;
            }

            Mm.FreePage(page);
        }

        mm.ReadLock();
    unlock:
        mm.ReadUnlock(); // ACQ106
        return err;
    }

    public static int PastTheLockByEitherAnswer(Space mm)
    {
        if (Prepared() < 0 || Prepared() != 0)
            goto unlock;
        mm.WriteLock();
        mm.Map(1);
    unlock:
        mm.WriteUnlock(); // ACQ106
        return 0;
    }

    public static int PastTheLockByBothAnswers(Space mm)
    {
        if (Prepared() == 0 && Prepared() == 0)
        {
            mm.WriteLock();
            mm.Map(1);
        }
        else
        {
            goto unlock;
        }

    unlock:
        mm.WriteUnlock(); // ACQ106
        return 0;
    }

    public static int PastTheLockByTheOpposite(Space mm)
    {
        if (!(Prepared() >= 0))
            goto unlock;
        mm.WriteLock();
        mm.Map(1);
    unlock:
        mm.WriteUnlock(); // ACQ106
        return 0;
    }

    public static int PastTheLockInTheElse(Space mm)
    {
        if (!(Prepared() < 0))
            mm.WriteLock();
        else
            goto unlock;
        mm.Map(1);
    unlock:
        mm.WriteUnlock(); // ACQ106
        return 0;
    }

    public static int PastTheLockByAPattern(Space mm)
    {
        if (Prepared() is not 0)
            goto unlock;
        mm.WriteLock();
        mm.Map(1);
    unlock:
        mm.WriteUnlock(); // ACQ106
        return 0;
    }

    public static int PastTheLockByAnAnswerKept(Space mm)
    {
        int err;
        err = Prepared();
        if (err < 0)
            goto unlock;
        mm.WriteLock();
        mm.Map(1);
    unlock:
        mm.WriteUnlock(); // ACQ106
        return err;
    }

    public static int PastTwoLocks(Space mm, Space other)
    {
        if (Prepared() < 0)
            goto unlock;
        mm.WriteLock();
        other.WriteLock();
        other.Map(1);
    unlock:
        other.WriteUnlock(); // ACQ106
        mm.WriteUnlock(); // ACQ106
        return 0;
    }

    // What was asked may have been whether somebody has it.
    public static int PastTheLockByAnAnswerOfAnySort(Space mm)
    {
        int found = Hw.Status();
        if (found < 0)
            goto unlock;
        mm.WriteLock();
    unlock:
        mm.WriteUnlock();
        return found;
    }

    public int TakenByWhatIsRunOnThis()
    {
        Action take = () => Monitor.Enter(this);
        int err = Prepared();
        if (err < 0)
        {
            take();
            goto unlock;
        }

        Monitor.Enter(this);
    unlock:
        Monitor.Exit(this);
        return err;
    }

    // The caller knows whether he has it.
    public static int TakenUnlessTheCallerHasIt(Space mm, bool isLocked)
    {
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;
        Mm.FreePage(page);
        if (!isLocked)
            mm.WriteLock();
        mm.WriteUnlock();
        return 0;
    }

    public int TakenUnlessTheObjectHasIt(Space mm)
    {
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;
        Mm.FreePage(page);
        if (_isLocked)
            goto unlock;
        mm.WriteLock();
        _isLocked = true;
    unlock:
        mm.WriteUnlock();
        return 0;
    }

    // Given up for a while, and taken again for the caller.
    public static int GivenUpForAWhile(Space mm)
    {
        Page page = Mm.AllocPage();
        if (page == null)
            goto unlock;
        mm.WriteUnlock();
        Mm.FreePage(page);
        mm.WriteLock();
    unlock:
        mm.WriteUnlock();
        return 0;
    }

    public static void TakenForTheNextRound(Space mm, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                return;
            Mm.FreePage(page);
            if (i > 0)
                mm.WriteLock();
            mm.Map(1);
            mm.WriteUnlock();
        }
    }

    // Somebody else may have taken it.
    public static int TakenElsewhere(Space mm)
    {
        Page page = Mm.AllocPage();
        if (page == null)
        {
            Prepare(mm);
            goto unlock;
        }

        Mm.FreePage(page);
        mm.WriteLock();
    unlock:
        mm.WriteUnlock();
        return 0;
    }

    private static void Prepare(Space mm)
    {
        if (Hw.Status() > 0)
            mm.WriteLock();
    }

    public static int OutOfTheTryBlock(object gate)
    {
        try
        {
            int err = Prepared();
            if (err < 0)
                return err;
            Monitor.Enter(gate);
            return 0;
        }
        finally
        {
            Monitor.Exit(gate); // ACQ106
        }
    }

    public static int ThrownOutOfTheTryBlock(object gate, int size)
    {
        try
        {
            if (size < 0)
                throw new ArgumentOutOfRangeException(nameof(size));
            Monitor.Enter(gate);
            return size;
        }
        finally
        {
            Monitor.Exit(gate); // ACQ106
        }
    }

    public static int TakenBeforeAnythingIsAsked(object gate, int size)
    {
        Monitor.Enter(gate);
        try
        {
            if (size < 0)
                return -1;
            return size;
        }
        finally
        {
            Monitor.Exit(gate);
        }
    }

    // The caller that fails has it, and has it given back.
    public static int EndsWhatTheCallerBegan(object gate, int err)
    {
        if (err < 0)
            goto unlock;
        Monitor.Enter(gate);
        err = Hw.Status();
    unlock:
        Monitor.Exit(gate);
        return err;
    }

    // Whoever asks may have it by then.
    public static int SpinsFirst(object gate)
    {
        if (SpinWait.SpinUntil(() => Monitor.TryEnter(gate), 5))
            goto locked;
        Monitor.Enter(gate);
    locked:
        int status = Hw.Status();
        Monitor.Exit(gate);
        return status;
    }

    public static int TakenByTheOneWhoLooks(object gate, Func<object, int> look)
    {
        int found = look(gate);
        if (found < 0)
            goto unlock;
        Monitor.Enter(gate);
    unlock:
        Monitor.Exit(gate);
        return found;
    }

    public static int TakenByWhatIsRun(object gate)
    {
        Action take = () => Monitor.Enter(gate);
        int err = Prepared();
        if (err < 0)
        {
            take();
            goto unlock;
        }

        Monitor.Enter(gate);
    unlock:
        Monitor.Exit(gate);
        return err;
    }

    public static int TakenByTheCaller(object gate)
    {
        Monitor.Enter(gate);
        return GivenBackForTheCaller(gate);
    }

    private static int GivenBackForTheCaller(object gate)
    {
        int err = Prepared();
        if (err < 0)
            goto unlock;
        Monitor.Exit(gate);
        Hw.Status();
        Monitor.Enter(gate);
    unlock:
        Monitor.Exit(gate);
        return err;
    }

    private static int EndedForTheCaller(object gate)
    {
        int err = Prepared();
        if (err < 0)
            goto unlock;
        Monitor.Enter(gate);
        Hw.Status();
    unlock:
        Monitor.Exit(gate);
        return err;
    }

    public static int BegunForAnother(object gate, bool isBusy)
    {
        Monitor.Enter(gate);
        return isBusy ? 0 : EndedForTheCaller(gate);
    }

    private static int Prepared() => Hw.Status() > 3 ? -Errno.Again : 0;

    // Only what is passed says whether the caller has it.
    public static int OutOfTheTryBlockByAFlag(object gate, bool isHeld)
    {
        try
        {
            if (isHeld)
                return 1;
            Monitor.Enter(gate);
            return 0;
        }
        finally
        {
            Monitor.Exit(gate);
        }
    }

    public static int OutOfTheTryBlockAndAsked(object gate, int size)
    {
        bool taken = false;
        try
        {
            if (size < 0)
                return -1;
            Monitor.Enter(gate, ref taken);
            return size;
        }
        finally
        {
            if (taken)
                Monitor.Exit(gate);
        }
    }

    public static int OutOfTheTryBlockAndAskedOfTheLock(object gate, int size)
    {
        try
        {
            if (size < 0)
                return -1;
            Monitor.Enter(gate);
            return size;
        }
        finally
        {
            if (Monitor.IsEntered(gate))
                Monitor.Exit(gate);
        }
    }

    // A reference of the caller's goes where it fails; one more is taken so that it stays where it does not.
    public static int UsedUpOnFailure(Page page, int size)
    {
        try
        {
            if (size < 0)
                return -1;
            Mm.GetPage(page);
            return size;
        }
        finally
        {
            Mm.PutPage(page);
        }
    }

    // The signal was waited for by somebody else.
    public static int Signals(SemaphoreSlim done, int size)
    {
        if (size < 0)
            goto signal;
        done.Wait();
    signal:
        done.Release();
        return 0;
    }

    // It goes back, and has taken it by then.
    public static int OnceMore(Space mm, int left)
    {
    again:
        if (left == 0)
            goto unlock;
        mm.WriteLock();
        if (--left == 0)
            goto again;
    unlock:
        mm.WriteUnlock();
        return 0;
    }

    public static int WorksUnderTheLockOfTheCaller(Space mm, int size)
    {
        if (size > 0)
        {
            mm.Map(1);
            goto unlock;
        }

        mm.WriteUnlock();
        mm.WriteLock();
    unlock:
        mm.WriteUnlock();
        return 0;
    }

    // It is one release that has to be guarded, though two ways come to it without the lock.
    public static int TriedForOutOfTheTryBlock(object gate, int size)
    {
        try
        {
            if (Prepared() < 0)
                return -1;
            if (!Monitor.TryEnter(gate))
                return -2;
            return size;
        }
        finally
        {
            Monitor.Exit(gate); // ACQ106
        }
    }
}
