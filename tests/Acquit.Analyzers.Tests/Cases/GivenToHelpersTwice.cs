using Cases.Api;

namespace Cases;

// A helper of helpers gives back twice, and has nothing else in it that tells of it.
internal static class GivenToHelpersTwice
{
    // Reports.

    public static void Twice()
    {
        Page page = Mm.NewPage();
        GiveTwice(page); // ACQ104
    }

    public static void TwiceIfThere()
    {
        VmArea area = Vmalloc.Valloc(1);
        if (area != null)
            GiveAreaTwice(area); // ACQ104
    }

    private static void GiveTwice(Page page)
    {
        Give(page);
        Give(page);
    }

    private static void GiveAreaTwice(VmArea area)
    {
        GiveArea(area);
        GiveArea(area);
    }

    private static void Give(Page page) => Mm.FreePage(page);

    private static void GiveArea(VmArea area) => Vmalloc.Vfree(area);

    // Silent.

    public static void Once(bool early)
    {
        Page page = Mm.NewPage();
        GiveOnOneOfTwoWays(page, early);
    }

    public static void Two()
    {
        Page page = Mm.NewPage();
        Page other = Mm.NewPage();
        GiveBoth(page, other);
    }

    private static void GiveOnOneOfTwoWays(Page page, bool early)
    {
        if (early)
        {
            Give(page);
            return;
        }

        Give(page);
    }

    private static void GiveBoth(Page page, Page other)
    {
        Give(page);
        Give(other);
    }
}
