using Cases.Api;

namespace Cases;

// What has ended is given back once more, in the way of something else; a reference is tried for and forgotten.
internal sealed class GivenBackInAnotherWay
{
    private readonly Page _mine;
    private bool _took;

    public GivenBackInAnotherWay(Page mine) => _mine = mine;

    // Reports.

    public static void FreedAndUnpinned()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        Mm.UnpinUserPage(page); // ACQ104
    }

    public static void UnmappedAndFreed(Page[] frames)
    {
        VmArea area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (area == null)
            return;
        Vmalloc.Vunmap(area);
        Vmalloc.Vfree(area); // ACQ104
    }

    public static int TriedForAndForgotten(Page page)
    {
        Mm.TryGetPage(page); // ACQ101
        return 0;
    }

    public static int TriedForAndNeverAsked(Page page, bool put)
    {
        bool took = Mm.TryGetPage(page); // ACQ101
        if (put)
            Mm.PutPage(page);
        return 0;
    }

    // Silent.

    public static void PutAndUnpinned(Page page)
    {
        Mm.PutPage(page);
        Mm.UnpinUserPage(page);
    }

    public static void SomebodyElsesFreedAndUnpinned(Page page)
    {
        Mm.FreePage(page);
        Mm.UnpinUserPage(page);
    }

    public static void PinnedAndGot(ulong address)
    {
        Page page = Mm.PinUserPage(address, FollFlags.Write);
        if (page == null)
            return;
        Mm.GetPage(page);
        Mm.UnpinUserPage(page);
        Mm.PutPage(page);
    }

    public static void GotAndFreed()
    {
        Page page = Mm.NewPage();
        Mm.GetPage(page);
        Mm.FreePage(page);
        Mm.PutPage(page);
    }

    public static bool TriedForAndTold(Page page) => Mm.TryGetPage(page);

    public static int TriedForAndTested(Page page)
    {
        if (!Mm.TryGetPage(page))
            return -1;
        Hw.Start(page);
        return 0;
    }

    public int TriedForAndRemembered()
    {
        _took = Mm.TryGetPage(_mine);
        return 0;
    }

    public void Forget()
    {
        if (_took)
            Mm.PutPage(_mine);
    }

    public static void PassedOnForNothing(Page[] frames)
    {
        VmArea area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (area == null)
            return;
        Vmalloc.Vunmap(area);
        PassOn(area, 3);
    }

    public static void PassedOnAndUsed(Page[] frames)
    {
        VmArea area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (area == null)
            return;
        Vmalloc.Vunmap(area);
        PassOnForUse(area); // ACQ105
    }

    private static void PassOn(VmArea area, int n)
    {
        Hw.Kick();
        DoNothingWith(area, n);
    }

    private static void DoNothingWith(VmArea area, int n) => Hw.Log(n.ToString());

    private static void PassOnForUse(VmArea area) => Use(area);

    private static void Use(VmArea area) => Hw.Log(area.Length.ToString());
}
