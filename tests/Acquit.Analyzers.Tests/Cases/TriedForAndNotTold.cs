using System;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// A reference is tried for, and whether there is one to give back decides nothing that anybody hears of.
internal static class TriedForAndNotTold
{
    internal sealed class Holder
    {
        public bool Has { get; set; }

        public void Mark() => Has = true;
    }

    // Reports.

    public static int AskedForNothing(Page page)
    {
        bool took = Mm.TryGetPage(page); // ACQ101
        if (!took)
        {
            Console.WriteLine("gone");
        }

        return 0;
    }

    public static int GivenBackOnOneWay(Page page, bool done)
    {
        bool took = Mm.TryGetPage(page); // ACQ101
        if (done && took)
            Mm.PutPage(page);
        return 0;
    }

    public static void OneOfTwo(Page page)
    {
        bool took = Mm.TryGetPage(page); // ACQ101
        if (!took)
            return;
        Mm.GetPage(page);
        Mm.PutPage(page);
    }

    public static int KeptByAFailure(Page page)
    {
        if (!Mm.TryGetPage(page)) // ACQ101
            return -1;
        if (!Ready())
            return -1;
        return 0;
    }

    // Silent.

    public static int FailuresToldApart(Page page)
    {
        if (!Mm.TryGetPage(page))
            return -1;
        if (!Ready())
            return -2;
        return 0;
    }

    public static int GivenBackByTheFailure(Page page)
    {
        if (!Mm.TryGetPage(page))
            return -1;
        if (!Ready())
        {
            Mm.PutPage(page);
            return -1;
        }

        return 0;
    }

    public static int SeveralOrNone(ulong start, int count, Page[] pages)
    {
        int pinned = Mm.PinUserPagesFast(start, count, FollFlags.None, pages);
        if (pinned == count)
            return 0;
        if (pinned > 0)
            GiveBack(pages, pinned);
        return -1;
    }

    public static int ToldByTheCode(Page page) => Mm.TryGetPage(page) ? 0 : -1;

    public static bool ToldByTheResult(Page page) => Mm.TryGetPage(page);

    public static void ToldByAnException(Page page)
    {
        if (!Mm.TryGetPage(page))
            throw new InvalidOperationException();
    }

    public static void ToldByAVariable(Page page, out bool took) => took = Mm.TryGetPage(page);

    public static void ToldByAProperty(Page page, Holder holder) => holder.Has = Mm.TryGetPage(page);

    public static void ToldByACall(Page page, Holder holder)
    {
        if (Mm.TryGetPage(page))
            holder.Mark();
    }

    public static void ToldByACallThatIsNotReached(Page page, Holder holder)
    {
        if (!Mm.TryGetPage(page))
            return;
        holder.Mark();
    }

    public static void ToldByADelegate(Page page, Action<bool> tell)
    {
        bool took = Mm.TryGetPage(page);
        tell(took);
    }

    public static void PutIntoAList(Page page, List<Page> pages)
    {
        if (Mm.TryGetPage(page))
            pages.Add(page);
    }

    public static int Counted(Page[] pages)
    {
        int n = 0;
        foreach (Page page in pages)
        {
            if (Mm.TryGetPage(page))
                n++;
        }

        return n;
    }

    private static void GiveBack(ReadOnlySpan<Page> pages, int count) => Mm.UnpinUserPages(pages, count);

    private static bool Ready() => Environment.TickCount > 3;
}
