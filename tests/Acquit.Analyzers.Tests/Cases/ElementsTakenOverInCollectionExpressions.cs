// roslyn: 4.8
// silent: ACQ106
using System;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// What a collection expression puts into an array, or into what a call is given, stays what it was until a call takes it over.
internal static class ElementsTakenOverInCollectionExpressions
{
    private static readonly List<Page> s_all = [];

    public static int InAnArray()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        Page[] pages = [p];
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int InAnArrayWhenItFails()
    {
        Page p = Mm.AllocPage(); // ACQ101
        if (p is null)
            return -1;

        Page[] pages = [p];
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
            return -2;

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int InASpan()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        ReadOnlySpan<Page> pages = [p];
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int OnlyLookedAtAndFreed()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        ReadOnlySpan<Page> pages = [p];
        VmArea v = Vmalloc.Vmap(pages, VmapFlags.Map);
        if (v is null)
        {
            Mm.FreePage(pages[0]);
            return -2;
        }

        Vmalloc.Vunmap(v);
        Mm.FreePage(p);
        return 0;
    }

    public static int InTheCallItself()
    {
        Page p = Mm.AllocPage();
        if (p is null)
            return -1;

        VmArea v = Vmalloc.Vmap([p], VmapFlags.Map | VmapFlags.PutPages);
        if (v is null)
        {
            Mm.FreePage(p);
            return -2;
        }

        Vmalloc.Vfree(v);
        return 0;
    }

    public static int InTheCallItselfAndForgotten()
    {
        Page p = Mm.AllocPage(); // ACQ101
        if (p is null)
            return -1;

        VmArea v = Vmalloc.Vmap([p], VmapFlags.Map);
        if (v is null)
            return -2;

        Vmalloc.Vunmap(v);
        Mm.FreePage(p);
        return 0;
    }

    public static void KeptThroughASpan()
    {
        Page p = Mm.NewPage();
        ReadOnlySpan<Page> pages = [p];
        s_all.AddRange(pages.ToArray());
    }

    public static void KeptByAHelper()
    {
        Page p = Mm.NewPage();
        Keep([p]);
    }

    public static void FreedInALoop()
    {
        ReadOnlySpan<Page> pages = [Mm.NewPage(), Mm.NewPage()];
        foreach (Page page in pages)
            Mm.FreePage(page);
    }

    public static Page[] SpreadIntoAnother()
    {
        Page p = Mm.NewPage();
        ReadOnlySpan<Page> pages = [p];
        return [.. pages];
    }

    public static Page[] CopiedToAnother(Page[] target)
    {
        Page p = Mm.NewPage();
        ReadOnlySpan<Page> pages = [p];
        pages.CopyTo(target);
        return target;
    }

    private static void Keep(ReadOnlySpan<Page> pages)
    {
        foreach (Page page in pages)
            s_all.Add(page);
    }
}
