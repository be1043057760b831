using Acquit;
using Cases.Api;

namespace Cases;

// What a call passes out, besides what it answers, and nobody keeps.
internal static class AnswersThrownAway
{
    [return: Acquires("thrown-away", When = "return != null && error == 0", ReleasedBy = nameof(Drop))]
    internal static Page Look(int index, out int error)
    {
        error = Hw.Status();
        return error == 0 ? new Page() : null;
    }

    internal static void Drop([Releases("thrown-away")] Page page) => Hw.Kick();

    // Reports.

    public static int Kept(int index)
    {
        Page page = Look(index, out _); // ACQ101
        if (page == null)
            return -1;
        return 0;
    }

    public static int KeptOfSeveral(int count)
    {
        Page[] pages = new Page[count];
        int i;
        for (i = 0; i < count; i++)
        {
            Page page = Look(i, out _); // ACQ101
            if (page == null)
                goto undo;
            pages[i] = page;
        }

        if (Hw.Status() < 0)
            return -1;

    undo:
        while (--i >= 0)
            Drop(pages[i]);
        return 0;
    }

    // Silent.

    public static int AskedByTheAnswer(int index)
    {
        Page page = Look(index, out _);
        if (page == null)
            return -1;
        Drop(page);
        return 0;
    }

    public static int AskedByTheError(int index)
    {
        Page page = Look(index, out int error);
        if (error < 0)
            return error;
        Drop(page);
        return 0;
    }
}
