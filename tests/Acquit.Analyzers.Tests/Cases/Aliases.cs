using System;
using System.Runtime.CompilerServices;
using Cases.Api;

namespace Cases;

// One resource under several names.
internal static unsafe class Aliases
{
    public static void FreedByItsOtherName()
    {
        Page page = Mm.NewPage();
        Page same = page;
        same.Index = 1;
        Mm.FreePage(same);
    }

    public static void ForgottenUnderBothNames()
    {
        Page page = Mm.NewPage(); // ACQ101
        Page same = page;
        same.Index = 1;
    }

    public static void FreedUnderBothNames()
    {
        Page page = Mm.NewPage();
        Page same = page;
        Mm.FreePage(page);
        Mm.FreePage(same); // ACQ104
    }

    public static int ReadByTheOtherNameAfterTheFree()
    {
        Page page = Mm.NewPage();
        Page same = page;
        Mm.FreePage(page);
        return same.Index; // ACQ105
    }

    public static void OneNameOverwrittenTheOtherKeepsIt()
    {
        Page page = Mm.NewPage();
        Page kept = page;
        page = null;
        Mm.FreePage(kept);
    }

    public static void Swapped()
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        Page t = a;
        a = b;
        b = t;
        Mm.FreePage(a);
        Mm.FreePage(b);
    }

    public static void SwappedByTuple()
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        (a, b) = (b, a);
        Mm.FreePage(a);
        Mm.FreePage(b);
    }

    public static void SwappedWronglySoOneIsLost()
    {
        Page a = Mm.NewPage(); // ACQ101
        Page b = Mm.NewPage();
        a = b;
        b = a;
        Mm.FreePage(b);
    }

    public static void Deconstructed()
    {
        (Page a, Page b) = (Mm.NewPage(), Mm.NewPage());
        Mm.CopyPage(a, b);
        Mm.FreePage(b);
        Mm.FreePage(a);
    }

    public static void DeconstructedOneForgotten()
    {
        Page a, b;
        (a, b) = (
            Mm.NewPage(),
            Mm.NewPage()); // ACQ101
        Mm.CopyPage(a, b);
        Mm.FreePage(a);
    }

    public static void InsideATuple()
    {
        (Page page, int length) mapping = (Mm.NewPage(), 4096);
        mapping.page.Index = mapping.length;
        Mm.FreePage(mapping.page);
    }

    public static void ThroughARefLocal()
    {
        Page a = Mm.NewPage();
        ref Page slot = ref a;
        slot.Index = 1;
        Mm.FreePage(slot);
    }

    public static void ConditionalAliasFreesOneOfTwo(bool second)
    {
        Page a = Mm.NewPage(); // ACQ101
        Page b = Mm.NewPage(); // ACQ101
        Mm.FreePage(second ? b : a);
    }

    public static void ConditionalAliasOfOne(bool second, Page other)
    {
        Page page = Mm.NewPage();
        Page target = second ? page : other;
        Mm.ClearPage(target);
        Mm.FreePage(page);
    }

    public static void CastToPointerAndBack()
    {
        nint block = Slab.KmallocNoFail(64);
        byte* bytes = (byte*)block;
        bytes[0] = 1;
        Slab.Kfree((nint)bytes);
    }

    public static void CastToPointerForgotten()
    {
        byte* bytes = (byte*)Slab.KmallocNoFail(64); // ACQ101
        bytes[0] = 1;
    }

    public static void CastToPointerUsedAfterTheFree()
    {
        nint block = Slab.KmallocNoFail(64);
        byte* bytes = (byte*)block;
        Slab.Kfree(block);
        bytes[0] = 1; // ACQ105
    }

    public static void CastThroughULong()
    {
        ulong address = (ulong)Slab.KmallocNoFail(64);
        Hw.Write((nint)address, 1);
        Slab.Kfree((nint)address);
    }

    public static void CastToIntPtr()
    {
        IntPtr block = new IntPtr(Slab.KmallocNoFail(64).ToInt64());
        Slab.Kfree(block);
    }

    public static void CastToVoidPointer()
    {
        void* block = (void*)Slab.KmallocNoFail(sizeof(long));
        *(long*)block = 5;
        Slab.Kfree((nint)block);
    }

    public static void CastToObjectAndBack()
    {
        object anything = Mm.NewPage();
        var page = (Page)anything;
        page.Index = 2;
        Mm.FreePage(page);
    }

    public static void AsPattern()
    {
        object anything = Mm.NewPage();
        if (anything is Page page)
            Mm.FreePage(page);
    }

    public static void AdvancedPointerKeepsTheBase(int n)
    {
        nint block = Slab.KmallocNoFail(n);
        byte* cursor = (byte*)block;
        for (int i = 0; i < n; i++)
            *cursor++ = (byte)i;
        Slab.Kfree(block);
    }

    public static void StatusIsNotTheHandle()
    {
        int err = Handles.Open("gpu", out nint handle);
        nint copy = handle;
        if (err == 0)
            Handles.Close(copy);
    }

    public static void AliasOfALock(Device device)
    {
        SleepLock gate = device.Mutex;
        gate.Lock();
        device.State++;
        gate.Unlock();
    }

    public static void LockedByOneNameUnlockedByTheOther(Device device)
    {
        SleepLock gate = device.Mutex;
        gate.Lock();
        device.State++;
        device.Mutex.Unlock();
    }

    public static int LockedByAliasForgottenOnOnePath(Device device)
    {
        SleepLock gate = device.Mutex;
        gate.Lock(); // ACQ101
        if (device.Dead)
            return -Errno.NoDev;

        gate.Unlock();
        return 0;
    }

    public static void ArrayElementUnderItsOwnName()
    {
        var pages = new Page[2];
        Page first = Mm.NewPage();
        pages[0] = first;
        pages[1] = Mm.NewPage();
        Mm.CopyPage(pages[1], first);
        Mm.FreePage(pages[1]);
        Mm.FreePage(first);
    }

    public static void ReinterpretedReference()
    {
        object anything = Mm.NewPage();
        Mm.FreePage(Unsafe.As<Page>(anything));
    }

    public static void NullCoalescedAlias(Page preferred)
    {
        Page page = Mm.NewPage();
        Page target = preferred ?? page;
        Mm.ClearPage(target);
        Mm.FreePage(page);
    }
}
