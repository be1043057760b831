using Cases.Api;

namespace Cases;

// A helper that fails has filled in nothing, and one that succeeds may have filled in a part: both the answer and null tell.
internal static class StructsFilledInPart
{
    private struct Box
    {
        public Page Page;
        public VmArea Area;
        public bool IsMapped;
    }

    // Reports.

    public static int ForgetsTheArea(Page[] frames)
    {
        Box box = default;
        if (Fill(ref box, frames) != 0) // ACQ101
            return -1;
        Mm.FreePage(box.Page);
        return 0;
    }

    public static int ForgetsItOnAWayOfItsOwn(Page[] frames)
    {
        Box box = default;
        int err = Fill(ref box, frames); // ACQ101
        if (err != 0)
            return err;
        Mm.FreePage(box.Page);
        if (Hw.Status() < 0)
            return -1;
        if (box.Area != null)
            Vmalloc.Vunmap(box.Area);
        return 0;
    }

    // Silent.

    public static int NothingWhereItFails(Page[] frames)
    {
        Box box = default;
        if (Fill(ref box, frames) != 0)
            return -1;
        Clear(ref box);
        return 0;
    }

    public static int AsksForTheArea(Page[] frames)
    {
        Box box = default;
        if (Fill(ref box, frames) != 0)
            return -1;
        if (box.Area != null)
            Vmalloc.Vunmap(box.Area);
        Mm.FreePage(box.Page);
        return 0;
    }

    public static int AsksForTheAreaWhereItFails(Page[] frames)
    {
        Box box = default;
        int err = Fill(ref box, frames);
        if (box.Area != null)
            Vmalloc.Vunmap(box.Area);
        if (err == 0)
            Mm.FreePage(box.Page);
        return err;
    }

    public static int UnmapsWhateverItIs(Page[] frames)
    {
        Box box = default;
        int err = Fill(ref box, frames);
        Vmalloc.Vunmap(box.Area);
        if (err != 0)
            return err;
        Mm.FreePage(box.Page);
        return 0;
    }

    private static int Fill(ref Box box, Page[] frames)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        if (box.IsMapped)
            box.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        return 0;
    }

    private static void Clear(ref Box box)
    {
        Vmalloc.Vunmap(box.Area);
        Mm.FreePage(box.Page);
    }
}
