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
