// silent: ACQ103
using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// What the caller can name as well is given back rightly on one way, and on another as something that it is not.
internal static class WrongReleaseOnOneWay
{
    public static int TheErrorPathUnpins(Page page, bool bad)
    {
        Mm.GetPage(page);
        if (bad)
        {
            Mm.UnpinUserPage(page); // ACQ103
            return -Errno.Inval;
        }

        Mm.PutPage(page);
        return 0;
    }

    public static void TheWriterIsLetGoAsAReader(ReaderWriterLockSlim gate, bool isShort)
    {
        gate.EnterWriteLock();
        if (isShort)
        {
            gate.ExitReadLock(); // ACQ103
            return;
        }

        gate.ExitWriteLock();
    }

    // The pin of the caller has become a reference of his.
    public static int SwapsForTheCaller(Page page, bool keeps)
    {
        Mm.GetPage(page);
        if (keeps)
        {
            Mm.UnpinUserPage(page);
            return 0;
        }

        Mm.PutPage(page);
        return -Errno.Again;
    }

    // The pin of the caller is given back beside the reference.
    public static int GivesBackThePinToo(Page page, bool bad)
    {
        Mm.GetPage(page);
        if (bad)
        {
            Mm.UnpinUserPage(page);
            Mm.PutPage(page);
            return -Errno.Inval;
        }

        Mm.PutPage(page);
        return 0;
    }

    // It is the reference that one way forgets: the pin of the caller goes on both.
    public static int ForgetsTheReference(Page page, bool bad)
    {
        Mm.GetPage(page); // ACQ101
        if (bad)
        {
            Mm.UnpinUserPage(page);
            return -Errno.Inval;
        }

        Mm.PutPage(page);
        Mm.UnpinUserPage(page);
        return -Errno.Again;
    }

    // The upgradeable lock may be the caller's.
    public static void LetsGoOfBoth(ReaderWriterLockSlim gate, bool isLast)
    {
        gate.EnterWriteLock();
        if (isLast)
            gate.ExitUpgradeableReadLock();
        gate.ExitWriteLock();
    }

    // On two ways it is wrong, on the third right.
    public static int TwoOfThree(Page page, int what)
    {
        Mm.GetPage(page);
        if (what == 1)
        {
            Mm.UnpinUserPage(page); // ACQ103
            return -Errno.Inval;
        }

        if (what == 2)
        {
            Mm.UnpinUserPage(page); // ACQ103
            return -Errno.Again;
        }

        Mm.PutPage(page);
        return 0;
    }

    // Both ways meet before the end: what is held there is one or the other.
    public static void TheWaysMeet(Page page, int order)
    {
        Mm.GetPage(page);
        if (order > 3)
            Mm.UnpinUserPage(page); // ACQ103
        else
            Mm.PutPage(page);
        Mm.ClearPage(page);
    }

    // Whoever fails gives up what the caller had, a pin, and has a reference in its stead, as it says by the result.
    public static bool TellsWhichItIs(Page page, bool pinned)
    {
        Mm.GetPage(page);
        if (pinned)
        {
            Mm.UnpinUserPage(page);
            return true;
        }

        Mm.PutPage(page);
        return false;
    }
}
