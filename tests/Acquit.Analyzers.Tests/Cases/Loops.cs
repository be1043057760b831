using System;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// Each iteration its own resource.
internal static class LoopsPerIteration
{
    public static void AcquiredAndFreedEachTime(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            page.Index = i;
            Mm.FreePage(page);
        }
    }

    public static void BreakForgets(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage(); // ACQ101
            if (Hw.Start(page) < 0)
                break;

            Mm.FreePage(page);
        }
    }

    public static void BreakRemembers(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            if (Hw.Start(page) < 0)
            {
                Mm.FreePage(page);
                break;
            }

            Mm.FreePage(page);
        }
    }

    public static void ContinueForgets(IEnumerable<int> indices)
    {
        foreach (int index in indices)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
                continue;

            page.Index = index;
            if (index < 0)
                continue;

            Hw.Start(page);
            Mm.FreePage(page);
        }
    }

    public static void ContinueOnlyAfterFailure(IEnumerable<int> indices)
    {
        foreach (int index in indices)
        {
            Page page = Mm.FindGetPage(index);
            if (page == null)
                continue;

            Mm.ClearPage(page);
            Mm.PutPage(page);
        }
    }

    public static int ReturnFromTheLoopForgets(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.FindGetPage(i); // ACQ101
            if (page != null)
            {
                if (page.Uptodate)
                    return i;

                Mm.PutPage(page);
            }
        }

        return -1;
    }

    public static Page FoundOneIsReturnedHeld(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.FindGetPage(i);
            if (page != null)
            {
                if (page.Uptodate)
                    return page;

                Mm.PutPage(page);
            }
        }

        return null;
    }

    public static void OverwrittenByTheNextIteration(int n)
    {
        Page page = null;
        for (int i = 0; i < n; i++)
        {
            page = Mm.NewPage(); // ACQ101
            page.Index = i;
        }

        if (page != null)
            Mm.FreePage(page);
    }

    public static void PreviousOneFreedByTheNextIteration(int n)
    {
        Page last = null;
        for (int i = 0; i < n; i++)
        {
            if (last != null)
                Mm.FreePage(last);
            last = Mm.NewPage();
            last.Index = i;
        }

        if (last != null)
            Mm.FreePage(last);
    }

    public static void LastOneForgotten(int n)
    {
        Page last = null;
        for (int i = 0; i < n; i++)
        {
            if (last != null)
                Mm.FreePage(last);
            last = Mm.NewPage(); // ACQ101
            last.Index = i;
        }
    }

    public static void LockedInTheLoop(List<Device> devices)
    {
        foreach (Device device in devices)
        {
            device.Mutex.Lock();
            device.State = 0;
            device.Mutex.Unlock();
        }
    }

    public static int ReturnsLockedFromTheLoop(List<Device> devices)
    {
        foreach (Device device in devices)
        {
            device.Mutex.Lock(); // ACQ101
            if (device.Dead)
                return -Errno.NoDev;

            device.State = 0;
            device.Mutex.Unlock();
        }

        return 0;
    }

    public static void UntilItSucceeds()
    {
        Page page;
        do
        {
            page = Mm.AllocPage();
        }
        while (page == null);

        Hw.Start(page);
        Mm.FreePage(page);
    }

    public static void AcquiredBeforeFreedAfter(int n)
    {
        nint block = Slab.KmallocNoFail(64);
        for (int i = 0; i < n; i++)
        {
            if (i == 13)
                continue;
            if (Hw.Status() < 0)
                break;

            Hw.Write(block, i);
        }

        Slab.Kfree(block);
    }

    public static void FreedInsideTheLoopAcquiredOutside()
    {
        Page page = Mm.NewPage();
        do
        {
            Hw.Kick();
            Mm.FreePage(page); // ACQ104
        }
        while (Hw.Ready());
    }

    // The chain is freed link by link: next is read before the page goes.
    public static void ChainFreed(Page head)
    {
        while (head != null)
        {
            Page next = head.Next;
            Mm.FreePage(head);
            head = next;
        }
    }

    public static void ChainReadAfterTheFree(Page head)
    {
        while (head != null)
        {
            Mm.FreePage(head);
            head = head.Next; // ACQ105
        }
    }

    public static void ChainBuiltAndHandedOut(int n, out Page head)
    {
        head = null;
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            page.Next = head;
            head = page;
        }
    }
}

