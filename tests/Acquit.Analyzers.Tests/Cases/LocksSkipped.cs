using Cases.Api;

namespace Cases;

// A lock is given back where all ways meet, and some of them have gone past the taking.
internal sealed class LocksSkipped
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
}
