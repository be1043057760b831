using Cases.Api;

namespace Cases;

// A helper has given back what it took where something else has failed, and answers as it does where all went well.
internal static class GivenBackByHelpersPerhaps
{
    private struct Box
    {
        public Page Page;
        public VmArea Area;
        public bool IsShort;
    }

    // Reports.

    public static int ClearedWhenAllIsSaidToBeWell(Page[] frames)
    {
        Box box = default;
        if (TakeLoosely(ref box, frames) != 0)
            return -1;
        Clear(ref box); // ACQ104
        return 0;
    }

    public static int FreedByHand(Page[] frames)
    {
        Box box = default;
        int err = TakeLoosely(ref box, frames);
        Hw.Kick();
        Vmalloc.Vunmap(box.Area);
        if (err == 0)
            Mm.FreePage(box.Page); // ACQ104
        return err;
    }

    // What else was asked in between has nothing to do with it.
    public static int WithOthersBetween(Page[] frames, bool quick)
    {
        Box box = default;
        if (TakeLoosely(ref box, frames) != 0)
            return -1;
        Page other = Mm.AllocPage();
        if (other == null)
            goto clear;
        if (!quick)
            Mm.ClearPage(other);
        Mm.FreePage(other);
    clear:
        Clear(ref box); // ACQ104
        return 0;
    }

    public static void ClearedThoughNothingIsAnswered(Page[] frames)
    {
        Box box = default;
        Try(ref box, frames);
        Clear(ref box); // ACQ104
    }

    // Silent.

    public static int AsksForTheArea(Page[] frames)
    {
        Box box = default;
        if (TakeLoosely(ref box, frames) != 0)
            return -1;
        if (box.Area == null)
            return -1;
        Clear(ref box);
        return 0;
    }

    public static void AsksForTheAreaWhenNothingIsAnswered(Page[] frames)
    {
        Box box = default;
        Try(ref box, frames);
        if (box.Area != null)
            Clear(ref box);
    }

    // What was asked before may be what the helper went by.
    public static int AsksTheDevice()
    {
        Box box = default;
        if (TakeUnlessBusy(ref box) != 0)
            return -1;
        Clear(ref box);
        return 0;
    }

    public static int KnowsWhatTheBoxSays()
    {
        Box box = default;
        if (TakeAsTheBoxSays(ref box) != 0)
            return -1;
        Clear(ref box);
        return 0;
    }

    public static int TakenAfresh(Page[] frames)
    {
        Box box = default;
        if (TakeLoosely(ref box, frames) != 0)
            return -1;
        box.Page = Mm.NewPage();
        Clear(ref box);
        return 0;
    }

    public static int OnlyTheArea(Page[] frames)
    {
        Box box = default;
        if (TakeLoosely(ref box, frames) != 0)
            return -1;
        Vmalloc.Vunmap(box.Area);
        return 0;
    }

    // Asked, it has failed where it has given back.
    public static int ClearedOnSuccess(Page[] frames)
    {
        Box box = default;
        if (TakeOrFail(ref box, frames) != 0)
            return -1;
        Clear(ref box);
        return 0;
    }

    // Nobody has asked whether it has failed.
    public static void ClearedWithoutAQuestion(Page[] frames)
    {
        Box box = default;
        TakeOrFail(ref box, frames);
        Clear(ref box);
    }

    // It leaves what was there.
    public static int KeepsWhatIsThere()
    {
        Box box = default;
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        if (FillIfEmpty(ref box) != 0)
        {
            Clear(ref box);
            return -1;
        }

        Clear(ref box);
        return 0;
    }

    private static int TakeLoosely(ref Box box, Page[] frames)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        box.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (box.Area == null)
            Mm.FreePage(box.Page);
        return 0;
    }

    private static int TakeOrFail(ref Box box, Page[] frames)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        box.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (box.Area == null)
        {
            Mm.FreePage(box.Page);
            return -1;
        }

        return 0;
    }

    private static void Try(ref Box box, Page[] frames)
    {
        box.Page = Mm.NewPage();
        box.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (box.Area == null)
            Mm.FreePage(box.Page);
    }

    private static int TakeUnlessBusy(ref Box box)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        if (Hw.Status() > 3)
            Mm.FreePage(box.Page);
        return 0;
    }

    private static int TakeAsTheBoxSays(ref Box box)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        if (box.IsShort)
        {
            Page other = Mm.AllocPage();
            if (other == null)
                Mm.FreePage(box.Page);
            else
                Mm.FreePage(other);
        }

        return 0;
    }

    private static int FillIfEmpty(ref Box box)
    {
        if (box.Page != null)
            return 0;
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        Page other = Mm.AllocPage();
        if (other == null)
        {
            Mm.FreePage(box.Page);
            return 0;
        }

        Mm.FreePage(other);
        return 0;
    }

    private static void Clear(ref Box box)
    {
        Vmalloc.Vunmap(box.Area);
        Mm.FreePage(box.Page);
    }
}
