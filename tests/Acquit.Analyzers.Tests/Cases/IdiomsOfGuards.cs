using System;
using System.Runtime.CompilerServices;
using Cases.Api;

namespace Cases;

// What remembers whether there is something to release, in more words.
internal static class IdiomsOfGuards
{
    public static int TernaryResult(bool keepIt, out Page kept)
    {
        Page page = Mm.NewPage();
        kept = keepIt ? page : null;
        if (kept == null)
            Mm.FreePage(page);
        return 0;
    }

    public static void TwoFlags(bool a, bool b)
    {
        Page x = null, y = null;
        if (a)
            x = Mm.NewPage();
        if (b)
            y = Mm.NewPage();
        if (a && b)
            Mm.CopyPage(x, y);
        if (b)
            Mm.FreePage(y);
        if (a)
            Mm.FreePage(x);
    }

    public static void TwoFlagsCrossed(bool a, bool b)
    {
        nint x = 0, y = 0;
        if (a) x = Slab.KmallocNoFail(1); // ACQ101
        if (b)
            y = Slab.KmallocNoFail(2);
        if (a && b)
            Slab.Kfree(x);
        if (b)
            Slab.Kfree(y);
    }

    public static int SwitchExpressionPicks(int kind)
    {
        nint block = kind switch
        {
            0 => Slab.KmallocNoFail(8),
            1 => Slab.KmallocNoFail(16),
            _ => 0,
        };
        if (block == 0)
            return -Errno.Inval;
        Hw.Write(block, kind);
        Slab.Kfree(block);
        return 0;
    }

    public static int SwitchExpressionPicksAndForgets(int kind)
    {
        nint block = kind switch
        {
            0 => Slab.KmallocNoFail(8), // ACQ101
            1 => Slab.Kmalloc(16), // ACQ101
            _ => 0,
        };
        Hw.Write(block, kind);
        return 0;
    }

    public static int HandleInAStruct()
    {
        var s = new Session();
        if (Handles.Open("x", out s.Handle) != 0)
            return -1;
        int v = Handles.Read(s.Handle);
        Handles.Close(s.Handle);
        return v;
    }

    public static int HandleInAStructForgotten()
    {
        var s = new Session();
        if (Handles.Open("x", out s.Handle) != 0) // ACQ101
            return -1;
        return Handles.Read(s.Handle);
    }

    public static Session HandleInAStructReturned()
    {
        var s = new Session();
        s.Ok = Handles.TryOpen("x", out s.Handle);
        return s;
    }

    public static int SecondConditionFoldedIntoTheFlag(Device d)
    {
        bool locked = d.Lock.TryLock(); // ACQ101
        locked &= !d.Dead;
        if (!locked)
            return -1;
        d.Lock.Unlock();
        return 0;
    }

    public static void ParameterDefaulted(Page page)
    {
        bool own = page == null;
        if (own)
            page = Mm.NewPage();
        Mm.ClearPage(page);
        if (own)
            Mm.FreePage(page);
    }

    public static void ParameterDefaultedForgets(Page page)
    {
        bool own = page == null;
        if (own)
            page = Mm.NewPage(); // ACQ101
        Mm.ClearPage(page);
    }

    public static int UsesAfterConditionalFreeGuarded(bool last)
    {
        Page page = Mm.NewPage();
        int index = 0;
        if (last)
        {
            index = page.Index;
            Mm.FreePage(page);
        }

        if (!last)
        {
            index = page.Index + 1;
            Mm.FreePage(page);
        }

        return index;
    }

    public static void NullableStatus()
    {
        int? err = Handles.Open("x", out nint h);
        if (err == 0)
            Handles.Close(h);
    }

    public static bool EqualsConstantOnBool(Device d)
    {
        if (true == d.Mutex.TryLock())
        {
            d.Mutex.Unlock();
            return true;
        }

        return false;
    }

    public static int XorGuard(bool a, bool b)
    {
        Page p = null;
        if (a ^ b)
            p = Mm.NewPage();
        Hw.Kick();
        if (a ^ b)
            Mm.FreePage(p);
        return 0;
    }

    public static int NotEqualsGuard(int mode)
    {
        nint p = 0;
        if (mode != 3)
            p = Slab.KmallocNoFail(4);
        Hw.Kick();
        if (mode == 3)
            return 0;
        Slab.Kfree(p);
        return 1;
    }

    public static int RangeGuard(int mode)
    {
        nint p = 0;
        if (mode is > 2 and < 9)
            p = Slab.KmallocNoFail(4); // ACQ101
        Hw.Kick();
        if (mode > 3)
            Slab.Kfree(p);
        return 1;
    }

    public static void KmapAcrossBranches(Page a, Page b, bool swap)
    {
        nint x = Highmem.KmapLocal(swap ? b : a);
        nint y = Highmem.KmapLocal(swap ? a : b);
        if (swap)
        {
            Highmem.KunmapLocal(y);
            Highmem.KunmapLocal(x);
        }
        else
        {
            Highmem.KunmapLocal(x); // ACQ109
            Highmem.KunmapLocal(y);
        }
    }

    public static void UnlockInCallbackOnly(Device d, Action<Action> later)
    {
        d.Mutex.Lock();
        later(() => d.Mutex.Unlock());
    }

    public static int LambdaCalledHere()
    {
        Page page = Mm.NewPage();
        Func<int> read = () => page.Index;
        int v = read();
        Mm.FreePage(page);
        return v;
    }

    public static void LocalFunctionWithParameter()
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        Free(a);
        Free(b);
        static void Free(Page p) => Mm.FreePage(p);
    }

    public static void UnsafeAsRef(ref Page slot)
    {
        Page old = slot;
        slot = Mm.NewPage();
        if (old != null)
            Mm.FreePage(old);
    }

    public static void ElementFreedAndCleared(Page[] pages, int i)
    {
        if (pages[i] != null)
        {
            Mm.FreePage(pages[i]);
            pages[i] = null;
        }

        pages[i] = Mm.NewPage();
    }

    public static void TwoLocksInOrder(Device a, Device b)
    {
        Device first = RuntimeHelpers.GetHashCode(a) < RuntimeHelpers.GetHashCode(b) ? a : b;
        Device second = ReferenceEquals(first, a) ? b : a;
        first.Mutex.Lock();
        second.Mutex.Lock();
        (a.State, b.State) = (b.State, a.State);
        a.Mutex.Unlock();
        b.Mutex.Unlock();
    }

    internal struct Session
    {
        public nint Handle;
        public bool Ok;
    }
}
