using Acquit;
using Cases.Api;

namespace Cases.LookedUpToRelease;

/// <summary>What is released is looked up again for that.</summary>
public static class Reports
{
    public static void BehindAMapping(VmArea area, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403 "This loop looks up again by 'VmallocToPage' what it releases by 'PutPage'; what was acquired can be kept, and released by 'ReleasePages'"
            Mm.PutPage(Lookups.VmallocToPage(area, i * Mm.PageSize));
    }

    public static void InAVariable(VmArea area, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403
        {
            Page page = Lookups.VmallocToPage(area, i * Mm.PageSize);
            Mm.PutPage(page);
        }
    }

    public static void WhereThereIsOne(VmArea area, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403
        {
            Page page = Lookups.VmallocToPage(area, i * Mm.PageSize);
            if (page != null)
            {
                Mm.PutPage(page);
            }
        }
    }

    public static void UntilThereIsNone(VmArea area)
    {
        int offset = 0;
        while (offset < area.Length) // ACQ403
        {
            Page page = Lookups.VmallocToPage(area, offset);
            if (page is null)
                break;

            Mm.PutPage(page);
            offset += Mm.PageSize;
        }
    }

    public static void ByAPattern(VmArea area, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403
        {
            if (Lookups.VmallocToPage(area, i * Mm.PageSize) is { } page)
                Mm.PutPage(page);
        }
    }

    public static void ByItsAddress(ulong address, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403 "This loop looks up again by 'VirtToPage' what it releases by 'FreePage'; 'FreePageAddress' does both"
            Mm.FreePage(Lookups.VirtToPage(address + (ulong)(i * Mm.PageSize)));
    }

    // That release is for pages that are owned, and these are only referred to.
    public static void ByItsAddressOfOtherKind(ulong[] addresses)
    {
        foreach (ulong address in addresses) // ACQ403 "This loop looks up again by 'VirtToPage' what it releases by 'UnpinUserPage'; what was acquired can be kept, and released by 'UnpinUserPages'"
            Mm.UnpinUserPage(Lookups.VirtToPage(address));
    }

    public static void OfUserAddresses(ulong start, ulong end)
    {
        ulong address = start;
        do // ACQ403
        {
            Page page = Lookups.FollowPage(address);
            Mm.UnpinUserPage(page);
            address += Mm.PageSize;
        }
        while (address < end);
    }

    // Reading takes a reference as well: both go.
    public static void ReadAgain(Mapping mapping)
    {
        for (int i = 0; i < mapping.Pages; i++) // ACQ403
        {
            Page page = Lookups.ReadPage(mapping, i);
            if (page is null)
                continue;

            Mm.PutPage(page);
            Mm.PutPage(page);
        }
    }

    public static void ReadAgainWhereThereIsOne(Mapping mapping)
    {
        for (int i = 0; i < mapping.Pages; i++) // ACQ403
        {
            Page page = Lookups.ReadPage(mapping, i);
            if (page != null)
            {
                Mm.PutPage(page);
                Mm.PutPage(page);
            }
        }
    }

    public static void IntoTheSameVariable(VmArea area, int n)
    {
        Page page;
        for (int i = n - 1; i >= 0; i--) // ACQ403
        {
            page = Lookups.VmallocToPage(area, i * Mm.PageSize);
            Mm.PutPage(page);
        }
    }
}

public static class Silent
{
    public static void WhatWasKept(Page[] pages, int n)
    {
        Mm.ReleasePages(pages, n);
    }

    public static void OneOnly(VmArea area)
    {
        Mm.PutPage(Lookups.VmallocToPage(area, 0));
    }

    // Nobody says that it was there before.
    public static void NotSaidToBeALookUp(ulong[] addresses)
    {
        foreach (ulong address in addresses)
            Mm.PutPage(Lookups.Elsewhere(address));
    }

    // What reading takes is all that is given back: they are only read in.
    public static void ReadInAndPut(Mapping mapping)
    {
        for (int i = 0; i < mapping.Pages; i++)
        {
            Page page = Lookups.ReadPage(mapping, i);
            if (page is null)
                break;

            Mm.PutPage(page);
        }
    }

    public static void DoesMore(VmArea area, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Lookups.VmallocToPage(area, i * Mm.PageSize);
            Lookups.SetPageUptodate(page);
            Mm.PutPage(page);
        }
    }

    public static void OnlySome(VmArea area, int n, bool[] used)
    {
        for (int i = 0; i < n; i++)
        {
            if (used[i])
                Mm.PutPage(Lookups.VmallocToPage(area, i * Mm.PageSize));
        }
    }

    public static void OnlyThoseThatAreUpToDate(VmArea area, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Lookups.VmallocToPage(area, i * Mm.PageSize);
            if (page.Uptodate)
                Mm.PutPage(page);
        }
    }

    public static void Kept(VmArea area, Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
            pages[i] = Lookups.VmallocToPage(area, i * Mm.PageSize);
    }

    public static void Taken(VmArea area, int n)
    {
        for (int i = 0; i < n; i++)
            Mm.GetPage(Lookups.VmallocToPage(area, i * Mm.PageSize)); // The other end may be anywhere.
    }

    // This is the call that releases all that belongs to a mapping.
    public static void PutAll([Releases("put-pages")] VmArea area, int n)
    {
        for (int i = 0; i < n; i++)
            Mm.PutPage(Lookups.VmallocToPage(area, i * Mm.PageSize));
    }

    public static void ReturnsTheNumber(VmArea area, int n, out int put)
    {
        put = 0;
        for (int i = 0; i < n; i++)
        {
            Page page = Lookups.VmallocToPage(area, i * Mm.PageSize);
            if (page is null)
                return;

            Mm.PutPage(page);
        }
    }
}
