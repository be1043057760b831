using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Helpers that answer some numbers and none of those between.
internal static class AnswersWithHoles
{
    private enum Got
    {
        Failed = -5,
        Nothing = 0,
        Fresh = 10,
        Old = 20,
    }

    // Reports.

    public static void OnlyTheOlder()
    {
        int got = Take(out Page page); // ACQ101
        if (got > 1)
            Mm.FreePage(page);
    }

    public static void OnlyTheFresh()
    {
        Got got = TakeOne(out Page page); // ACQ101
        if (got == Got.Fresh)
            Mm.FreePage(page);
    }

    public static void OnlyThoseOfMore()
    {
        TakeSome(out Page page, out int how); // ACQ101
        if (how >= 2)
            Mm.FreePage(page);
    }

    public static void LockedMoreOftenThanThat(SleepLock gate)
    {
        int got = TakeGate(gate); // ACQ101
        if (got <= 2)
            return;
        gate.Unlock();
    }

    // Silent.

    public static void MoreThanNought()
    {
        if (Take(out Page page) > 0)
            Mm.FreePage(page);
    }

    public static void NotNegative()
    {
        int got = Take(out Page page);
        if (got < 0)
            return;
        Mm.FreePage(page);
    }

    public static async Task MoreThanNoughtLater()
    {
        SleepLock gate = new SleepLock();
        if (await TakeLater(gate) > 0)
            gate.Unlock();
    }

    public static void MoreThanNothing()
    {
        if (TakeOne(out Page page) > Got.Nothing)
            Mm.FreePage(page);
    }

    public static void ByName()
    {
        Got got = TakeOne(out Page page);
        switch (got)
        {
            case Got.Fresh:
            case Got.Old:
                Mm.FreePage(page);
                break;
        }
    }

    public static void ByPattern()
    {
        if (TakeOne(out Page page) is Got.Fresh or Got.Old)
            Mm.FreePage(page);
    }

    public static void PassedOut()
    {
        TakeSome(out Page page, out int how);
        if (how > 0)
            Mm.FreePage(page);
    }

    public static void PassedOutByName()
    {
        TakeSome(out Page page, out int how);
        if (how == 1 || how == 4)
            Mm.FreePage(page);
    }

    public static void Unlocked(SleepLock gate)
    {
        int got = TakeGate(gate);
        if (got < 0)
            return;
        if (got == 3)
            Hw.Kick();
        gate.Unlock();
    }

    private static int Take(out Page page)
    {
        page = null;
        if (!Hw.Ready())
            return -1;
        page = Mm.NewPage();
        return page.Uptodate ? 2 : 1;
    }

    private static async Task<int> TakeLater(SleepLock gate)
    {
        await Task.Yield();
        if (!Hw.Ready())
            return -1;
        gate.Lock();
        return Hw.Ready() ? 2 : 1;
    }

    private static Got TakeOne(out Page page)
    {
        page = null;
        if (!Hw.Ready())
            return Got.Failed;
        page = Mm.NewPage();
        return page.Uptodate ? Got.Fresh : Got.Old;
    }

    private static void TakeSome(out Page page, out int how)
    {
        page = null;
        how = 0;
        if (!Hw.Ready())
            return;
        page = Mm.NewPage();
        how = page.Uptodate ? 4 : 1;
    }

    private static int TakeGate(SleepLock gate)
    {
        if (Hw.Ready())
            return -1;
        gate.Lock();
        return Hw.Ready() ? 1 : 3;
    }
}
