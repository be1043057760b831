using System;
using Cases.Api;

namespace Cases;

// Bounds that are the larger or the smaller of two numbers.
internal static class LargerOfTwo
{
    // Reports.

    public static void OneTooFew()
    {
        var pages = new Page[8];
        for (int i = 0; i < 8; i++)
            pages[i] = Mm.NewPage();
        Mm.FreePages(pages, Math.Min(pages.Length, 7)); // ACQ107
    }

    // Silent.

    public static void FromWhereItStopped(int count)
    {
        var pages = new Page[count];
        int i;
        for (i = count - 1; i >= 0; i--)
        {
            pages[i] = Mm.NewPage();
            if (Hw.Ready())
                break;
        }

        for (int j = Math.Max(i, 0); j < count; j++)
            Mm.FreePage(pages[j]);
    }

    public static void NoMoreThanThereAre(int count)
    {
        var pages = new Page[count];
        int got = Mm.GetUserPagesFast(0, count, FollFlags.None, pages);
        Mm.ReleasePages(pages, Math.Max(got, 0));
    }

    public static void NoMoreThanAskedFor(int count)
    {
        var pages = new Page[count];
        int got = Mm.GetUserPagesFast(0, count, FollFlags.None, pages);
        if (got > 0)
            Mm.ReleasePages(pages, Math.Min(got, count));
    }
}
