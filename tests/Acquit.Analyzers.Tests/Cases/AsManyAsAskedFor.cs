using Cases.Api;

namespace Cases;

// Loops that release one by one: as many as were asked for, or as many as were got.
internal static class AsManyAsAskedFor
{
    // Reports.

    public static void ThoughFewerWereGot(ulong start, int count)
    {
        var pages = new Page[count];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
        if (got <= 0)
            return;
        for (int i = 0; i < count; i++)
            Mm.UnpinUserPage(pages[i]); // ACQ107
    }

    public static int WhereFewerWereGot(ulong start, int count)
    {
        var pages = new Page[count];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
        if (got < count)
        {
            for (int i = 0; i < count; i++)
                Mm.UnpinUserPage(pages[i]); // ACQ107
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(pages, count);
        return 0;
    }

    // Silent.

    public static void AsManyAsWereGot(ulong start, int count)
    {
        var pages = new Page[count];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
        for (int i = 0; i < got; i++) // ACQ403
            Mm.UnpinUserPage(pages[i]);
    }

    public static void WhereAllWereGot(ulong start, int count)
    {
        var pages = new Page[count];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
        if (got != count)
        {
            if (got > 0)
                Mm.UnpinUserPages(pages, got);
            return;
        }

        for (int i = 0; i < count; i++) // ACQ403
            Mm.UnpinUserPage(pages[i]);
    }

    public static void AsFarAsThereAreAny(ulong start, int count)
    {
        var pages = new Page[count];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
        if (got <= 0)
            return;
        for (int i = 0; i < count; i++)
        {
            if (pages[i] != null)
                Mm.UnpinUserPage(pages[i]);
        }
    }

    public static void UntilThereAreNoMore(ulong start, int count)
    {
        var pages = new Page[count];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
        for (int i = 0; i < count; i++)
        {
            if (i >= got)
                break;
            Mm.UnpinUserPage(pages[i]);
        }
    }

    public static void FilledUpOneByOne(int count)
    {
        var pages = new Page[count];
        int got = Mm.AllocPagesBulk(count, pages);
        for (int i = got; i < count; i++)
            pages[i] = Mm.NewPage();
        for (int i = 0; i < count; i++) // ACQ403
            Mm.FreePage(pages[i]);
    }
}
