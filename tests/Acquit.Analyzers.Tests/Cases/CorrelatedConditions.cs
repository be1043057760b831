using System;
using Cases.Api;

namespace Cases;

internal enum TransferMode
{
    Copy,
    Pin,
    Get,
}

// The same question asked twice has the same answer.
internal sealed class CorrelatedConditions
{
    private readonly bool _direct;

    public CorrelatedConditions(bool direct) => _direct = direct;

    public static int SameParameterTwice(bool direct, int value)
    {
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64);

        int status = Hw.Status() + value;
        if (direct)
            Slab.Kfree(block);
        return status;
    }

    public static int ReturnBetweenTheTwo(bool direct)
    {
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64); // ACQ101

        if (Hw.Status() != 0)
            return -Errno.IO;

        if (direct)
            Slab.Kfree(block);
        return 0;
    }

    public static void DifferentParameters(bool direct, bool release)
    {
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64); // ACQ101

        Hw.Kick();
        if (release)
            Slab.Kfree(block);
    }

    public static void ConditionChangedInBetween(bool direct)
    {
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64); // ACQ101

        direct = Hw.Ready();
        if (direct)
            Slab.Kfree(block);
    }

    public static void LocksUnderTheSameCondition(Device device, bool exclusive)
    {
        if (exclusive)
            device.Sem.DownWrite();
        else
            device.Sem.DownRead();

        Hw.Log("state " + device.State);

        if (exclusive)
            device.Sem.UpWrite();
        else
            device.Sem.UpRead();
    }

    public static void UnlockUnderTheOppositeCondition(Device device, bool exclusive)
    {
        if (exclusive)
            device.Sem.DownWrite();
        else
            device.Sem.DownRead();

        Hw.Log("state " + device.State);

        if (!exclusive)
            device.Sem.UpWrite(); // ACQ103
        else
            device.Sem.UpRead(); // ACQ103
    }

    public static int FlagRemembers(ulong start, bool fast)
    {
        bool pinned = false;
        var pages = new Page[8];
        int ret = 0;
        if (fast)
        {
            ret = Mm.PinUserPagesFast(start, 8, FollFlags.None, pages);
            if (ret < 0)
                return ret;
            pinned = true;
        }

        Hw.Kick();
        if (pinned)
            Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static void FlagForgottenToBeSet(bool fast)
    {
        bool allocated = false;
        Page page = null;
        if (fast)
        {
            page = Mm.NewPage();
            allocated = true;
        }
        else if (Hw.Ready())
        {
            page = Mm.NewPage(); // ACQ101
        }

        Hw.Kick();
        if (allocated)
            Mm.FreePage(page);
    }

    public static void NullRemembers(bool fast)
    {
        Page page = null;
        if (fast)
            page = Mm.NewPage();

        Hw.Kick();
        if (page != null)
            Mm.FreePage(page);
    }

    public static void NullAfterTheFreeRemembers(bool early)
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        if (early)
        {
            Mm.FreePage(page);
            page = null;
        }

        Hw.Kick();
        if (page != null)
            Mm.FreePage(page);
    }

    public static int CountRemembers(ulong start, int n, bool pin)
    {
        var pages = new Page[n];
        int held = 0;
        if (pin)
            held = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);

        int status = Hw.Status();
        if (held > 0)
            Mm.UnpinUserPages(pages, held);
        return status;
    }

    public static void ConditionalExpressionRemembers(bool direct)
    {
        Page page = direct ? Mm.NewPage() : null;
        Hw.Kick();
        if (direct)
            Mm.FreePage(page);
    }

    public static void SameEnumSwitchedTwice(Page page, TransferMode mode, ulong address)
    {
        Page pinned = null;
        switch (mode)
        {
            case TransferMode.Pin:
                pinned = Mm.PinUserPage(address, FollFlags.Write);
                if (pinned == null)
                    return;
                break;
            case TransferMode.Get:
                Mm.GetPage(page);
                break;
            case TransferMode.Copy:
                break;
        }

        Hw.Kick();

        switch (mode)
        {
            case TransferMode.Pin:
                Mm.UnpinUserPage(pinned);
                break;
            case TransferMode.Get:
                Mm.PutPage(page);
                break;
        }
    }

    public static void SecondSwitchForgetsAMember(Page page, TransferMode mode)
    {
        nint bounce = 0;
        switch (mode)
        {
            case TransferMode.Copy:
                bounce = Slab.KmallocNoFail(Mm.PageSize);
                break;
            case TransferMode.Pin:
                bounce = Slab.KmallocNoFail(16); // ACQ101
                break;
        }

        Hw.Start(page);

        switch (mode)
        {
            case TransferMode.Copy:
                Slab.Kfree(bounce);
                break;
        }
    }

    public static void FlagBitTestedTwice(Page page, FollFlags flags)
    {
        nint bounce = 0;
        if ((flags & FollFlags.Write) != 0)
            bounce = Slab.KmallocNoFail(Mm.PageSize);

        Hw.Start(page);
        if ((flags & FollFlags.Write) != 0)
            Slab.Kfree(bounce);
    }

    public static void SizeTestedTwice(int size)
    {
        nint block = 0;
        VmArea area = null;
        if (size <= Mm.PageSize)
            block = Slab.KmallocNoFail(size);
        else
            area = Vmalloc.Valloc(size);

        Hw.Kick();
        if (size > Mm.PageSize)
            Vmalloc.Vfree(area);
        else
            Slab.Kfree(block);
    }

    public static void NestedConditions(Device device, bool outer, bool inner)
    {
        if (outer)
        {
            device.Mutex.Lock();
            if (inner)
                device.Lock.Lock();
        }

        device.State++;

        if (outer)
        {
            if (inner)
                device.Lock.Unlock();
            device.Mutex.Unlock();
        }
    }

    public static void ConditionComputedOnce(Device device, bool a, bool b)
    {
        bool locked = a && !b;
        if (locked)
            device.Mutex.Lock();

        device.State++;
        if (locked)
            device.Mutex.Unlock();
    }

    public static void ConditionImpliesTheOther(bool any, bool all)
    {
        Page page = null;
        if (any)
            page = Mm.NewPage();

        if (any && all)
        {
            Hw.Start(page);
            Mm.FreePage(page);
            return;
        }

        if (any)
            Mm.FreePage(page);
    }

    public static int FirstIterationAllocates(int n)
    {
        nint scratch = 0;
        bool first = true;
        for (int i = 0; i < n; i++)
        {
            if (first)
            {
                scratch = Slab.KmallocNoFail(64);
                first = false;
            }

            Hw.Write(scratch, i);
        }

        if (!first)
            Slab.Kfree(scratch);
        return n;
    }

    public static void LazyInTheLoop(int n)
    {
        Page scratch = null;
        for (int i = 0; i < n; i++)
        {
            scratch ??= Mm.NewPage();
            scratch.Index = i;
        }

        if (scratch != null)
            Mm.FreePage(scratch);
    }

    // The field is read-only: it answers the same both times.
    public void ReadonlyFieldTestedTwice(Page page)
    {
        nint bounce = 0;
        if (_direct)
            bounce = Slab.KmallocNoFail(Mm.PageSize);

        Hw.Start(page);
        if (_direct)
            Slab.Kfree(bounce);
    }

    public int ErrorCodeRemembers(Device device)
    {
        int err = 0;
        Page page = Mm.AllocPage();
        if (page == null)
            err = -Errno.NoMem;

        if (err == 0)
        {
            err = Hw.Start(page);
            Mm.FreePage(page);
        }

        device.State = err;
        return err;
    }

    public void CleanupSkippedOnError(Device device)
    {
        Page page = Mm.NewPage(); // ACQ101
        int err = Hw.Start(page);
        if (err == 0)
            Mm.FreePage(page);
        device.State = err;
    }

    public static void InEveryRoundTheSame(Func<nint> map, bool direct, int n)
    {
        nint block = -1;
        for (int i = 0; i < n; i++)
        {
            if (direct)
                block = map();
            if (block != -1)
                Slab.Kfree(block);
        }
    }

    public static void InEveryRoundTheSameOfALocal(Func<nint> map, int n)
    {
        bool direct = Hw.Ready();
        nint block = -1;
        for (int i = 0; i < n; i++)
        {
            if (direct)
                block = map();
            if (block != -1)
                Slab.Kfree(block);
        }
    }

    public static void InEveryRoundAnother(Func<nint> map, int n)
    {
        nint block = -1;
        for (int i = 0; i < n; i++)
        {
            if (Hw.Ready())
                block = map();
            if (block != -1)
                Slab.Kfree(block); // ACQ104
        }
    }
}
