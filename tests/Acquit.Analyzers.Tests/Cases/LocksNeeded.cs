// silent: ACQ301
using System;
using System.Threading;
using Acquit;
using Cases.Api;

namespace Cases;

// Calls that need a lock.
public class LocksNeeded
{
    private readonly Space _mm = new();
    private readonly object _queue = new();

    public int Held(Space mm)
    {
        mm.ReadLock();
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public int HeldForWriting(Space mm)
    {
        mm.WriteLock();
        int found = mm.Find(1) + mm.Map(2);
        mm.WriteUnlock();
        return found;
    }

    public int NotHeld(Space mm)
    {
        return mm.Find(1); // ACQ301
    }

    public int NotHeldByItsOwnField() => _mm.Find(1); // ACQ301

    public int GivenBackTooEarly(Space mm)
    {
        mm.ReadLock();
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found + mm.Find(2); // ACQ301
    }

    public int GivenBackOnOnePath(Space mm, bool early)
    {
        mm.ReadLock();
        if (early)
            mm.ReadUnlock();

        int found = mm.Find(1); // ACQ301
        if (!early)
            mm.ReadUnlock();

        return found;
    }

    public int ForReadingOnly(Space mm)
    {
        mm.ReadLock();
        int rc = mm.Map(1); // ACQ301
        mm.ReadUnlock();
        return rc;
    }

    public int Downgraded(Space mm)
    {
        mm.WriteLock();
        int rc = mm.Map(1);
        mm.Downgrade();
        rc += mm.Find(1);
        rc += mm.Map(2); // ACQ301
        mm.ReadUnlock();
        return rc;
    }

    public int TriedInVain(Space mm)
    {
        if (!mm.ReadTrylock())
            return mm.Find(1); // ACQ301

        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public int KillableAndChecked(Space mm)
    {
        if (mm.ReadLockKillable() != 0)
            return -4;

        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public int KillableTheWrongWayRound(Space mm)
    {
        if (mm.ReadLockKillable() == 0)
        {
            mm.ReadUnlock();
            return 0;
        }

        return mm.Find(1); // ACQ301
    }

    public int OfAnother(Space mm, Space other)
    {
        other.ReadLock();
        int found = mm.Find(1); // ACQ301
        other.ReadUnlock();
        return found;
    }

    public int OfTheParent(Space mm)
    {
        mm.Parent.ReadLock();
        int found = mm.Parent.Find(1);
        mm.Parent.ReadUnlock();
        return found;
    }

    // The two may be one.
    public int OfSomeOther(Space mm, Func<Space> current)
    {
        Space other = current();
        other.ReadLock();
        int found = mm.Find(1);
        other.ReadUnlock();
        return found;
    }

    public int OfSomething(Func<Space> current) => current().Find(1);

    public int OfANewOne()
    {
        var mm = new Space();
        return mm.Find(1); // ACQ301
    }

    public int OfANewOneHeld()
    {
        var mm = new Space();
        mm.ReadLock();
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public int OnAParameter(Space mm) => Areas.Range(mm, 0, 1); // ACQ301

    public int OnAParameterHeld(Space mm)
    {
        mm.ReadLock();
        try
        {
            return Areas.Range(mm, 0, 1);
        }
        finally
        {
            mm.ReadUnlock();
        }
    }

    public int OnNothing() => Areas.Range(null, 0, 1);

    [RequiresHeld("mm-write-lock")]
    public int Promised([RequiresHeld("mm-lock")] Space mm, ulong address) => mm.Find(address);

    public int PromisedForReading([RequiresHeld("mm-lock")] Space mm, ulong address) => mm.Map(address); // ACQ301

    public int PromisedForWriting([RequiresHeld("mm-write-lock")] Space mm, ulong address) => mm.Map(address) + mm.Find(address);

    public int PromisedAndGivenBack([RequiresHeld("mm-lock"), Releases("mm-lock")] Space mm, ulong address)
    {
        mm.ReadUnlock();
        return mm.Find(address); // ACQ301
    }

    public int PromisedOfAnother([RequiresHeld("mm-lock")] Space mm, Space other) => other.Find(1); // ACQ301

    public int OnlyUnderACondition(Space mm, TryFlags flags) =>
        mm.Try(1, TryFlags.None) + mm.Try(2, flags) + mm.Try(3, TryFlags.Fast);

    public int ConditionMet(Space mm) => mm.Try(1, TryFlags.Unlocked | TryFlags.Fast); // ACQ301

    // What follows from the same mistake is not told again.
    public int Twice(Space mm)
    {
        int found = mm.Find(1); // ACQ301
        return found + mm.Find(2);
    }

    public void Ambient()
    {
        Rtnl.Register(1); // ACQ301
    }

    public void AmbientHeld()
    {
        Rtnl.Lock();
        Rtnl.Register(1);
        Rtnl.Unlock();
    }

    [RequiresHeld("rtnl")]
    public static void AmbientPromised() => Rtnl.Register(1);

    public void TheLanguagesLock(int item)
    {
        lock (_queue)
        {
            Queues.Push(_queue, item);
        }
    }

    public void TheLanguagesLockOfAnother(int item)
    {
        lock (this)
        {
            Queues.Push(_queue, item); // ACQ301
        }
    }

    public void TheLanguagesLockLeft(int item)
    {
        lock (_queue)
        {
            item++;
        }

        Queues.Push(_queue, item); // ACQ301
    }

    public void EnteredAndLeft(int item)
    {
        Monitor.Enter(_queue);
        try
        {
            Queues.Push(_queue, item);
        }
        finally
        {
            Monitor.Exit(_queue);
        }
    }

    public int HeldByALambda(Space mm)
    {
        mm.ReadLock();
        Func<int> find = () => mm.Find(1);
        int found = find();
        mm.ReadUnlock();
        return found;
    }

    public int TakenBySomebodyElse(Space mm, Action<Space> take)
    {
        take(mm);
        return mm.Find(1);
    }

    // Whoever overrides it may take the lock.
    public int TakenBySomeOverride(Space mm)
    {
        Prepare(mm);
        return mm.Find(1);
    }

    protected virtual void Prepare(Space mm)
    {
    }

    // Who calls these, and what they hold then, is not known.
    public virtual int Overridable(Space mm) => mm.Find(1);

    public override string ToString() => _mm.Find(1).ToString();
}

internal interface IFinder
{
    int Find(Space mm);
}

internal sealed class Finder : IFinder
{
    public int Find(Space mm) => mm.Find(1);
}

internal sealed class RegisteredFinder
{
    public readonly Func<Space, int> Handler = FindIt;

    private static int FindIt(Space mm) => mm.Find(1);
}
