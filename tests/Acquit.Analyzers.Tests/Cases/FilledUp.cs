using System;
using Acquit;
using Cases.Api;

namespace Cases;

// A call that fills up what is empty in an array, and counts what is there already.
internal static class FilledUp
{
    private static extern int Fill(int count, [Acquires("page", Count = "return", When = "return > 0", ReleasedBy = nameof(FreeAll)), Borrows] Span<Page> pages);

    private static extern void FreeAll([Releases("page", Count = "count")] Span<Page> pages, int count);

    // Reports.

    public static int TwiceAndForgotten()
    {
        Page[] pages = new Page[3];
        Fill(3, pages);
        int got = Fill(3, pages); // ACQ101
        if (got <= 0)
            return -1;
        return got == 3 ? 0 : -1;
    }

    public static int UntilAllAreThereOrGivenUp(int attempts)
    {
        Page[] pages = new Page[3];
        int got = 0;
        for (int i = 0; i < attempts && got < 3; i++)
            got = Fill(3, pages); // ACQ101
        if (got < 3)
            return -1;
        FreeAll(pages, got);
        return 0;
    }

    // Silent.

    public static int Twice()
    {
        Page[] pages = new Page[3];
        Fill(3, pages);
        int got = Fill(3, pages);
        if (got <= 0)
            return -1;
        FreeAll(pages, got);
        return 0;
    }

    public static int UntilAllAreThere()
    {
        Page[] pages = new Page[3];
        int got;
        do
        {
            got = Fill(3, pages);
        }
        while (got < 3);
        FreeAll(pages, got);
        return 0;
    }
}