// Arrays filled element by element.
internal static class LoopsOverArrays
{
    public static int UndoneBackwards(int n, Page[] result)
    {
        int i;
        var pages = new Page[n];
        for (i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                goto undo;
        }

        Array.Copy(pages, result, n);
        return 0;

    undo:
        while (--i >= 0)
            Mm.FreePage(pages[i]);
        return -Errno.NoMem;
    }

    public static int UsedAndFreedForwards(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage();

        int sum = Mm.ChecksumPages(pages, n);
        for (int i = 0; i < n; i++)
            Mm.FreePage(pages[i]);
        return sum;
    }

    public static int UsedAndFreedByForeach(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = Mm.NewPage();

        int sum = Mm.ChecksumPages(pages, n);
        foreach (Page page in pages)
            Mm.FreePage(page);
        return sum;
    }

    public static int NeverFreed(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage(); // ACQ101

        return Mm.ChecksumPages(pages, n);
    }

    public static int FailureForgetsTheEarlierOnes(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
                return -Errno.NoMem;
        }

        int sum = Mm.ChecksumPages(pages, n);
        for (int i = 0; i < n; i++)
            Mm.FreePage(pages[i]);
        return sum;
    }

    public static int UndoStopsBeforeTheFirst(int n)
    {
        int i;
        int sum;
        var pages = new Page[n];
        for (i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
                goto undo;
        }

        sum = Mm.ChecksumPages(pages, n);
        for (i = 0; i < n; i++)
            Mm.FreePage(pages[i]);
        return sum;

    undo:
        while (--i > 0)
            Mm.FreePage(pages[i]);
        return -Errno.NoMem;
    }

    public static int UndoStartsAtTheFailedOne(int n)
    {
        int i;
        int sum;
        var pages = new Page[n];
        for (i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                goto undo;
        }

        sum = Mm.ChecksumPages(pages, n);
        for (i = 0; i < n; i++)
            Mm.FreePage(pages[i]);
        return sum;

    undo:
        for (; i >= 0; i--)
            Mm.FreePage(pages[i]); // ACQ106
        return -Errno.NoMem;
    }

    public static int UndoneForwardsUpToTheFailedOne(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                for (int j = 0; j < i; j++)
                    Mm.FreePage(pages[j]);
                return -Errno.NoMem;
            }
        }

        int sum = Mm.ChecksumPages(pages, n);
        for (int i = n - 1; i >= 0; i--)
            Mm.FreePage(pages[i]);
        return sum;
    }

    public static int EmptySlotsSkipped(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.AllocPage();

        int status = Hw.Status();
        for (int i = 0; i < n; i++)
        {
            if (pages[i] != null)
                Mm.FreePage(pages[i]);
        }

        return status;
    }

    public static int CountKeptBesideTheArray(int n)
    {
        var pages = new Page[n];
        int held = 0;
        while (held < n)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                break;

            pages[held++] = page;
        }

        int sum = Mm.ChecksumPages(pages, held);
        while (held > 0)
            Mm.FreePage(pages[--held]);
        return sum;
    }

    public static void FilledByTheLoopReleasedByOneCall(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage();

        Mm.ChecksumPages(pages, n);
        Mm.FreePages(pages, n);
    }

    public static void LocalsArrayOfTwo()
    {
        Page[] pages = { Mm.NewPage(), Mm.NewPage() };
        Mm.CopyPage(pages[0], pages[1]);
        Mm.FreePage(pages[0]);
        Mm.FreePage(pages[1]);
    }

    public static void SameElementFreedTwice()
    {
        Page[] pages = { Mm.NewPage(), Mm.NewPage() };
        Mm.CopyPage(pages[0], pages[1]);
        Mm.FreePage(pages[0]);
        Mm.FreePage(pages[1]);
        Mm.FreePage(pages[0]); // ACQ104
    }

    public static void ReferencesOnEveryElement(Page[] pages)
    {
        foreach (Page page in pages)
            Mm.GetPage(page);

        Hw.Kick();

        foreach (Page page in pages)
            Mm.PutPage(page);
    }

    public static void EveryOtherElement(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i += 2)
            pages[i] = Mm.NewPage();

        Mm.ChecksumPages(pages, n);
        for (int i = 0; i < n; i += 2)
            Mm.FreePage(pages[i]);
    }

    public static void HandedToTheCallersArray(Page[] pages)
    {
        for (int i = 0; i < pages.Length; i++)
            pages[i] = Mm.NewPage();
    }
}
