using Cases.Api;

namespace Cases;

// A helper that fails before it fills in all of a struct or object: when it succeeds, what was there is lost.
internal static class FilledAgainInPart
{
    private struct Buffers
    {
        public Page Page;
        public VmArea Area;
        public bool IsReady;
    }

    // Reports.

    public static int OnlyThePageIsCleared(Page[] frames)
    {
        Buffers it = default;
        for (int i = 0; i < 2; i++)
        {
            int err = Init(ref it, frames); // ACQ101
            if (err != 0)
                return -1;
            ClearPage(ref it);
        }

        Vmalloc.Vunmap(it.Area);
        return 0;
    }

    public static int TwiceInARow(Page[] frames)
    {
        Buffers it = default;
        if (Init(ref it, frames) != 0) // ACQ101
            return -1;
        ClearPage(ref it);
        if (Init(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        return 0;
    }

    // Silent.

    public static int OnceMoreAfterAFailure(Page[] frames)
    {
        Buffers it = default;
        if (Init(ref it, frames) != 0 && Init(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int ClearedEachTime(Page[] frames)
    {
        Buffers it = default;
        for (int i = 0; i < 2; i++)
        {
            if (Init(ref it, frames) != 0)
                return -1;
            Clear(ref it);
        }

        return 0;
    }

    public static int KeptElsewhere(Page[] frames)
    {
        Buffers it = default;
        if (Init(ref it, frames) != 0)
            return -1;
        VmArea first = it.Area;
        ClearPage(ref it);
        if (Init(ref it, frames) != 0)
        {
            Vmalloc.Vunmap(first);
            return -1;
        }

        Clear(ref it);
        Vmalloc.Vunmap(first);
        return 0;
    }

    public static int OnlyTheFirstTime(Page[] frames)
    {
        Buffers it = default;
        for (int i = 0; i < 2; i++)
        {
            if (InitOnce(ref it, frames) != 0)
                return -1;
        }

        Clear(ref it);
        return 0;
    }

    private static int Init(ref Buffers it, Page[] frames)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -1;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (it.Area == null)
        {
            Mm.FreePage(it.Page);
            return -1;
        }

        return 0;
    }

    private static int InitOnce(ref Buffers it, Page[] frames)
    {
        if (it.IsReady)
            return 0;
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -1;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (it.Area == null)
        {
            Mm.FreePage(it.Page);
            return -1;
        }

        it.IsReady = true;
        return 0;
    }

    private static void ClearPage(ref Buffers it) => Mm.FreePage(it.Page);

    private static void Clear(ref Buffers it)
    {
        Vmalloc.Vunmap(it.Area);
        Mm.FreePage(it.Page);
    }
}
