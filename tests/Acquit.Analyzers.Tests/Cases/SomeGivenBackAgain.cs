using System;
using Cases.Api;

namespace Cases;

// A few of the pages that were pinned are given back, and then so many from the first on.
internal static class SomeGivenBackAgain
{
    public static int TheFirstAndThenAll(ulong start, Page[] pages)
    {
        int pinned = Mm.PinUserPagesFast(start, 3, FollFlags.Write, pages);
        if (pinned <= 0)
            return pinned;
        Mm.UnpinUserPages(pages, 1);
        Mm.UnpinUserPages(pages, pinned); // ACQ104
        return 0;
    }

    public static int TheFirstTwoAndThenAllThree(ulong start, Page[] pages)
    {
        int pinned = Mm.PinUserPagesFast(start, 3, FollFlags.Write, pages);
        if (pinned <= 0)
            return pinned;
        if (pinned < 3)
        {
            Mm.UnpinUserPages(pages, pinned);
            return -1;
        }

        Mm.UnpinUserPages(pages, 2);
        Mm.UnpinUserPages(pages, 3); // ACQ104
        return 0;
    }

    public static int AllOrNone(ulong start, Page[] pages, bool keeps)
    {
        int pinned = Mm.PinUserPagesFast(start, 3, FollFlags.Write, pages);
        if (pinned <= 0)
            return pinned;
        int given = keeps ? 0 : pinned;
        Mm.UnpinUserPages(pages, given);
        if (keeps)
            Mm.UnpinUserPages(pages, pinned);
        return 0;
    }

    public static int OneAfterTheOther(ulong start, Page[] pages)
    {
        int pinned = Mm.PinUserPagesFast(start, 1, FollFlags.Write, pages);
        if (pinned <= 0)
            return -1;
        Mm.UnpinUserPages(pages, 1);
        pinned = Mm.PinUserPagesFast(start, 1, FollFlags.Write, pages);
        if (pinned <= 0)
            return -1;
        Mm.UnpinUserPages(pages, 1);
        return 0;
    }

    public static int TheRestByASlice(ulong start, Page[] pages)
    {
        int pinned = Mm.PinUserPagesFast(start, 3, FollFlags.Write, pages);
        if (pinned <= 0)
            return -1;
        Mm.UnpinUserPages(pages, 1);
        Mm.UnpinUserPages(pages.AsSpan(1, pinned - 1));
        return 0;
    }
}
