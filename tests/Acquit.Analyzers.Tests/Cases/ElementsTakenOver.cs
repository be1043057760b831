// silent: ACQ106
using Cases.Api;

namespace Cases;

// What was put into an array one by one goes with the array, if the call that takes it over succeeds.
internal static class ElementsTakenOver
{
    public static int InAnInitializer()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        Page[] pages = new Page[] { p };
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int StaysWhenItFails()
    {
        Page p = Mm.AllocPage(); // ACQ101
        if (p is null)
            return -1;

        Page[] pages = new Page[] { p };
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
            return -2;

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int StaysWithoutTheFlag()
    {
        Page p = Mm.AllocPage(); // ACQ101
        if (p is null)
            return -1;

        Page[] pages = new Page[] { p };
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vunmap(v);
        return 0;
    }

    public static int GoneWhenItSucceeds()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        Page[] pages = new Page[] { p };
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vfree(v);
        Mm.FreePage(p); // ACQ104
        return 0;
    }

    public static int PutInAfterwards()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        Page[] pages = new Page[1];
        pages[0] = p;
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int BothOfThem()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;
        Page q = Mm.AllocPage();
        if (q is null)
        {
            Mm.FreePage(p);
            return -1;
        }

        Page[] pages = new Page[] { p, q, p };
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(q);
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int OneOfThemStaysWhenItFails()
    {
        Page p = Mm.AllocPage(); // ACQ101
        if (p is null)
            return -1;
        Page q = Mm.AllocPage();
        if (q is null)
        {
            Mm.FreePage(p);
            return -1;
        }

        Page[] pages = new Page[] { p, q };
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(q);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int WithFlagsThatOnlyTheCallerKnows(VmapFlags flags)
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        Page[] pages = new Page[] { p };
        VmArea v = Vmalloc.Vmap(pages, flags);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        return v.Length;
    }

    public static int OfWhatWasFilled(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.GetUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return -1;

        Page[] pages = new Page[] { one[0] };
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.ReleasePages(one, 1);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }
}
