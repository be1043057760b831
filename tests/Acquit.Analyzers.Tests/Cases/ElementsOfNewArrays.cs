// silent: ACQ101, ACQ106
using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// Nothing is in an array that was just made.
internal sealed class ElementsOfNewArrays
{
    private Page[] _kept;

    public static int NeverComesToIt(int at)
    {
        Page[] list = new Page[3];
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage();
        return Hw.Start(page);
    }

    public static int ComesToItWhenSomethingWasPutIn(Page other, int at)
    {
        Page[] list = new Page[3];
        list[0] = other;
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenItWasFilled(int at)
    {
        Page[] list = new Page[3];
        Array.Fill(list, new Page());
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenASpanWasFilled(Page other, int at)
    {
        Page[] list = new Page[3];
        Span<Page> part = list;
        part[1] = other;
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenAHelperFilledIt(int at)
    {
        Page[] list = new Page[3];
        Fill(list);
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenAReferenceFilledIt(Page other, int at)
    {
        Page[] list = new Page[3];
        ref Page first = ref list[0];
        first = other;
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenItWasExchanged(Page other, int at)
    {
        Page[] list = new Page[3];
        Interlocked.Exchange(ref list[0], other);
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenALambdaFilledIt(Page other, int at)
    {
        Page[] list = new Page[3];
        Action fill = () => list[0] = other;
        fill();
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenItWasFilledUnderAnotherName(bool which, Page other, int at)
    {
        Page[] list = new Page[3];
        Page[] spare = new Page[3];
        Page[] chosen = which ? list : spare;
        chosen[0] = other;
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenItWasFilledInATuple(Page other, int at)
    {
        Page[] list = new Page[3];
        (Page[] Pages, int Count) both = (list, 1);
        both.Pages[0] = other;
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int ComesToItWhenALoopFilledIt(Page other, int n, int at)
    {
        Page[] list = new Page[3];
        for (int i = 0; i < n; i++)
            list[i] = other;
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public int ComesToItWhenOthersCanReachIt(int at)
    {
        Page[] list = new Page[3];
        _kept = list;
        Hw.Kick();
        if (list[at] == null)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int TakesWhatItNeeds(int n)
    {
        Page[] list = new Page[4];
        for (int i = 0; i < 4; i++)
        {
            if (list[i] == null)
                list[i] = Mm.AllocPage();
            if (list[i] == null)
            {
                while (--i >= 0) // ACQ403
                    Mm.FreePage(list[i]);
                return -Errno.NoMem;
            }
        }

        for (int i = 0; i < 4; i++) // ACQ403
            Mm.FreePage(list[i]);
        return n;
    }

    public static void GivesBackWhatNobodyTook(int at)
    {
        Page[] list = new Page[3];
        Mm.FreePage(list[at]); // ACQ106
    }

    public static void GivesBackWhatIsThere(int at)
    {
        Page[] list = new Page[3];
        if (list[at] != null)
            Mm.FreePage(list[at]);
    }

    private static void Fill(Page[] list) => list[0] = new Page();
}
