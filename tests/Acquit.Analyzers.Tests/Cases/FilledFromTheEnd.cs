using Cases.Api;

namespace Cases;

// Arrays that are filled from their last element to the first, as far as it goes.
internal static class FilledFromTheEnd
{
    // Reports.

    public static int NothingIsReleased(int count)
    {
        var pages = new Page[count];
        int i;
        for (i = count - 1; i >= 0; i--)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
                break;
        }

        return i;
    }

    public static int NothingIsReleasedWhenItStops(int count)
    {
        var pages = new Page[count];
        int i = count;
        while (i > 0)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
                return -Errno.NoMem;
            pages[--i] = page;
        }

        for (; i < count; i++)
            Mm.FreePage(pages[i]);
        return 0;
    }

    public static void OnlyTheLastOne(int count)
    {
        var pages = new Page[count];
        for (int i = count - 1; i >= 0; i--)
            pages[i] = Mm.NewPage(); // ACQ101
        if (count > 1)
            Mm.FreePage(pages[count - 1]);
    }

    // Silent.

    public static int FromWhereItStopped(int count)
    {
        var pages = new Page[count];
        int i;
        for (i = count - 1; i >= 0; i--)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                break;
        }

        for (int j = i + 1; j < count; j++)
            Mm.FreePage(pages[j]);
        return i;
    }

    public static int AllOrWhatThereIs(int count)
    {
        var pages = new Page[count];
        int i = count;
        while (--i >= 0)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                break;
        }

        if (i < 0)
        {
            Mm.FreePages(pages, count);
            return 0;
        }

        for (int j = i + 1; j < count; j++)
            Mm.FreePage(pages[j]);
        return -Errno.NoMem;
    }

    public static int OfAFixedNumber()
    {
        var pages = new Page[8];
        int i;
        for (i = 7; i >= 0; i--)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                break;
        }

        while (++i < 8)
            Mm.FreePage(pages[i]);
        return i;
    }

    public static int ByTheIndexBefore(int count)
    {
        var pages = new Page[count];
        int i = count;
        while (i > 0)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                break;
            pages[--i] = page;
        }

        for (int j = i; j < count; j++)
            Mm.FreePage(pages[j]);
        return i;
    }

    public static int FromTheBeginning(int count)
    {
        var pages = new Page[count];
        int i;
        for (i = 0; i < count; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
                break;
        }

        while (--i >= 0)
            Mm.FreePage(pages[i]);
        return i;
    }
}
