// silent: ACQ104
using System;
using System.IO;
using Cases.Api;

namespace Cases;

internal sealed class ReleasedTwice
{
    private Page _page;
    private nint _block;

    public static void InARow()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Mm.FreePage(page);
        Mm.FreePage(page); // ACQ104
    }

    public static int InTheBranchAndAtTheEnd()
    {
        int err = 0;
        Page page = Mm.NewPage();
        if (Hw.Start(page) < 0)
        {
            Mm.FreePage(page);
            err = -Errno.IO;
        }

        Mm.FreePage(page); // ACQ104
        return err;
    }

    public static int InTheBranchThatReturns()
    {
        Page page = Mm.NewPage();
        if (Hw.Start(page) < 0)
        {
            Mm.FreePage(page);
            return -Errno.IO;
        }

        Mm.FreePage(page);
        return 0;
    }

    public static void WithAFreshOneInBetween()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        page = Mm.NewPage();
        Mm.FreePage(page);
    }

    public static void InTheTryAndInTheFinally()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
            Mm.FreePage(page);
        }
        finally
        {
            Mm.FreePage(page); // ACQ104
        }
    }

    public static void InTheTryAndInTheFinallyButReset()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
            Mm.FreePage(page);
            page = null;
            Hw.Kick();
        }
        finally
        {
            if (page != null)
                Mm.FreePage(page);
        }
    }

    public static void PinsInARow(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return;

        Mm.UnpinUserPagesDirtyLock(pages, ret, makeDirty: false);
        Mm.UnpinUserPages(pages, ret); // ACQ104
    }

    public static void ParameterInARow(Page page)
    {
        Mm.FreePage(page);
        Hw.Kick();
        Mm.FreePage(page); // ACQ104
    }

    // The caller may well have handed over two references.
    public static void TwoReferencesOfTheCaller(Page page)
    {
        Mm.PutPage(page);
        Mm.PutPage(page);
    }

    public static void TwoReferencesTakenAndDropped(Page page)
    {
        Mm.GetPage(page);
        Mm.GetPage(page);
        Hw.Start(page);
        Mm.PutPage(page);
        Mm.PutPage(page);
    }

    public static void OneReferenceOfAnOwnObjectDroppedTwice(int id)
    {
        KObject target = KObject.Create(id);
        if (target == null)
            return;

        target.Poke();
        target.Release();
        target.Release(); // ACQ104
    }

    public static void LockOfItsOwnUnlockedTwice()
    {
        var gate = new SleepLock();
        gate.Lock();
        Hw.Kick();
        gate.Unlock();
        gate.Unlock(); // ACQ104
    }

    public static void LockedTwiceInTurn(Device device)
    {
        device.Mutex.Lock();
        device.State = 1;
        device.Mutex.Unlock();
        device.Mutex.Lock();
        device.State = 2;
        device.Mutex.Unlock();
    }

    public static void DifferentLocks(Device device)
    {
        device.Mutex.Lock();
        device.Parent.Mutex.Lock();
        device.Parent.State++;
        device.Parent.Mutex.Unlock();
        device.Mutex.Unlock();
    }

    public static void HandleInARow()
    {
        if (!Handles.TryOpen("gpu", out nint handle))
            return;

        Handles.Close(handle);
        Handles.Close(handle); // ACQ104
    }

    public static int AfterItWasConsumed(int size)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return -Errno.NoMem;

        int ret = Net.Xmit(skb);
        if (ret < 0)
            Net.KfreeSkb(skb); // ACQ104
        return ret;
    }

    public static int AfterItWasNotConsumed(int size)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return -Errno.NoMem;

        int ret = Net.PostToRing(skb);
        if (ret != 0)
            Net.KfreeSkb(skb);
        return ret;
    }

    public static void EatenFlagRemembered(int size)
    {
        Skb skb = Net.AllocSkb(size);
        bool eaten = skb != null && Net.TryQueue(skb);
        if (!eaten)
            Net.KfreeSkb(skb);
    }

    public static void EatenFlagForgotten(int size)
    {
        Skb skb = Net.AllocSkb(size); // ACQ101
        if (skb == null)
            return;

        bool eaten = Net.TryQueue(skb);
        if (!eaten)
            Hw.Log("queue full");
    }

    public static int PagesGivenAwayWithTheMapping(ulong start, int n)
    {
        var pages = new Page[n];
        int got = Mm.GetUserPagesFast(start, n, FollFlags.None, pages);
        if (got != n)
        {
            if (got > 0)
                Mm.ReleasePages(pages, got);
            return -Errno.Fault;
        }

        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.PutPages);
        if (area == null)
        {
            Mm.ReleasePages(pages, n);
            return -Errno.NoMem;
        }

        Hw.Write(area.Address, n);
        Vmalloc.Vfree(area);
        return 0;
    }

    public static int PagesGivenAwayAndReleasedAllTheSame(ulong start, int n)
    {
        var pages = new Page[n];
        int got = Mm.GetUserPagesFast(start, n, FollFlags.None, pages);
        if (got != n)
        {
            if (got > 0)
                Mm.ReleasePages(pages, got);
            return -Errno.Fault;
        }

        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.PutPages);
        if (area != null)
        {
            Hw.Write(area.Address, n);
            Vmalloc.Vfree(area);
        }

        Mm.ReleasePages(pages, n); // ACQ104
        return 0;
    }

    public void FieldFreedAndReset()
    {
        if (_page != null)
            Mm.FreePage(_page);
        _page = null;
        if (_page != null)
            Mm.FreePage(_page);
    }

    public void FieldFreedTwice()
    {
        Mm.FreePage(_page);
        Mm.FreePage(_page); // ACQ104
    }

    public void FieldFreedThenClosedAgain(bool final)
    {
        Slab.Kfree(_block);
        if (final)
        {
            _block = 0;
        }
        else
        {
            _block = Slab.KmallocNoFail(64);
        }

        Slab.Kfree(_block);
        _block = 0;
    }

    public static void InTheHandlerOfItsOwnFailure(Page page)
    {
        try
        {
            Hw.Start(page);
        }
        catch (IOException)
        {
            Mm.FreePage(page);
            throw;
        }

        Mm.FreePage(page);
    }
}
