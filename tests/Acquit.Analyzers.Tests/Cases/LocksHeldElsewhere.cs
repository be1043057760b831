using System;
using System.Diagnostics;
using System.Threading;
using Acquit;
using Cases.Api;

namespace Cases;

// Locks that are held, though the path to the call does not show it.
public class LocksHeldElsewhere
{
    private readonly Space _mm = new();
    private readonly object _queue = new();
    private Space _current = new();

    public Space Own => _mm;

    // A flag says whether the caller holds it.
    public static int ByAFlag(Space mm, bool locked)
    {
        if (!locked)
            mm.ReadLock();

        int found = mm.Find(1);
        if (!locked)
            mm.ReadUnlock();

        return found;
    }

    public int WithTheFlagDown(Space mm) => ByAFlag(mm, false);

    public int WithTheFlagUp(Space mm)
    {
        mm.ReadLock();
        int found = ByAFlag(mm, true);
        mm.ReadUnlock();
        return found;
    }

    private static int OnlyIfAsked(Space mm, bool find)
    {
        if (!find)
            return 0;

        return mm.Find(1);
    }

    public int NotAsked(Space mm) => OnlyIfAsked(mm, false);

    private static int OnlyIfItIsThere(Space mm, int count)
    {
        if (count <= 0)
            return -22;

        return mm.Find(1);
    }

    public int OfAnArgument(Space mm, int count) => OnlyIfItIsThere(mm, count); // ACQ301

    // One half takes it, the other gives it back.
    public void Begin(Space mm) => mm.ReadLock();

    public int End(Space mm)
    {
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public int EndAsPromised([Releases("mm-lock")] Space mm)
    {
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    // It is asked whether it is held.
    public void Asked(int item)
    {
        if (!Monitor.IsEntered(_queue))
            throw new InvalidOperationException();

        Queues.Push(_queue, item);
    }

    public void Asserted(int item)
    {
        Debug.Assert(Monitor.IsEntered(_queue));
        Queues.Push(_queue, item);
    }

    // Taken by code that is not known.
    public int TakenBehindAHelper(Space mm)
    {
        Prepare(mm);
        return mm.Find(1);
    }

    private void Prepare(Space mm) => OnPrepare(mm);

    protected virtual void OnPrepare(Space mm)
    {
    }

    public int TakenByAClosure(Space mm)
    {
        Action take = () => mm.ReadLock();
        take();
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public int GivenUpByAnOverride(Space mm)
    {
        mm.ReadLock();
        OnPrepare(mm);
        int rc = mm.Populate(1);
        return rc;
    }

    public int GivenUpByAnOverrideThoughPromised([RequiresHeld("mm-lock")] Space mm)
    {
        OnPrepare(mm);
        return mm.Populate(1);
    }

    // Promised in some cases only.
    public int PromisedIf([RequiresHeld("mm-lock", When = "locked == true")] Space mm, bool locked) => locked ? mm.Find(1) : mm.Populate(1);

    // A property and its field, or two fields, may be one and the same.
    public int UnderAnotherName()
    {
        Own.ReadLock();
        int found = _mm.Find(1);
        Own.ReadUnlock();
        return found;
    }

    public int UnderAnotherField()
    {
        _current.ReadLock();
        int found = _mm.Find(1);
        _current.ReadUnlock();
        return found;
    }

    public void Swap() => _current = _mm;

    // Whatever else is wrong is told all the same.
    private static int NeedsItAndForgetsAnother(Space mm, Space other)
    {
        int found = mm.Find(1);
        other.ReadLock(); // ACQ101
        if (found < 0)
            return 0;

        other.ReadUnlock();
        return found;
    }

    public int Both(Space mm, Space other)
    {
        mm.ReadLock();
        int found = NeedsItAndForgetsAnother(mm, other);
        mm.ReadUnlock();
        return found;
    }
}

internal partial class LocksHeldInParts
{
    private readonly Space _mm = new();

    private partial int Walk(Space mm);

    public int Run()
    {
        _mm.ReadLock();
        int found = Walk(_mm);
        _mm.ReadUnlock();
        return found;
    }
}

internal partial class LocksHeldInParts
{
    private partial int Walk(Space mm) => mm.Find(1);
}
