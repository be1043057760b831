using Cases.Api;

namespace Cases;

/// <summary>What is asked for is another number in every round of a loop.</summary>
public static class AnotherCountInEveryRound
{
    public static int PassedOverInOneRound(ulong start, int[] counts)
    {
        var round = 0;
        foreach (var count in counts)
        {
            var pages = new Page[count];
            var got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages); // ACQ101 "; release them with 'UnpinUserPages'"
            if (got < 0)
                return got;
            if (round == 3)
                continue;
            Mm.UnpinUserPages(pages, got);
            round++;
        }

        return 0;
    }

    public static int PassedOverForTheCount(ulong start, int[] counts, int skip)
    {
        foreach (var count in counts)
        {
            var pages = new Page[count];
            var got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages); // ACQ101
            if (got < 0)
                return got;
            if (count == skip)
                continue;
            Mm.UnpinUserPages(pages, got);
        }

        return 0;
    }

    public static int GivenBackEveryTime(ulong start, int[] counts, int skip)
    {
        var seen = 0;
        foreach (var count in counts)
        {
            var pages = new Page[count];
            var got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
            if (got < 0)
                return got;
            if (count != skip)
                seen += got;
            Mm.UnpinUserPages(pages, got);
        }

        return seen;
    }

    public static int PassedOverBeforeItIsTaken(ulong start, int[] counts, int skip)
    {
        foreach (var count in counts)
        {
            if (count == skip)
                continue;
            var pages = new Page[count];
            var got = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
            if (got < 0)
                return got;
            Mm.UnpinUserPages(pages, got);
        }

        return 0;
    }
}
