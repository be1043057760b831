using System;
using System.Collections.Generic;
using System.Linq;
using Cases.Api;

namespace Cases;

// Arrays whose elements are acquired in a loop, and released in another.
internal static class ElementsNobodyLookedAt
{
    // Reports.

    public static void NeverFreed()
    {
        var list = new Page[3];
        for (int k = 0; k < 3; k++)
            list[k] = Mm.AllocPage(); // ACQ101
    }

    public static int NeverFreedThoughUsed(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage(); // ACQ101
        return Mm.ChecksumPages(list, n);
    }

    public static void LeftOnAnEarlyWay()
    {
        var list = new Page[3];
        for (int k = 0; k < 3; k++)
            list[k] = Mm.AllocPage(); // ACQ101
        if (!Hw.Ready())
            return;
        for (int k = 0; k < 3; k++) // ACQ403
            Mm.FreePage(list[k]);
    }

    public static void TwiceInOneRound(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.NewPage();
        for (int k = 0; k < n; k++)
        {
            Mm.FreePage(list[k]);
            Mm.FreePage(list[k]); // ACQ104
        }
    }

    public static void TwiceInOneRoundBackwards(int n)
    {
        int k;
        var list = new Page[n];
        for (k = 0; k < n; k++)
            list[k] = Mm.NewPage();
        while (--k >= 0)
        {
            Mm.FreePage(list[k]);
            Mm.FreePage(list[k]); // ACQ104
        }
    }

    public static int TwiceInOneRoundOfUndoing(int n, Page[] result)
    {
        int k;
        var list = new Page[n];
        for (k = 0; k < n; k++)
        {
            list[k] = Mm.AllocPage();
            if (list[k] == null)
                goto undo;
        }

        Array.Copy(list, result, n);
        return 0;

    undo:
        while (--k >= 0)
        {
            Mm.FreePage(list[k]);
            if (Hw.Ready())
                Mm.FreePage(list[k]); // ACQ104
        }

        return -Errno.NoMem;
    }

    public static void TwiceInOneRoundThoughNobodyLooked(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        for (int k = 0; k < n; k++)
        {
            Mm.FreePage(list[k]);
            Mm.FreePage(list[k]); // ACQ104
        }
    }

    // Silent.

    public static void AllFreed()
    {
        var list = new Page[3];
        for (int k = 0; k < 3; k++)
            list[k] = Mm.AllocPage();
        for (int k = 2; k >= 0; k--) // ACQ403
            Mm.FreePage(list[k]);
    }

    public static void FreedUnlessNull()
    {
        var list = new Page[3];
        for (int k = 0; k < 3; k++)
            list[k] = Mm.AllocPage();
        for (int k = 0; k < 3; k++)
        {
            if (list[k] != null)
                Mm.FreePage(list[k]);
        }
    }

    public static void FreedUnlessNullByForeach(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        foreach (Page page in list)
        {
            if (page is null)
                continue;
            Mm.FreePage(page);
        }
    }

    public static int LookedAtLater(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        for (int k = 0; k < n; k++)
        {
            if (list[k] == null)
                return -Errno.NoMem;
        }

        for (int k = 0; k < n; k++) // ACQ403
            Mm.FreePage(list[k]);
        return 0;
    }

    public static void UpToTheFirstThatFailed(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        for (int k = 0; k < n; k++)
        {
            if (list[k] == null)
                break;
            Mm.FreePage(list[k]);
        }
    }

    public static Page[] Returned(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        return list;
    }

    public static void Registered(IRegistry registry, int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        registry.AddAll(list);
    }

    public static void RegisteredOneByOne(IRegistry registry, int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        for (int k = 0; k < n; k++)
            registry.Add(list[k]);
    }

    public static void Queried(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        foreach (Page page in list.Where(p => p != null))
            Mm.FreePage(page);
    }

    public static void FilledForTheCaller(Page[] list)
    {
        for (int k = 0; k < list.Length; k++)
            list[k] = Mm.AllocPage();
    }

    public static void FreedByAHelper(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        FreeAll(list);
    }

    public static void TwoReferencesOfEach(Page[] pages)
    {
        for (int k = 0; k < pages.Length; k++)
        {
            Mm.PutPage(pages[k]);
            Mm.PutPage(pages[k]);
        }
    }

    public static void TakenAnewInBetween(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.NewPage();
        for (int k = 0; k < n; k++)
        {
            Mm.FreePage(list[k]);
            list[k] = Mm.NewPage();
            Mm.FreePage(list[k]);
        }
    }

    public static void SetToNullInBetween(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.NewPage();
        for (int k = 0; k < n; k++)
        {
            Mm.FreePage(list[k]);
            list[k] = null;
            if (list[k] != null)
                Mm.FreePage(list[k]);
        }
    }

    public static void TheOneOrTheOther(int n, bool dirty)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.NewPage();
        for (int k = 0; k < n; k++)
        {
            if (dirty)
                Mm.FreePage(list[k]);
            else
                Mm.FreePage(list[k]);
        }
    }

    public static void TwoAtATime(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.NewPage();
        for (int k = 0; k + 1 < n; k += 2)
        {
            Mm.FreePage(list[k]);
            Mm.FreePage(list[k + 1]);
        }
    }

    private static void FreeAll(Page[] list)
    {
        foreach (Page page in list)
        {
            if (page != null)
                Mm.FreePage(page);
        }
    }

    public static void TakenAnewByAHelperInBetween(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.NewPage();
        for (int k = 0; k < n; k++)
        {
            Mm.FreePage(list[k]);
            Renew(list, k);
            Mm.FreePage(list[k]);
        }
    }

    public static void LookedAtByAnother(int n)
    {
        var list = new Page[n];
        for (int k = 0; k < n; k++)
            list[k] = Mm.AllocPage();
        if (Array.TrueForAll(list, page => page == null))
            return;
        foreach (Page page in list)
        {
            if (page != null)
                Mm.FreePage(page);
        }
    }

    private static void Renew(Page[] list, int k) => list[k] = Mm.NewPage();
}
