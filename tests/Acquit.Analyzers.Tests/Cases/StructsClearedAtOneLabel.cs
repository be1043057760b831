using System;
using Cases.Api;

namespace Cases;

// A helper fills a struct as far as it gets, and what is null in it tells how far.
internal static class StructsClearedAtOneLabel
{
    private struct Pair
    {
        public Page First;
        public Page Second;
        public int Users;
    }

    // Reports.

    public static int OnlyTheSecond()
    {
        Pair pair = default;
        int err = Fill(ref pair); // ACQ101
        if (err != 0)
            goto free;
        err = Hw.Status();
    free:
        if (pair.Second != null)
            Mm.FreePage(pair.Second);
        return err;
    }

    public static int NoneWhenItFails()
    {
        Pair pair = default;
        int err = Fill(ref pair); // ACQ101
        if (err != 0)
            return err;
        Mm.FreePage(pair.Second);
        Mm.FreePage(pair.First);
        return 0;
    }

    public static int BothTwice()
    {
        Pair pair = default;
        int err = Fill(ref pair);
        if (err != 0)
            goto free;
        Mm.FreePage(pair.Second);
    free:
        if (pair.Second != null)
            Mm.FreePage(pair.Second); // ACQ104
        if (pair.First != null)
            Mm.FreePage(pair.First);
        return err;
    }

    public static int OnlyTheFirstOfOut()
    {
        int err = FillAnew(out Pair pair); // ACQ101
        if (pair.First != null)
            Mm.FreePage(pair.First);
        return err;
    }

    // Silent.

    public static int Both()
    {
        Pair pair = default;
        int err = Fill(ref pair);
        if (err != 0)
            goto free;
        err = Hw.Status();
        if (err != 0)
            goto free;
        Hw.Kick();
    free:
        if (pair.First != null)
            Mm.FreePage(pair.First);
        if (pair.Second != null)
            Mm.FreePage(pair.Second);
        return err;
    }

    public static int BothByAHelper()
    {
        var pair = new Pair();
        int err = Fill(ref pair);
        if (err < 0)
            goto free;
        pair.Users = 1;
        Hw.Start(pair.First);
    free:
        Put(pair.Second);
        Put(pair.First);
        return err;
    }

    public static int OneWithinTheOther(int count)
    {
        Pair pair = default;
        int err = -Errno.Inval;
        if (count < 0)
            goto free;
        err = Fill(ref pair);
    free:
        if (pair.First != null)
        {
            Mm.FreePage(pair.First);
            if (pair.Second != null)
                Mm.FreePage(pair.Second);
        }

        return err;
    }

    public static int OfOut()
    {
        int err = FillAnew(out Pair pair);
        if (err != 0)
            goto free;
        err = Hw.Status();
    free:
        if (pair.Second != null)
            Mm.FreePage(pair.Second);
        if (pair.First != null)
            Mm.FreePage(pair.First);
        return err;
    }

    public static void ThroughACopy()
    {
        var pair = new Pair { First = Mm.NewPage(), Second = Mm.NewPage() };
        Pair other = pair;
        Mm.FreePage(other.First);
        Mm.FreePage(other.Second);
    }

    public static void ThroughAnAlteredCopy()
    {
        var pair = new Pair { First = Mm.NewPage(), Second = Mm.NewPage() };
        Clear(pair with { Users = 3 });
    }

    public static void ThroughAnAlteredCopyOfWhatWasFilled()
    {
        Pair pair = default;
        Fill(ref pair);
        Pair other = pair with { Users = 3 };
        Put(other.First);
        Put(other.Second);
    }

    public static void ByALambda()
    {
        Pair pair = default;
        Fill(ref pair);
        Action clear = () => Clear(pair);
        Hw.Kick();
        clear();
    }

    private static int Fill(ref Pair pair)
    {
        pair.First = Mm.AllocPage();
        if (pair.First == null)
            return -Errno.NoMem;
        pair.Second = Mm.AllocPage();
        return pair.Second == null ? -Errno.NoMem : 0;
    }

    private static int FillAnew(out Pair pair)
    {
        pair = default;
        pair.First = Mm.AllocPage();
        if (pair.First == null)
            return -Errno.NoMem;
        pair.Second = Mm.AllocPage();
        return pair.Second == null ? -Errno.NoMem : 0;
    }

    private static void Clear(Pair pair)
    {
        Put(pair.First);
        Put(pair.Second);
    }

    private static void Put(Page page)
    {
        if (page != null)
            Mm.FreePage(page);
    }
}
