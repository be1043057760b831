// silent: ACQ103
using System;
using System.Threading;
using Acquit;
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

    // The lock of the caller is turned into another.
    public static bool Downgrades(ReaderWriterLockSlim gate, int work)
    {
        gate.EnterReadLock();
        if (work < 0)
        {
            gate.ExitUpgradeableReadLock();
            return false;
        }

        gate.ExitReadLock();
        return true;
    }

    // One condition, asked twice.
    public static int AsksTheLock(ReaderWriterLockSlim gate, bool writes)
    {
        if (writes)
            gate.EnterWriteLock();
        else
            gate.EnterReadLock();
        int status = Hw.Status();
        if (gate.IsWriteLockHeld)
        {
            gate.ExitWriteLock();
            return -1;
        }

        gate.ExitReadLock();
        return status;
    }

    public static int AsksThePage(Page page, string how)
    {
        if (how == "pin")
            PinAgain(page);
        else
            Mm.GetPage(page);
        if (how.StartsWith("pin"))
        {
            Mm.UnpinUserPage(page);
            return -Errno.Inval;
        }

        Mm.PutPage(page);
        return 0;
    }

    // What the caller goes on with is written down beside it.
    public static int WritesDownWhichItIs(Kept kept, bool swaps)
    {
        Mm.GetPage(kept.Page);
        if (swaps)
        {
            Mm.UnpinUserPage(kept.Page);
            kept.IsPinned = false;
            return -Errno.Again;
        }

        Mm.PutPage(kept.Page);
        return 0;
    }

    private static extern void PinAgain([Acquires("page-pin", ReleasedBy = nameof(Mm.UnpinUserPage))] Page page);

    internal sealed class Kept
    {
        public Page Page = null!;
        public bool IsPinned = true;
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

    // The pin of the caller goes on both ways.
    public static int ForgetsTheReference(Page page, bool bad)
    {
        Mm.GetPage(page);
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
