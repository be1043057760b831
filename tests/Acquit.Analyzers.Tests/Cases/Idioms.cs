using System;
using System.Collections.Generic;
using System.IO;
using Cases.Api;

namespace Cases;

// How drivers write it: blocks to break out of, retries, exits in the middle of loops.
internal static class Idioms
{
    public static int DoWhileFalseAsABreakableBlock()
    {
        int err = -Errno.NoMem;
        Page a = null;
        nint b = 0;
        do
        {
            a = Mm.AllocPage();
            if (a == null)
                break;
            b = Slab.Kmalloc(16);
            if (b == 0)
                break;
            Hw.Write(b, a.Index);
            err = 0;
        }
        while (false);

        Slab.Kfree(b);
        if (a != null)
            Mm.FreePage(a);
        return err;
    }

    public static int DoWhileFalseForgetsOne()
    {
        int err = -Errno.NoMem;
        Page a = null;
        nint b = 0;
        do
        {
            a = Mm.AllocPage(); // ACQ101
            if (a == null)
                break;
            b = Slab.Kmalloc(16);
            if (b == 0)
                break;
            Hw.Write(b, a.Index);
            err = 0;
        }
        while (false);

        Slab.Kfree(b);
        if (err == 0)
            Mm.FreePage(a);
        return err;
    }

    public static int ErrorCountsDown(ulong start, int n)
    {
        var pages = new Page[n];
        int got = Mm.GetUserPagesFast(start, n, FollFlags.None, pages);
        if (got < n)
        {
            for (int i = got - 1; i >= 0; i--) // ACQ403
                Mm.PutPage(pages[i]);
            return -Errno.Fault;
        }

        for (int i = 0; i < n; i++) // ACQ403
            Mm.PutPage(pages[i]);
        return 0;
    }

    public static int NestedTryReleasesInTheRightPlaces(bool both)
    {
        Page a = Mm.NewPage();
        Page b = null;
        try
        {
            if (both)
                b = Mm.NewPage();
            return Hw.Start(b ?? a);
        }
        catch (IOException)
        {
            return -1;
        }
        finally
        {
            if (b != null)
                Mm.FreePage(b);
            Mm.FreePage(a);
        }
    }

    public static int CatchReturnsInsideOuterFinally(bool both)
    {
        Page a = Mm.NewPage();
        try
        {
            Page b = Mm.NewPage(); // ACQ101
            try
            {
                Hw.Start(b);
            }
            catch (IOException)
            {
                return -1;
            }

            Mm.FreePage(b);
            return 0;
        }
        finally
        {
            Mm.FreePage(a);
        }
    }

    public static int OutOnlyOnSuccess(out Page result)
    {
        result = null;
        Page page = Mm.AllocPage(); // ACQ101
        if (page == null)
            return -Errno.NoMem;
        if (Hw.Start(page) < 0)
            return -Errno.IO;
        result = page;
        return 0;
    }

    public static int RetryWithBackoff(Device device)
    {
        for (int i = 0; ; i++)
        {
            int err = device.Mutex.LockKillable();
            if (err == 0)
                break;
            if (i == 3)
                return err;
        }

        int state = device.State;
        device.Mutex.Unlock();
        return state;
    }

    public static int RetryWithBackoffForgets(Device device)
    {
        for (int i = 0; ; i++)
        {
            int err = device.Mutex.LockKillable(); // ACQ101
            if (err == 0)
                break;
            if (i == 3)
                return err;
        }

        if (device.Dead)
            return -Errno.NoDev;
        int state = device.State;
        device.Mutex.Unlock();
        return state;
    }

    public static void GuidedByCounter(int n)
    {
        var pages = new Page[n];
        int filled = 0;
        try
        {
            for (; filled < n; filled++)
                pages[filled] = Mm.NewPage();
            Mm.ChecksumPages(pages, n);
        }
        finally
        {
            for (int i = 0; i < filled; i++) // ACQ403
                Mm.FreePage(pages[i]);
        }
    }

    public static void PinThenCatchAll(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages); // ACQ101
        if (ret <= 0)
            return;
        try
        {
            Hw.Kick();
            Mm.UnpinUserPages(pages, ret);
        }
        catch (Exception)
        {
        }
    }

    public static void ForeachWithContinueInFinally(List<string> names)
    {
        foreach (string name in names)
        {
            if (!Handles.TryOpen(name, out nint h))
                continue;
            try
            {
                if (Handles.Read(h) < 0)
                    continue;
                Hw.Kick();
            }
            finally
            {
                Handles.Close(h);
            }
        }
    }

    public static void WhileTrueWithTwoExits()
    {
        while (true)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
                return;
            if (Hw.Start(page) == 0)
                return;
            Mm.FreePage(page);
        }
    }

    public static int LockWithGotoAcrossTry(Device d)
    {
        int err;
        d.Mutex.Lock();
        try
        {
            err = Hw.Status();
            if (err < 0)
                goto done;
            d.State = err;
        }
        catch (IOException)
        {
            err = -Errno.IO;
        }

    done:
        d.Mutex.Unlock();
        return err;
    }

    public static void FlagInLoopCondition(int n)
    {
        Page page = null;
        for (int i = 0; page == null && i < n; i++)
            page = Mm.AllocPage();
        if (page == null)
            return;
        Mm.FreePage(page);
    }

    public static int PollThenRead(string name)
    {
        nint h;
        while (!Handles.TryOpen(name, out h))
        {
            if (!Hw.Ready())
                return -1;
        }

        try
        {
            return Handles.Read(h);
        }
        finally
        {
            Handles.Close(h);
        }
    }

    public static int EarlyReturnInsideLock(object gate, Device d)
    {
        lock (gate)
        {
            d.Lock.Lock(); // ACQ101
            if (d.Dead)
                return -1;
            d.Lock.Unlock();
        }

        return 0;
    }

    public static void ThrowInCatchFreed()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch (IOException e)
        {
            Mm.FreePage(page);
            throw new InvalidOperationException("", e);
        }
        catch (ArgumentException)
        {
            Mm.FreePage(page);
            return;
        }

        Mm.FreePage(page);
    }

    public static void OneOfTwoCatchesForgets()
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
        }
        catch (IOException e)
        {
            Mm.FreePage(page);
            throw new InvalidOperationException("", e);
        }
        catch (ArgumentException)
        {
            return;
        }

        Mm.FreePage(page);
    }

    public static void BothOrNeither(out Page a, out Page b)
    {
        a = Mm.NewPage();
        try
        {
            b = Mm.NewPage();
        }
        catch
        {
            Mm.FreePage(a);
            throw;
        }
    }
}
