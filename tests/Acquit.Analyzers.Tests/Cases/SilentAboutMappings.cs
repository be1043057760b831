using Acquit;
using Cases.Api;

namespace Cases.SilentAboutMappings;

/// <summary>A mapping and pages that are given back near each other, and do not belong together so.</summary>
public static class InOneMethod
{
    public static int ItOwnsThem(Page[] pages)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.PutPages);
        if (area == null)
        {
            Mm.ReleasePages(pages, pages.Length);
            return -Errno.NoMem;
        }

        Vmalloc.Vfree(area);
        return 0;
    }

    public static int OtherPages(Page[] pages, Page[] others)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(others, others.Length);
        return 0;
    }

    public static int OnlySomeOfThem(Page[] pages, int n)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, n);
        return 0;
    }

    public static int NotAsLongAsItWasMade(int n)
    {
        Page[] pages = new Page[n];
        n--;
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, n);
        return 0;
    }

    // Pins cannot go along.
    public static int Pinned(ulong start, Page[] pages)
    {
        int pinned = Mm.PinUserPagesFast(start, pages.Length, FollFlags.None, pages);
        if (pinned <= 0)
            return pinned;

        VmArea area = Vmalloc.Vmap(pages, pinned, VmapFlags.None);
        if (area == null)
        {
            Mm.UnpinUserPages(pages, pinned);
            return -Errno.NoMem;
        }

        Vmalloc.Vunmap(area);
        Mm.UnpinUserPages(pages, pinned);
        return 0;
    }

    public static int UsedInBetween(Page[] pages)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        Vmalloc.Vunmap(area);
        int sum = Mm.ChecksumPages(pages, pages.Length);
        Mm.ReleasePages(pages, pages.Length);
        return sum;
    }

    // They are kept on one of two ways.
    public static int KeptSometimes(Page[] pages, bool keep)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        if (keep)
        {
            Vmalloc.Vunmap(area);
            return 1;
        }

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
        return 0;
    }

    // Where there is no mapping, the pages have to be put all the same.
    public static void PerhapsMapped(Page[] pages, bool map)
    {
        VmArea area = null;
        if (map)
            area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
    }

    public static int ComeToWithoutIt(Page[] pages, bool map)
    {
        int err = 0;
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
        {
            err = -Errno.NoMem;
            goto put;
        }

        area.Length = 1;
    put:
        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
        return err;
    }

    public static int Replaced(Page[] pages, Page other)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        pages[0] = other;
        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
        return 0;
    }

    public static int FlagsThatAreNotKnown(Page[] pages, VmapFlags flags)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, flags & VmapFlags.Map);
        if (area == null)
            return -Errno.NoMem;

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
        return 0;
    }

    public static VmArea HandedOn(Page[] pages, bool bad)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return null;

        if (bad)
        {
            Vmalloc.Vunmap(area);
            Mm.ReleasePages(pages, pages.Length);
            return null;
        }

        return area; // Whoever gets it takes it down.
    }

    // Mapped once for each round, and they are put after the last.
    public static void ForEachRound(Page[] pages, int rounds)
    {
        VmArea area = null;
        for (int i = 0; i < rounds; i++)
        {
            area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
            if (area == null)
                return;

            Vmalloc.Vunmap(area);
        }

        Mm.ReleasePages(pages, pages.Length);
    }
}

public sealed class BetweenMethods
{
    private Page[] _pages;
    private VmArea _area;

    public int Map(Page[] pages)
    {
        _pages = pages;
        _area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        return _area == null ? -Errno.NoMem : 0;
    }

    public void Exchange(int index, Page page) => _pages[index] = page;

    public void Unmap()
    {
        if (_area == null)
            return;

        Vmalloc.Vunmap(_area);
        Mm.ReleasePages(_pages, _pages.Length);
        _area = null;
    }
}

/// <summary>Whether there is a mapping is not known where the pages are put.</summary>
public sealed class PerhapsMapped
{
    private Page[] _pages;
    private VmArea _area;

    public void Map(Page[] pages)
    {
        _pages = pages;
        _area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
    }

    public void Unmap()
    {
        Vmalloc.Vunmap(_area);
        Mm.ReleasePages(_pages, _pages.Length);
        _area = null;
    }
}

public sealed class ShownToOthers
{
    private readonly Page[] _pages;
    private VmArea _area;

    public ShownToOthers(Page[] pages) => _pages = pages;

    public VmArea Area => _area;

    public int Map()
    {
        _area = Vmalloc.Vmap(_pages, _pages.Length, VmapFlags.None);
        if (_area == null)
        {
            Mm.ReleasePages(_pages, _pages.Length);
            return -Errno.NoMem;
        }

        return 0;
    }

    public void Unmap()
    {
        Vmalloc.Vunmap(_area);
        Mm.ReleasePages(_pages, _pages.Length);
    }
}
