using Acquit;
using Cases.Api;

namespace Cases.ReleasedApart;

/// <summary>A mapping is taken down, and the pages that it showed are put, where it could own them.</summary>
public static class InOneMethod
{
    public static int ByALoop(Page[] pages)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        area.Length = 1;
        Vmalloc.Vunmap(area);
        for (int i = 0; i < pages.Length; i++) // ACQ403 "What 'Vmap' was given is released beside 'Vunmap'; with 'PutPages' it goes along, and 'Vfree' releases both"
            Mm.PutPage(pages[i]);
        return 0;
    }

    public static int AllAtOnce(Page[] pages, int n)
    {
        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.Map);
        if (area is null)
        {
            Mm.ReleasePages(pages, n);
            return -Errno.NoMem;
        }

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, n); // ACQ403
        return 0;
    }

    public static int TheOtherWayRound(Page[] pages)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        Mm.ReleasePages(pages, pages.Length); // ACQ403
        Vmalloc.Vunmap(area);
        return 0;
    }

    public static int WhereItIsThere(Page[] pages, bool mapped)
    {
        VmArea area = mapped ? null : null;
        area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None); // No more than one.
        if (area != null)
        {
            Vmalloc.Vunmap(area);
            Mm.ReleasePages(pages, pages.Length);
            return 0;
        }

        return -Errno.NoMem;
    }

    public static int WithinATest(Page[] pages)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area != null)
        {
            Vmalloc.Vunmap(area);
            Mm.ReleasePages(pages, pages.Length); // ACQ403
            return 0;
        }

        return -Errno.NoMem;
    }

    public static int OnALadder(Page[] pages, int n, bool bad)
    {
        int err = -Errno.NoMem;
        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.None);
        if (area == null)
            goto put;

        err = 0;
        if (bad)
        {
            err = -Errno.Inval;
        }

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, n); // ACQ403
        return err;

    put:
        Mm.ReleasePages(pages, n);
        return err;
    }

    public static int OnTwoWays(Page[] pages, bool bad)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        if (bad)
        {
            Vmalloc.Vunmap(area);
            Mm.ReleasePages(pages, pages.Length); // ACQ403
            return -Errno.Inval;
        }

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
        return 0;
    }

    public static int AsLongAsItWasMade(int n)
    {
        Page[] pages = new Page[n];
        for (int i = 0; i < n; i++)
            Mm.GetPage(pages[i] = Lookups.Elsewhere((ulong)i));

        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
        {
            Mm.ReleasePages(pages, n);
            return -Errno.NoMem;
        }

        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, n); // ACQ403
        return 0;
    }

    public static int LookedUpInTheMapping(Page[] pages)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        for (int i = 0; i < area.Length; i += Mm.PageSize) // ACQ403 "What 'Vmap' was given is looked up again by 'VmallocToPage' and released beside 'Vunmap'; with 'PutPages' it goes along, and 'Vfree' releases both"
            Mm.PutPage(Lookups.VmallocToPage(area, i));
        Vmalloc.Vunmap(area);
        return 0;
    }
}

/// <summary>By then the array holds something else.</summary>
public static class OfAnotherContent
{
    public static int Exchanged(Page[] pages, Page[] more)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        (pages, more) = (more, pages);
        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
        return more.Length;
    }

    public static int FilledByAnother(Page[] pages, int n)
    {
        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        Migrate(pages);
        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, n);
        return 0;
    }

    public static int FilledThroughASpan(Page[] pages, Page other)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        System.Span<Page> all = pages;
        all[0] = other;
        Vmalloc.Vunmap(area);
        Mm.ReleasePages(pages, pages.Length);
        return 0;
    }

    private static void Migrate(Page[] pages) => pages[0] = pages[1];
}

/// <summary>Mapped by one method, and taken down by another.</summary>
public sealed class BetweenMethods
{
    private readonly Mapping _file;
    private VmArea _area;

    public BetweenMethods(Mapping file) => _file = file;

    public int Map()
    {
        Page[] pages = new Page[_file.Pages];
        for (int i = 0; i < pages.Length; i++)
        {
            Page page = Lookups.ReadPage(_file, i);
            if (page == null)
            {
                Mm.ReleasePages(pages, i);
                return -Errno.NoMem;
            }

            pages[i] = page;
        }

        _area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (_area == null)
        {
            Mm.ReleasePages(pages, pages.Length);
            return -Errno.NoMem;
        }

        return 0;
    }

    // The pages were not kept: they are read again, and both references put.
    public void Unmap()
    {
        Vmalloc.Vunmap(_area);
        _area = null;
    }

    public void UnmapAndPut()
    {
        if (_area == null)
            return;

        Vmalloc.Vunmap(_area);
        for (int i = 0; i < _file.Pages; i++) // ACQ403 "This loop looks up again by 'ReadPage'"
        {
            Page page = Lookups.ReadPage(_file, i);
            if (page == null)
                continue;

            Mm.PutPage(page);
            Mm.PutPage(page);
        }

        _area = null;
    }
}

public sealed class ReadAgain
{
    private readonly Mapping _file;
    private VmArea _area;

    public ReadAgain(Mapping file) => _file = file;

    public int Map()
    {
        Page[] pages = new Page[_file.Pages];
        for (int i = 0; i < pages.Length; i++)
        {
            Page page = Lookups.ReadPage(_file, i);
            if (page == null)
            {
                Mm.ReleasePages(pages, i);
                return -Errno.NoMem;
            }

            pages[i] = page;
        }

        _area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (_area == null)
        {
            Mm.ReleasePages(pages, pages.Length);
            return -Errno.NoMem;
        }

        return 0;
    }

    public void Unmap()
    {
        Vmalloc.Vunmap(_area);
        for (int i = 0; i < _file.Pages; i++) // ACQ403 "What 'Vmap' was given is looked up again by 'ReadPage' and released beside 'Vunmap'"
        {
            Page page = Lookups.ReadPage(_file, i);
            if (page == null)
                continue;

            Mm.PutPage(page);
            Mm.PutPage(page);
        }

        _area = null;
    }
}

public sealed class KeptInFields
{
    private Page[] _pages;
    private VmArea _area;

    public int Map(Page[] pages)
    {
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        _pages = pages;
        _area = area;
        return 0;
    }

    public void Unmap()
    {
        if (_area == null)
            return;

        Vmalloc.Vunmap(_area);
        Mm.ReleasePages(_pages, _pages.Length); // ACQ403
        _area = null;
        _pages = null;
    }
}
