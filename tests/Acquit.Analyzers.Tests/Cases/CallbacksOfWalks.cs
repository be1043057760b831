using Acquit;
using Cases.Api;

namespace Cases;

// The callbacks of a walk run under what the walk is called with.
internal sealed class CallbacksOfWalks
{
    private static readonly WalkOps Splitting = new() { Hole = SplitInHole, LargeEntry = address => 0 };
    private static readonly WalkOps Noting = new() { Hole = NoteHole, Entry = NoteHole };
    private static WalkOps Changing = new() { LargeEntry = address => 0 };
    private int _holes;

    private WalkOps Own => new() { LargeEntry = address => 0 };

    public int SplittingInAFile(object file) => Walks.WalkFile(file, Splitting); // ACQ201

    public int SplittingInASpace(Region region)
    {
        region.Owner.ReadLock();
        int result = Walks.WalkRegion(region, Splitting);
        region.Owner.ReadUnlock();
        return result;
    }

    public int NotingInAFile(object file) => Walks.WalkFile(file, Noting);

    public int WhateverItIsByNow(object file) => Walks.WalkFile(file, Changing);

    public int WhateverIsPassed(object file, WalkOps ops) => Walks.WalkFile(file, ops);

    public int OfAProperty(object file) => Walks.WalkFile(file, Own); // ACQ201

    public int MadeHere(object file) => Walks.WalkFile(file, new WalkOps // ACQ201
    {
        LargeEntry = address => 0,
    });

    public int MadeHereForSmallOnes(object file) => Walks.WalkFile(file, new WalkOps
    {
        Entry = address => 0,
        Hole = address =>
        {
            _holes++;
            return 0;
        },
    });

    public int LocksInACallback(object file) => Walks.WalkFile(file, new WalkOps
    {
        Hole = address =>
        {
            Walks.LockSpace(); // ACQ201
            return 0;
        },
    });

    public int LocksInACallbackOfASpace(Region region)
    {
        region.Owner.WriteLock();
        var ops = new WalkOps
        {
            Hole = address =>
            {
                LockThroughAHelper(); // ACQ201
                return 0;
            },
        };
        int result = Walks.WalkRegion(region, ops);
        region.Owner.WriteUnlock();
        return result;
    }

    public int SplitsInACallbackOfASpace(Region region)
    {
        region.Owner.ReadLock();
        var ops = new WalkOps
        {
            Hole = address =>
            {
                Walks.SplitEntry(address);
                return 0;
            },
        };
        int result = Walks.WalkRegion(region, ops);
        region.Owner.ReadUnlock();
        return result;
    }

    public int ReplacedBeforeTheWalk(object file)
    {
        var ops = new WalkOps { LargeEntry = address => 0 };
        ops = Noting;
        return Walks.WalkFile(file, ops);
    }

    public int SleepsInAnEntry(object file) => Walks.WalkFile(file, new WalkOps
    {
        Entry = address =>
        {
            Sleeping.Msleep(1); // ACQ201
            return 0;
        },
    });

    private static void LockThroughAHelper() => Walks.LockSpace();

    private static int SplitInHole(ulong address)
    {
        Walks.SplitEntry(address); // ACQ201
        return 0;
    }

    private static int NoteHole(ulong address)
    {
        Walks.TakeNote(address);
        return 0;
    }
}

// The lock is that of a part of what is passed.
internal sealed class LocksOfWalks
{
    private static readonly WalkOps Ops = new();

    public int WalksWithoutTheLock(Region region) => Walks.WalkRegion(region, Ops); // ACQ301

    public int WalksUnderTheLock(Region region)
    {
        region.Owner.ReadLock();
        int result = Walks.WalkRegion(region, Ops);
        region.Owner.ReadUnlock();
        return result;
    }

    public int WalksUnderTheStrongerLock(Region region)
    {
        region.Owner.WriteLock();
        int result = Walks.WalkRegion(region, Ops);
        region.Owner.WriteUnlock();
        return result;
    }

    public int WalksAfterTheUnlock(Region region)
    {
        region.Owner.ReadLock();
        ulong start = region.Start;
        region.Owner.ReadUnlock();
        return start == 0 ? 0 : Walks.WalkRegion(region, Ops); // ACQ301
    }

    public int WalksUnderTheLockOfWhoeverItIs(Space space, Region region)
    {
        space.ReadLock();
        int result = Walks.WalkRegion(region, Ops);
        space.ReadUnlock();
        return result;
    }

    public int WalksWhereTheTrylockFailed(Region region)
    {
        if (!region.Owner.ReadTrylock())
            return Walks.WalkRegion(region, Ops); // ACQ301

        int result = Walks.WalkRegion(region, Ops);
        region.Owner.ReadUnlock();
        return result;
    }

    public int WalksByContract([RequiresHeld("mm-lock", Of = "Owner")] Region region) => Walks.WalkRegion(region, Ops);

    public int CalledWithIt(Region region)
    {
        region.Owner.ReadLock();
        int result = WalksByContract(region);
        region.Owner.ReadUnlock();
        return result;
    }

    public int CalledWithoutIt(Region region) => WalksByContract(region); // ACQ301
}

// Callbacks that are methods of the object are put into a table when that is constructed.
internal sealed class CallbacksOfTheWalker
{
    private readonly WalkOps _splitting;
    private readonly WalkOps _noting = new() { Hole = _ => 0 };
    private readonly WalkOps _perhaps;
    private readonly WalkOps _either, _other;
    private readonly WalkOps _mapping;
    private readonly Page _page = new();
    private int _holes;

    public CallbacksOfTheWalker(bool isLarge, WalkOps given)
    {
        _splitting = new WalkOps { Hole = SplitInHole, Entry = CountEntry };
        if (isLarge)
        {
            this._perhaps = new WalkOps { LargeEntry = CountEntry };
        }
        else
        {
            this._perhaps = given;
        }

        (_either, _other) = (new WalkOps { LargeEntry = CountEntry }, given);
        Counting = new() { Entry = CountEntry, Hole = CountUnderTheLock };
        _mapping = new() { Hole = MapInHole };
    }

    private WalkOps Counting { get; }

    public int Split(object file) => Walks.WalkFile(file, _splitting);

    public int Note(object file) => Walks.WalkFile(file, _noting);

    public int WhicheverItGot(object file) => Walks.WalkFile(file, _perhaps);

    public int OneOfTwo(object file) => Walks.WalkFile(file, _either) + Walks.WalkFile(file, _other);

    public int Count(object file) => Walks.WalkFile(file, Counting);

    private int SplitInHole(ulong address)
    {
        Walks.SplitEntry(address); // ACQ201
        return 0;
    }

    private int CountEntry(ulong address)
    {
        _holes++;
        return 0;
    }

    public int Map(object file) => Walks.WalkFile(file, _mapping);

    private int MapInHole(ulong address)
    {
        Vm.VmfInsertPage(null, address, _page); // ACQ202
        return 0;
    }

    private int CountUnderTheLock(ulong address)
    {
        Walks.LockSpace(); // ACQ201
        return _holes++;
    }
}
