// silent: ACQ302
using System;
using Acquit;
using Cases.Api;

namespace Cases;

// Calls that take a lock themselves, or lead to code that does.
public sealed class LocksInTheWay
{
    private readonly Space _mm = new();

    public int Free(Space mm) => mm.Populate(1);

    public int Held(Space mm)
    {
        mm.ReadLock();
        int rc = mm.Populate(1); // ACQ302
        mm.ReadUnlock();
        return rc;
    }

    public int HeldForWriting(Space mm)
    {
        mm.WriteLock();
        int rc = mm.Populate(1); // ACQ302
        mm.WriteUnlock();
        return rc;
    }

    public int GivenBackBefore(Space mm)
    {
        mm.ReadLock();
        mm.Find(1);
        mm.ReadUnlock();
        return mm.Populate(1);
    }

    public int HeldOnOnePath(Space mm, bool take)
    {
        if (take)
            mm.ReadLock();

        int rc = mm.Populate(1); // ACQ302
        if (take)
            mm.ReadUnlock();

        return rc;
    }

    public int TriedInVain(Space mm)
    {
        if (mm.ReadTrylock())
        {
            int found = mm.Find(1);
            mm.ReadUnlock();
            return found;
        }

        return mm.Populate(1);
    }

    public int OfAnother(Space mm, Space other)
    {
        other.ReadLock();
        int rc = mm.Populate(1);
        other.ReadUnlock();
        return rc;
    }

    public void TakenTwice(Space mm)
    {
        mm.ReadLock();
        mm.ReadLock(); // ACQ302
        mm.ReadUnlock();
        mm.ReadUnlock();
    }

    public void ForWritingWhileReading(Space mm)
    {
        mm.ReadLock();
        mm.WriteLock(); // ACQ302
        mm.WriteUnlock();
        mm.ReadUnlock();
    }

    public void OneAfterTheOther(Space mm)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        mm.WriteLock();
        mm.WriteUnlock();
    }

    public int Promised([RequiresHeld("mm-lock")] Space mm) => mm.Populate(1); // ACQ302

    public int PromisedNot([RequiresNotHeld("mm-lock")] Space mm) => mm.Populate(1);

    public int ThroughAHelper(Space mm)
    {
        mm.ReadLock();
        int rc = Fill(mm, 2); // ACQ302
        mm.ReadUnlock();
        return rc;
    }

    public int ThroughAHelperFree(Space mm) => Fill(mm, 2);

    private static int Fill(Space mm, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (mm.Populate((ulong)i) != 0)
                return -1;
        }

        return 0;
    }

    public int ThroughItsOwnField()
    {
        _mm.WriteLock();
        int rc = FillOwn(); // ACQ302
        _mm.WriteUnlock();
        return rc;
    }

    private int FillOwn() => Fill(_mm, 3);

    // The helper gives up what its caller took first.
    public int GivenUpByTheHelper(Space mm)
    {
        mm.ReadLock();
        int rc = GiveUpAndFill(mm);
        mm.ReadUnlock();
        return rc;
    }

    private static int GiveUpAndFill(Space mm)
    {
        mm.ReadUnlock();
        int rc = mm.Populate(1);
        mm.ReadLock();
        return rc;
    }

    public int InEveryRound(Space mm, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            mm.ReadLock();
            sum += mm.Find((ulong)i);
            mm.ReadUnlock();
            sum += mm.Populate((ulong)i);
        }

        return sum;
    }

    public int NotGivenBackInOneRound(Space mm, int count)
    {
        for (int i = 0; i < count; i++)
        {
            mm.ReadLock(); // ACQ101
            if (mm.Find((ulong)i) < 0)
                continue;

            mm.ReadUnlock();
        }

        return 0;
    }
}
