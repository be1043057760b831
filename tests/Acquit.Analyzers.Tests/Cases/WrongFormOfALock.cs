using System;
using Cases.Api;

namespace Cases;

// A lock that is held for writing is given back for reading on some ways, and rightly on all.
internal static class WrongFormOfALock
{
    public static int BothOnTheErrorPath(Space mm)
    {
        mm.WriteLock();
        int err = Hw.Status();
        if (err < 0)
            mm.ReadUnlock(); // ACQ103
        mm.WriteUnlock();
        return err;
    }

    public static int OnTheErrorPathOnly(Space mm)
    {
        mm.WriteLock();
        int err = mm.Map(1);
        if (err < 0)
        {
            mm.ReadUnlock(); // ACQ103
            return err;
        }

        mm.WriteUnlock();
        return 0;
    }

    // It is held for reading by then.
    public static int Downgraded(Space mm)
    {
        mm.WriteLock();
        int err = mm.Map(1);
        if (err < 0)
        {
            mm.Downgrade();
            mm.ReadUnlock();
            return err;
        }

        mm.WriteUnlock();
        return 0;
    }

    // Somebody else may have made it the other.
    public static int DowngradedByOthers(Space mm, Func<Space, bool> downgrade)
    {
        mm.WriteLock();
        if (downgrade(mm))
        {
            mm.ReadUnlock();
            return 1;
        }

        mm.WriteUnlock();
        return 0;
    }

    // Forms that have nothing to do with each other may both be held.
    public static int BothForms(RwSem sem, bool isReader)
    {
        sem.DownWrite();
        int err = Hw.Status();
        if (isReader)
            sem.UpRead();
        sem.UpWrite();
        return err;
    }
}
