using System;
using Cases.Api;

namespace Cases;

// Pieces of an array that a loop fills, the last one on the way out of it, and that are given back by one call.
internal static class PiecesGivenBackAtOnce
{
    // Reports.

    public static int AllButTheLast(int count)
    {
        var pages = new Page[16];
        int pinned = 0;
        int got;
        do
        {
            got = Mm.PinUserPagesFast((ulong)pinned, count - pinned, FollFlags.Write, pages.AsSpan(pinned)); // ACQ101
            if (got <= 0)
                break;
            pinned += got;
        }
        while (pinned < count);

        if (pinned > 1)
            Mm.UnpinUserPages(pages, pinned);
        return 0;
    }

    // Silent.

    public static int All(int count)
    {
        var pages = new Page[16];
        int pinned = 0;
        int got;
        do
        {
            got = Mm.PinUserPagesFast((ulong)pinned, count - pinned, FollFlags.Write, pages.AsSpan(pinned));
            if (got <= 0)
                break;
            pinned += got;
        }
        while (pinned < count);

        if (pinned != count)
        {
            if (pinned > 0)
                Mm.UnpinUserPages(pages, pinned);
            return got < 0 ? got : -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, pinned);
        return 0;
    }
}
