using System;
using Cases.Api;

namespace Cases;

// A helper has given back what the caller gives back once more.
internal static class GivenBackByHelpersAlready
{
    private struct Box
    {
        public Page Page;
        public VmArea Area;
    }

    // Reports.

    public static int LeftInTheStruct()
    {
        Box box = default;
        if (TakeAndFree(ref box) != 0)
            return -1;
        Clear(ref box); // ACQ104
        return 0;
    }

    public static int LeftInTheStructAndFreedByHand()
    {
        Box box = default;
        if (TakeAndFree(ref box) != 0)
            return -1;
        Mm.FreePage(box.Page); // ACQ104
        return 0;
    }

    public static int LeftInTheStructWhereItFails(Page[] frames)
    {
        Box box = default;
        int err = TakeBoth(ref box, frames);
        if (err == -1)
            return err;
        if (err == -2)
        {
            Mm.FreePage(box.Page); // ACQ104
            return err;
        }

        Vmalloc.Vunmap(box.Area);
        Mm.FreePage(box.Page);
        return 0;
    }

    public static int ClearedThoughItFailed(Page[] frames)
    {
        Box box = default;
        int err = TakeBoth(ref box, frames);
        if (err != 0)
        {
            Clear(ref box); // ACQ106
            return err;
        }

        Vmalloc.Vunmap(box.Area);
        Mm.FreePage(box.Page);
        return 0;
    }

    public static void UnlockedTwiceByOne(Gate gate)
    {
        gate.Enter();
        LeaveTwice(gate); // ACQ104
    }

    public static void UnlockedTwiceByOneThatCallsAnother()
    {
        var gate = new Gate();
        gate.Enter();
        LeaveTwiceByAnother(gate); // ACQ104
    }

    public static void NeverTaken()
    {
        var gate = new NewGate();
        LeaveByAnother(gate); // ACQ106
        EnterByAnother(gate);
        LeaveByAnother(gate);
    }

    public static void TriedForByReaders(Space space)
    {
        space.ReadTrylock();
        Hw.Kick();
        space.ReadUnlock(); // ACQ106
    }

    // Silent.

    public static int PutBackToNothing()
    {
        Box box = default;
        if (TakeAndFree(ref box) != 0)
            return -1;
        box = default;
        if (box.Page != null)
            Mm.FreePage(box.Page);
        return 0;
    }

    public static int TakenAfresh()
    {
        Box box = default;
        if (TakeAndFree(ref box) != 0)
            return -1;
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        Clear(ref box);
        return 0;
    }

    public static int FilledAgainByTheHelper(Page[] frames)
    {
        Box box = default;
        if (TakeBoth(ref box, frames) != 0 && TakeBoth(ref box, frames) != 0)
            return -1;
        Vmalloc.Vunmap(box.Area);
        Mm.FreePage(box.Page);
        return 0;
    }

    public static int NothingLeft(Page[] frames)
    {
        Box box = default;
        int err = TakeBothOrNothing(ref box, frames);
        if (err != 0)
        {
            if (box.Page != null)
                Mm.FreePage(box.Page);
            return err;
        }

        Vmalloc.Vunmap(box.Area);
        Mm.FreePage(box.Page);
        return 0;
    }

    public static void TakenTwiceAndPutTwice(Page page)
    {
        Mm.GetPage(page);
        Mm.GetPage(page);
        PutTwice(page);
    }

    public static void EnteredBetween(Gate gate)
    {
        gate.Enter();
        Pause(gate);
        gate.Leave();
    }

    public static void TakenByAHelper()
    {
        var gate = new NewGate();
        EnterByAnother(gate);
        LeaveByAnother(gate);
    }

    public static void TakenByWhoeverGotIt(Action<NewGate> take)
    {
        var gate = new NewGate();
        take(gate);
        LeaveByAnother(gate);
    }

    public static void TriedForByReadersAndAsked(Space space)
    {
        if (!space.ReadTrylock())
            return;
        Hw.Kick();
        space.ReadUnlock();
    }

    private static int TakeAndFree(ref Box box)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        Mm.FreePage(box.Page);
        return 0;
    }

    private static int TakeBoth(ref Box box, Page[] frames)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        box.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (box.Area != null)
            return 0;
        Mm.FreePage(box.Page);
        return -2;
    }

    private static int TakeBothOrNothing(ref Box box, Page[] frames)
    {
        box.Page = Mm.AllocPage();
        if (box.Page == null)
            return -1;
        box.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (box.Area != null)
            return 0;
        Mm.FreePage(box.Page);
        box.Page = null;
        return -2;
    }

    private static void Clear(ref Box box) => Mm.FreePage(box.Page);

    private static void LeaveTwice(Gate gate)
    {
        gate.Leave();
        gate.Leave();
    }

    private static void LeaveTwiceByAnother(Gate gate)
    {
        LeaveOnce(gate);
        LeaveOnce(gate);
    }

    private static void LeaveOnce(Gate gate) => gate.Leave();

    private static void Pause(Gate gate)
    {
        gate.Leave();
        Hw.Kick();
        gate.Enter();
    }

    private static void PutTwice(Page page)
    {
        Mm.PutPage(page);
        Mm.PutPage(page);
    }

    private static void EnterByAnother(NewGate gate) => EnterThis(gate);

    private static void EnterThis(NewGate gate) => gate.Enter();

    private static void LeaveByAnother(NewGate gate) => LeaveThis(gate);

    private static void LeaveThis(NewGate gate) => gate.Leave();

    public sealed class NewGate
    {
        [Acquit.Acquires("new-gate", ReleasedBy = nameof(Leave)), Acquit.RequiresNotHeld("new-gate")]
        public extern void Enter();

        [Acquit.Releases("new-gate")]
        public extern void Leave();
    }
}
