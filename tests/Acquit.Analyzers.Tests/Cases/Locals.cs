using System;
using Cases.Api;

namespace Cases;

// One method, one or two resources, no failure to think of.
internal static class Locals
{
    public static void FreedAtTheEnd()
    {
        Page page = Mm.NewPage();
        page.Index = 1;
        Mm.FreePage(page);
    }

    public static void NeverFreed()
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Index = 1;
    }

    public static void ResultDropped()
    {
        Mm.NewPage(); // ACQ101
    }

    public static void ResultDiscarded()
    {
        _ = Mm.NewPage(); // ACQ101
    }

    public static void OverwrittenByTheNextOne()
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Index = 1;
        page = Mm.NewPage();
        Mm.FreePage(page);
    }

    public static void OverwrittenByNull()
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Index = 1;
        page = null;
        Hw.Kick();
    }

    public static void FreedThenAcquiredAgain()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Mm.FreePage(page);
        page = Mm.NewPage();
        Hw.Start(page);
        Mm.FreePage(page);
    }

    public static void AcquiredAgainAndForgotten()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Mm.FreePage(page);
        page = Mm.NewPage(); // ACQ101
        Hw.Start(page);
    }

    public static void FreedOnOneBranchOnly(bool keep)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (!keep)
            Mm.FreePage(page);
    }

    public static void FreedOnBothBranches(bool dirty)
    {
        Page page = Mm.NewPage();
        if (dirty)
        {
            Hw.Start(page);
            Mm.FreePage(page);
        }
        else
        {
            Mm.FreePage(page);
        }
    }

    public static int EarlyReturnForgets(int mode)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (mode == 3)
            return -Errno.Inval;

        int status = Hw.Start(page);
        Mm.FreePage(page);
        return status;
    }

    public static int EveryReturnRemembers(int mode)
    {
        Page page = Mm.NewPage();
        if (mode == 3)
        {
            Mm.FreePage(page);
            return -Errno.Inval;
        }

        int status = Hw.Start(page);
        Mm.FreePage(page);
        return status;
    }

    public static int SecondFailureForgetsTheFirst()
    {
        Page header = Mm.AllocPage(); // ACQ101
        if (header == null)
            return -Errno.NoMem;

        Page data = Mm.AllocPage();
        if (data == null)
            return -Errno.NoMem;

        Mm.CopyPage(header, data);
        Mm.FreePage(data);
        Mm.FreePage(header);
        return 0;
    }

    public static int SecondFailureFreesTheFirst()
    {
        Page header = Mm.AllocPage();
        if (header == null)
            return -Errno.NoMem;

        Page data = Mm.AllocPage();
        if (data == null)
        {
            Mm.FreePage(header);
            return -Errno.NoMem;
        }

        Mm.CopyPage(header, data);
        Mm.FreePage(data);
        Mm.FreePage(header);
        return 0;
    }

    public static void FreedInEveryArm(int command)
    {
        Page page = Mm.NewPage();
        switch (command)
        {
            case 0:
                Hw.Start(page);
                Mm.FreePage(page);
                break;
            case 1:
                Mm.FreePage(page);
                break;
            default:
                Hw.Log("unknown command");
                Mm.FreePage(page);
                break;
        }
    }

    public static void OneArmForgets(int command)
    {
        Page page = Mm.NewPage(); // ACQ101
        switch (command)
        {
            case 0:
                Hw.Start(page);
                Mm.FreePage(page);
                break;
            case 1:
                Hw.Log("ignored");
                break;
            default:
                Mm.FreePage(page);
                break;
        }
    }

    public static void ParameterFreedForTheCaller(Page page)
    {
        Hw.Start(page);
        Mm.FreePage(page);
    }

    public static int ParameterOnlyUsed(Page page)
    {
        Mm.ClearPage(page);
        return page.Index;
    }

    public static void AcquiredAndFreedInOneExpression() => Mm.FreePage(Mm.NewPage());

    public static int AssignedInBranchesFreedOnce(bool large)
    {
        nint block;
        if (large)
            block = Slab.KmallocNoFail(1 << 16);
        else
            block = Slab.KmallocNoFail(64);

        Hw.Write(block, 1);
        Slab.Kfree(block);
        return 0;
    }

    public static void InnerBlockForgets(bool verbose)
    {
        Page page = Mm.NewPage();
        if (verbose)
        {
            Page scratch = Mm.NewPage(); // ACQ101
            Mm.CopyPage(scratch, page);
        }

        Mm.FreePage(page);
    }

    public static Action LambdaForgets() => () =>
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Index = 7;
    };

    public static Func<int> LambdaRemembers() => () =>
    {
        Page page = Mm.NewPage();
        int index = page.Index;
        Mm.FreePage(page);
        return index;
    };

    public static int LocalFunctionForgets()
    {
        return Sum(3);

        static int Sum(int n)
        {
            nint block = Slab.KmallocNoFail(n); // ACQ101
            Hw.Write(block, n);
            return n;
        }
    }

    public static int GetterForgets
    {
        get
        {
            Page page = Mm.NewPage(); // ACQ101
            return page.Index;
        }
    }

    public static void TwoBlocksWithTheSameName(int n)
    {
        {
            nint block = Slab.KmallocNoFail(n);
            Hw.Write(block, 0);
            Slab.Kfree(block);
        }

        {
            nint block = Slab.KmallocNoFail(n);
            Hw.Write(block, 1);
            Slab.Kfree(block);
        }
    }

    public static int TheWrongOneFreed()
    {
        Page source = Mm.NewPage(); // ACQ101
        Page target = Mm.NewPage();
        Mm.CopyPage(target, source);
        int index = target.Index + source.Index;
        Mm.FreePage(target);
        return index;
    }

    public static void FieldOfALocalStruct()
    {
        Pair pair;
        pair.First = Mm.NewPage();
        pair.Second = Mm.NewPage();
        Mm.CopyPage(pair.First, pair.Second);
        Mm.FreePage(pair.Second);
        Mm.FreePage(pair.First);
    }

    public static void FieldOfALocalStructForgotten()
    {
        Pair pair;
        pair.First = Mm.NewPage();
        pair.Second = Mm.NewPage(); // ACQ101
        Mm.CopyPage(pair.First, pair.Second);
        Mm.FreePage(pair.First);
    }

    public static void NeverLeaves()
    {
        Page page = Mm.NewPage();
        while (true)
            Hw.Start(page);
    }

    private struct Pair
    {
        public Page First;
        public Page Second;
    }
}
