using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Local functions and the variables around them.
internal sealed class LocalFunctions
{
    private readonly List<Page> _kept = new();

    public void KeptByALocalFunction()
    {
        Page page = Mm.NewPage();
        Keep();

        void Keep() => _kept.Add(page);
    }

    public static void FreedOnACondition(bool early)
    {
        Page page = Mm.NewPage();
        if (!FreeIf(early))
            Mm.FreePage(page);

        bool FreeIf(bool now)
        {
            if (now)
                Mm.FreePage(page);
            return now;
        }
    }

    public static void FreedTwoDeep()
    {
        Page page = Mm.NewPage();
        Outer();

        void Outer()
        {
            Hw.Kick();
            Inner();
        }

        void Inner() => Mm.FreePage(page);
    }

    public static void FreedTwoDeepAndAgain()
    {
        Page page = Mm.NewPage();
        Outer();
        Mm.FreePage(page); // ACQ104

        void Outer() => Inner();

        void Inner() => Mm.FreePage(page);
    }

    public static void FreedInACircle(int n)
    {
        Page page = Mm.NewPage();
        Ping(n);

        void Ping(int left)
        {
            if (left == 0)
                Mm.FreePage(page);
            else
                Pong(left - 1);
        }

        void Pong(int left) => Ping(left);
    }

    public static void FreedByTheFunctionThatReplacesIt()
    {
        Page page = Mm.NewPage();
        Renew();
        Mm.FreePage(page);

        void Renew()
        {
            Mm.FreePage(page);
            page = Mm.NewPage();
        }
    }

    public static void HandleFreed(byte[] data, bool early)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        if (early)
        {
            Free();
            return;
        }

        Free();

        void Free()
        {
            if (handle.IsAllocated)
                handle.Free();
        }
    }

    public static void HandleForgotten(byte[] data, bool early)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        if (early)
            return;

        Free();

        void Free() => handle.Free();
    }

    public static void WrapperClosed(byte[] data, bool early)
    {
        var pinned = new PinnedArray(data);
        Close();

        void Close() => pinned.Dispose();
    }

    public static void WrapperHandleFreed(byte[] data)
    {
        var box = new PinnedBoxOfMine { Handle = GCHandle.Alloc(data) };
        Close();

        void Close() => box.Handle.Free();
    }

    public static void LockedAround(SleepLock mutex, bool early)
    {
        Enter(); // ACQ101
        if (early)
            return;

        Leave();

        void Enter() => mutex.Lock();

        void Leave() => mutex.Unlock();
    }

    public static void AddedByALocalFunction(List<Page> all)
    {
        Page page = Mm.NewPage();
        Add();

        void Add()
        {
            Page same = page;
            all.Add(same);
        }
    }

    public static Page ReturnedByALocalFunction()
    {
        Page page = Mm.NewPage();
        return Self();

        Page Self() => page;
    }

    public static void CapturedByALambdaInside(List<Action> later)
    {
        Page page = Mm.NewPage();
        Defer();

        void Defer() => later.Add(() => Mm.FreePage(page));
    }

    public static IEnumerable<int> IteratedLater()
    {
        Page page = Mm.NewPage();
        return Iterate();

        IEnumerable<int> Iterate()
        {
            yield return page.Index;
            Mm.FreePage(page);
        }
    }

    public static void FreedInFinally(byte[] data)
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        finally
        {
            CleanUp();
        }

        void CleanUp() => Mm.FreePage(page);
    }

    public static void UsedAfterTheFunctionFreedIt()
    {
        Page page = Mm.NewPage();
        CleanUp();
        Hw.Start(page); // ACQ105

        void CleanUp() => Mm.FreePage(page);
    }

    public static void FreedByEitherOfTwo(bool first)
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        Free();

        void Free()
        {
            Page chosen = first ? a : b;
            Page other = first ? b : a;
            Mm.FreePage(chosen);
            Mm.FreePage(other);
        }
    }
}

internal sealed class PinnedBoxOfMine
{
    public GCHandle Handle;
}
