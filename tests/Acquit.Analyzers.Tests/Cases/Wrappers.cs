using System;
using Cases.Api;

namespace Cases;

// Nobody annotated these helpers; what they do follows from their bodies.
internal sealed class Wrappers
{
    private Page _kept;

    public static void TakenAndForgotten(int index)
    {
        Page page = Take(index); // ACQ101
        page.Uptodate = true;
    }

    public static void TakenAndFreed(int index)
    {
        Page page = Take(index);
        page.Uptodate = true;
        Mm.FreePage(page);
    }

    public static void TakenTwoDeepAndForgotten()
    {
        Page page = TakeFirst(); // ACQ101
        page.Uptodate = true;
    }

    public static void DroppedByAHelper()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Drop(page);
    }

    public static void DroppedByAHelperTwice()
    {
        Page page = Mm.NewPage();
        Drop(page);
        Drop(page); // ACQ104
    }

    public static void DroppedByAHelperThenFreed()
    {
        Page page = Mm.NewPage();
        Drop(page);
        Mm.FreePage(page); // ACQ104
    }

    public static int DroppedByAHelperThenRead()
    {
        Page page = Mm.NewPage();
        Drop(page);
        return page.Index; // ACQ105
    }

    public static void DroppedTwoDeep()
    {
        Page page = Mm.NewPage();
        DropQuietly(page);
    }

    public static void OnlyLookedAtByAHelper()
    {
        Page page = Mm.NewPage(); // ACQ101
        Touch(page);
    }

    public static void OnlyLookedAtByAHelperThenFreed()
    {
        Page page = Mm.NewPage();
        Touch(page);
        Mm.FreePage(page);
    }

    public void KeptByAHelper()
    {
        Page page = Mm.NewPage();
        Keep(page);
    }

    public static int TriedAndForgotten()
    {
        if (!TryTake(out Page page)) // ACQ101
            return -Errno.NoMem;

        return page.Index;
    }

    public static int TriedAndFreed()
    {
        if (!TryTake(out Page page))
            return -Errno.NoMem;

        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static int BegunAndEnded(Device device)
    {
        int err = Begin(device);
        if (err != 0)
            return err;

        device.State++;
        End(device);
        return 0;
    }

    public static int BegunAndNotEndedOnOnePath(Device device)
    {
        int err = Begin(device); // ACQ101
        if (err != 0)
            return err;

        if (device.Users > 8)
            return -Errno.Busy;

        device.Users++;
        End(device);
        return 0;
    }

    public static int EndedThoughItDidNotBegin(Device device)
    {
        int err = Begin(device);
        if (err == 0)
            device.State++;

        End(device); // ACQ106
        return err;
    }

    public static int PinnedByAHelperWithTheWrongCount(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = PinForWriting(start, n, pages);
        if (ret < 0)
            return ret;

        Mm.UnpinUserPages(pages, n); // ACQ107
        return 0;
    }

    public static int PinnedByAHelper(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = PinForWriting(start, n, pages);
        if (ret < 0)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static int PinnedByAHelperPutByAnother(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = PinForWriting(start, n, pages);
        if (ret <= 0)
            return ret;

        PutAll(pages, ret); // ACQ103
        return 0;
    }

    public static int PinnedAllOrNothing(ulong start, int n)
    {
        var pages = new Page[n];
        int err = PinAll(start, n, pages);
        if (err != 0)
            return err;

        Mm.UnpinUserPages(pages, n);
        return 0;
    }

    public static int PinnedAllAndForgotten(ulong start, int n)
    {
        var pages = new Page[n];
        int err = PinAll(start, n, pages); // ACQ101
        if (err != 0)
            return err;

        return Mm.ChecksumPages(pages, n);
    }

    public static void ContextSetUpAndTornDown()
    {
        Context context = default;
        if (!SetUp(ref context))
            return;

        Hw.Start(context.Ring);
        TearDown(ref context);
    }

    public static int ContextForgottenOnOnePath()
    {
        Context context = default;
        if (!SetUp(ref context)) // ACQ101
            return -Errno.NoMem;

        if (Hw.Start(context.Ring) < 0)
            return -Errno.IO;

        TearDown(ref context);
        return 0;
    }

    public void FreedIfTheHelperRefuses()
    {
        Page page = Mm.NewPage();
        if (!KeepIfEmpty(page))
            Mm.FreePage(page);
    }

    public void ForgottenIfTheHelperRefuses()
    {
        Page page = Mm.NewPage(); // ACQ101
        if (!KeepIfEmpty(page))
            Hw.Log("full");
    }

    public int BorrowedFromAHelper()
    {
        Page page = Current();
        return page == null ? 0 : page.Index;
    }

    public static void PassedThroughAHelper()
    {
        Page page = NotNull(Mm.AllocPage());
        page.Index = 1;
        Mm.FreePage(page);
    }

    public static int PassedThroughAHelperAndForgotten()
    {
        Page page = NotNull(Mm.AllocPage()); // ACQ101
        return page.Index;
    }

    public static void FreedByAFlaggedHelper()
    {
        Page page = Mm.NewPage();
        Finish(page, free: true);
    }

    public static void NotFreedByAFlaggedHelper()
    {
        Page page = Mm.NewPage();
        Finish(page, free: false);
        Mm.FreePage(page);
    }

    public static void FreedByAFlaggedHelperAndAgain()
    {
        Page page = Mm.NewPage();
        Finish(page, free: true);
        Mm.FreePage(page); // ACQ104
    }

    public static void ChainFreedRecursively()
    {
        Page page = Mm.NewPage();
        page.Next = null;
        FreeChain(page);
    }

    public static void FreedByAGenericHelper()
    {
        Page page = Mm.NewPage();
        With(page, p => p.Index = 1);
        Mm.FreePage(page);
    }

    private static Page Take(int index)
    {
        Page page = Mm.NewPage();
        page.Index = index;
        return page;
    }

    private static Page TakeFirst() => Take(0);

    private static void Drop(Page page)
    {
        page.Uptodate = false;
        Mm.FreePage(page);
    }

    private static void DropQuietly(Page page)
    {
        if (page != null)
            Drop(page);
    }

    private static void Touch(Page page) => page.Index++;

    private void Keep(Page page) => _kept = page;

    private bool KeepIfEmpty(Page page)
    {
        if (_kept != null)
            return false;

        _kept = page;
        return true;
    }

    private Page Current() => _kept;

    private static bool TryTake(out Page page)
    {
        page = Mm.AllocPage();
        return page != null;
    }

    private static int Begin(Device device)
    {
        device.Mutex.Lock();
        if (device.Dead)
        {
            device.Mutex.Unlock();
            return -Errno.NoDev;
        }

        return 0;
    }

    private static void End(Device device) => device.Mutex.Unlock();

    private static int PinForWriting(ulong start, int n, Page[] pages) =>
        Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);

    private static int PinAll(ulong start, int n, Page[] pages)
    {
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret == n)
            return 0;

        if (ret > 0)
            Mm.UnpinUserPages(pages, ret);
        return -Errno.Fault;
    }

    private static void PutAll(Page[] pages, int n) => Mm.ReleasePages(pages, n);

    private static bool SetUp(ref Context context)
    {
        context.Ring = Mm.AllocPage();
        return context.Ring != null;
    }

    private static void TearDown(ref Context context)
    {
        Mm.FreePage(context.Ring);
        context.Ring = null;
    }

    private static Page NotNull(Page page) => page ?? throw new OutOfMemoryException();

    private static void Finish(Page page, bool free)
    {
        page.Uptodate = true;
        if (free)
            Mm.FreePage(page);
    }

    private static void FreeChain(Page page)
    {
        if (page.Next != null)
            FreeChain(page.Next);
        Mm.FreePage(page);
    }

    private static void With<T>(T value, Action<T> action) => action(value);

    private struct Context
    {
        public Page Ring;
    }
}
