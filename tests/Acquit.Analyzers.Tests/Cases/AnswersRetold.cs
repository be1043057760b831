using System;
using System.Collections.Generic;
using System.Threading;
using Cases.Api;

namespace Cases;

// What an answer is put into, or handed to, changes nothing about the answer. A branch on what may repeat it is another matter.
internal sealed class AnswersRetold
{
    private readonly object _gate = new();
    private readonly List<bool> _log = new();
    private readonly List<object> _objects = new();

    private static bool IsGood(int count) => count > 0;

    private static bool IsBad(int count)
    {
        if (count > 0)
            return false;
        Console.WriteLine("bad");
        return true;
    }

    private static int Checked(int count)
    {
        if (count <= 0)
            Console.WriteLine("bad");
        return count;
    }

    // Reports.

    public void PutInAList(bool early)
    {
        bool taken = Monitor.TryEnter(_gate); // ACQ101
        _log.Add(taken);
        if (early)
            return;
        if (taken)
            Monitor.Exit(_gate);
    }

    public void PutInADictionary(bool early, Dictionary<string, object> notes)
    {
        bool taken = Monitor.TryEnter(_gate); // ACQ101
        notes["taken"] = taken;
        _objects.Add(taken);
        if (early)
            return;
        if (taken)
            Monitor.Exit(_gate);
    }

    public void CountInAList(bool early, List<int> counts)
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages); // ACQ101
        counts.Add(got);
        if (early)
            return;
        if (got > 0)
            Mm.UnpinUserPages(pages, got);
    }

    public void InTheTextOfAnException(bool early)
    {
        bool taken = Monitor.TryEnter(_gate); // ACQ101
        if (early)
            throw new InvalidOperationException("taken: " + taken);
        if (taken)
            Monitor.Exit(_gate);
    }

    public void AskedOnlyForSome(bool early)
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages); // ACQ101
        if (got > 0 && IsGood(got) && early)
            return;
        if (got > 0)
            Mm.UnpinUserPages(pages, got);
    }

    // Silent.

    public void GoodOnes()
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages);
        if (IsGood(got))
            Mm.UnpinUserPages(pages, got);
    }

    public void NotBadOnes()
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages);
        if (IsBad(got))
            return;
        Mm.UnpinUserPages(pages, got);
    }

    public void CheckedOnTheWay()
    {
        var pages = new Page[4];
        int got = Checked(Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages));
        if (got <= 0)
            return;
        Mm.UnpinUserPages(pages, got);
    }

    public void BySign()
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages);
        if (Math.Sign(got) < 1)
            return;
        Mm.UnpinUserPages(pages, got);
    }

    public void ByComparing()
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages);
        if (got.CompareTo(0) <= 0)
            return;
        Mm.UnpinUserPages(pages, got);
    }

    public void TheOtherWayRound()
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages);
        if (-got >= 0)
            return;
        Mm.UnpinUserPages(pages, got);
    }

    public void AskedOfTheList()
    {
        bool taken = Monitor.TryEnter(_gate);
        _log.Clear();
        _log.Add(taken);
        if (_log[0])
            Monitor.Exit(_gate);
    }

    public void AskedOfEither(bool early)
    {
        bool taken = Monitor.TryEnter(_gate);
        Func<bool> isTaken = () => taken;
        if (early)
        {
            if (taken)
                Monitor.Exit(_gate);
            return;
        }

        if (isTaken())
            Monitor.Exit(_gate);
    }

    public void AsText()
    {
        bool taken = Monitor.TryEnter(_gate);
        string text = taken.ToString();
        if (text == "True")
            Monitor.Exit(_gate);
    }

    public void AsNumber()
    {
        bool taken = Monitor.TryEnter(_gate);
        if (Convert.ToInt32(taken) == 1)
            Monitor.Exit(_gate);
    }
}
