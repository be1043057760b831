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

        public void Note(object told) => Has = told is true or 1;
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

    public static void KeptInAVariableOnly(Page page)
    {
        int state = 0;
        if (Mm.TryGetPage(page)) // ACQ101
            state++;
    }

    public static void AnotherOneWasGot(Page page, Page other)
    {
        if (!Mm.TryGetPage(page)) // ACQ101
            Mm.GetPage(other);
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

    public static void ToldByWhatACallIsPassed(Page page, Holder holder) => holder.Note(Mm.TryGetPage(page));

    public static void ToldByANumberThatItDecides(Page page, Holder holder)
    {
        int state = 0;
        if (Mm.TryGetPage(page))
            state = 1;
        holder.Note(state);
    }

    public static void ToldByACount(Page page, Holder holder)
    {
        int got = 0;
        if (Mm.TryGetPage(page))
            got++;
        holder.Note(got);
    }

    public static void ToldByWhoIsCalled(Page page, Holder one, Holder other)
    {
        Holder chosen;
        if (Mm.TryGetPage(page))
            chosen = one;
        else
            chosen = other;
        chosen.Mark();
    }

    public static void ToldByAPartOfATuple(Page page, Holder holder)
    {
        var (took, times) = (Mm.TryGetPage(page), 1);
        holder.Note(took);
    }

    public static void ToldByAPattern(Page page, Holder holder)
    {
        if (Mm.TryGetPage(page) is var took && Ready())
        {
        }

        holder.Note(took);
    }

    public static void ToldByAnElement(Page page, Holder holder)
    {
        bool[] took = new bool[2];
        took[0] = Mm.TryGetPage(page);
        holder.Note(took);
    }

    public static void ToldThroughAReference(Page page, Holder holder)
    {
        bool took = false;
        ref bool told = ref took;
        told = Mm.TryGetPage(page);
        holder.Note(took);
    }

    public static void TriedForTwice(Page page)
    {
        if (!Mm.TryGetPage(page))
        {
            Console.WriteLine("once more");
            if (!Mm.TryGetPage(page))
                throw new InvalidOperationException();
        }
    }

    public static int TakenAllTheSame(Page page)
    {
        if (!Mm.TryGetPage(page))
            Mm.GetPage(page);
        return 0;
    }

    public static void TakenUnlessGot(Page page)
    {
        if (Mm.TryGetPage(page))
            return;
        Mm.GetPage(page);
    }

    private static void GiveBack(ReadOnlySpan<Page> pages, int count) => Mm.UnpinUserPages(pages, count);

    private static bool Ready() => Environment.TickCount > 3;
}
