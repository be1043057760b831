using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Methods that call themselves, through one another. Of what they do to their callers nothing is known; what happens in each
// of them, and beside them, is.
internal sealed class ComingBackToThemselves
{
    private static readonly List<Page> Kept = new();

    private Page _page;

    // Looked at by every one of a circle, and so the caller's still.
    public static void LookedAtAllRound()
    {
        Page page = Mm.NewPage(); // ACQ101
        IsOdd(page, 3);
    }

    public static void LookedAtAllRoundAndFreed()
    {
        Page page = Mm.NewPage();
        IsOdd(page, 3);
        Mm.FreePage(page);
    }

    private static bool IsOdd(Page page, int n) => n != 0 && IsEven(page, n - 1);

    private static bool IsEven(Page page, int n) => n == 0 ? page.Uptodate : IsOdd(page, n - 1);

    // One of them keeps it: from wherever it gets there.
    public static void KeptByOneOfTwo()
    {
        Page page = Mm.NewPage();
        KeepsOrHandsOn(page, 1);
        Page other = Mm.NewPage();
        HandsOnToKeeper(other, 1);
    }

    public static void KeptByOneOfTwoTheOtherWayRound()
    {
        Page other = Mm.NewPage();
        HandsOnToKeeper(other, 1);
        Page page = Mm.NewPage();
        KeepsOrHandsOn(page, 1);
    }

    private static void KeepsOrHandsOn(Page page, int n)
    {
        if (n > 0)
            HandsOnToKeeper(page, n - 1);
        Kept.Add(page);
    }

    private static void HandsOnToKeeper(Page page, int n)
    {
        if (n > 0)
            KeepsOrHandsOn(page, n - 1);
    }

    // Freed somewhere in a circle of three: it is not known when.
    public static void FreedSomewhereRound()
    {
        Page page = Mm.NewPage();
        First(page, 3);
    }

    public static void FreedSomewhereRoundAndAgain()
    {
        Page page = Mm.NewPage();
        Second(page, 3);
        Mm.FreePage(page);
    }

    private static void First(Page page, int n)
    {
        if (n > 0)
            Second(page, n - 1);
    }

    private static void Second(Page page, int n) => Third(page, n);

    private static void Third(Page page, int n)
    {
        if (n == 1)
            Mm.FreePage(page);
        else
            First(page, n);
    }

    // What a method of a circle takes itself is its own to free.
    public static int TakesOnTheWayRound(int n)
    {
        Page page = Mm.NewPage(); // ACQ101
        return n == 0 ? page.Index : TakesNothing(n - 1);
    }

    public static int TakesOnTheWayRoundAndFrees(int n)
    {
        Page page = Mm.NewPage();
        int index = n == 0 ? page.Index : TakesNothing(n - 1);
        Mm.FreePage(page);
        return index;
    }

    public static int FreesTwiceOnTheWayRound(int n)
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        int index = TakesNothing(n - 1);
        Mm.FreePage(page); // ACQ104
        return index;
    }

    private static int TakesNothing(int n) => n < 0 ? 0 : TakesOnTheWayRound(n) + TakesOnTheWayRoundAndFrees(n) + FreesTwiceOnTheWayRound(n);

    // What comes out of a circle may be anybody's.
    public static void HandedOutByACircle()
    {
        Page page = TakenOrAskedFor(2);
        page.Uptodate = true;
    }

    private static Page TakenOrAskedFor(int n) => n == 0 ? Mm.NewPage() : AskedFor(n - 1);

    private static Page AskedFor(int n) => TakenOrAskedFor(n);

    // Out of the circle and into what is known again.
    public static void BesideACircle(int n)
    {
        Page page = Mm.NewPage();
        Drop(page, n);
        Drop(page, n); // ACQ104
    }

    private static void Drop(Page page, int n)
    {
        TakesNothing(n);
        Mm.FreePage(page);
    }

    // Through properties.
    public bool LooksThroughProperties()
    {
        Page page = Mm.NewPage(); // ACQ101
        return Left && page.Uptodate;
    }

    private bool Left => _page is null || Right;

    private bool Right => _page.Uptodate || Left;

    // Through local functions.
    public static void FreedByALocalCircle(int n)
    {
        Page page = Mm.NewPage();
        Down(page, n);

        static void Down(Page p, int m)
        {
            if (m == 0)
                Mm.FreePage(p);
            else
                Up(p, m);
        }

        static void Up(Page p, int m) => Down(p, m - 1);
    }

    public static void ForgottenBesideALocalCircle(int n)
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Uptodate = Down(n);

        static bool Down(int m) => m == 0 || Up(m);

        static bool Up(int m) => Down(m - 1);
    }

    // Through whatever implements an interface.
    public static void FreedThroughAnyOfThem(INode node)
    {
        Page page = Mm.NewPage();
        node.Visit(page);
    }

    internal interface INode
    {
        void Visit(Page page);
    }

    private sealed class Branch : INode
    {
        private readonly INode _next = new Leaf();

        public void Visit(Page page) => _next.Visit(page);
    }

    private sealed class Leaf : INode
    {
        public void Visit(Page page) => Mm.FreePage(page);
    }

    // The way to a context-bound call leads round a circle, from whichever end.
    public static VmOperations InsertsRoundACircle(Page page) => new VmOperations
    {
        Fault = vmf =>
        {
            int err = Inserts(vmf, page, 2); // ACQ201
            return err == 0 ? VmFault.NoPage : VmFault.SigBus;
        },
        PageMkwrite = vmf =>
        {
            int err = InsertsLater(vmf, page, 2); // ACQ201
            return err == 0 ? VmFault.NoPage : VmFault.SigBus;
        },
    };

    private static int Inserts(FaultInfo vmf, Page page, int n) =>
        n > 0 ? InsertsLater(vmf, page, n) : Vm.VmInsertPage(vmf.Vma, vmf.Address, page);

    private static int InsertsLater(FaultInfo vmf, Page page, int n) => Inserts(vmf, page, n - 1);
}

// Fields that are given back, or not, through a circle.
internal sealed class ReleasedRoundACircle : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(16);

    public void Dispose() => Close(2);

    private void Close(int n)
    {
        if (n > 0)
            CloseLater(_block, n - 1);
        _block = IntPtr.Zero;
    }

    private void CloseLater(IntPtr block, int n)
    {
        if (n > 0)
            Close(n);
        else
            Marshal.FreeHGlobal(block);
    }
}

internal sealed class OnlyAskedRoundACircle
{
    private readonly IntPtr _block;

    public OnlyAskedRoundACircle() => _block = Marshal.AllocHGlobal(16); // ACQ108

    public bool Any(int n) => n > 0 ? Other(n - 1) : _block != IntPtr.Zero;

    private bool Other(int n) => Any(n) || _block == IntPtr.Zero;
}
