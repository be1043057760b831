using System;
using Cases.Api;

namespace Cases;

// A helper fills a struct of its caller, and may fail halfway.
internal static class StructsFilledByHelpers
{
    public struct Buffers
    {
        public Page Page;
        public VmArea Area;
        public int Users;
    }

    private struct Outer
    {
        public Buffers Inner;
        public int Count;
    }

    private static Buffers s_shared;

    // Reports.

    public static int KeptByTheHelperThatFails(Page[] frames)
    {
        Buffers it = default;
        int err = InitWithoutUndo(ref it, frames); // ACQ101
        if (err != 0)
            return err;
        Clear(ref it);
        return 0;
    }

    public static int NotAskedAtAll(Page[] frames)
    {
        Buffers it = default;
        InitWithoutUndo(ref it, frames); // ACQ101
        return 0;
    }

    public static int NeverChecked()
    {
        Buffers it = default;
        FillUnchecked(ref it); // ACQ101
        return it.Users;
    }

    public static int KeptOnOneWay(Page[] frames)
    {
        Buffers it = default;
        if (InitUncheckedArea(ref it, frames) != 0) // ACQ101
            return -Errno.NoMem;
        if (Hw.Ready())
            return 0;
        Vmalloc.Vunmap(it.Area);
        Mm.FreePage(it.Page);
        return 0;
    }

    public static int WrongReleaseOfTheArea(Page[] frames)
    {
        Buffers it = default;
        if (InitUncheckedArea(ref it, frames) != 0)
            return -Errno.NoMem;
        ClearWrong(ref it); // ACQ103
        return 0;
    }

    public static int WrongReleaseUnderACondition(Page[] frames, bool wanted)
    {
        Buffers it = default;
        if (wanted)
        {
            int err = InitUncheckedArea(ref it, frames);
            if (err != 0)
                return err;
        }

        if (wanted)
            ClearWrong(ref it); // ACQ103
        return 0;
    }

    public static int WrongReleaseOfThePage(Page[] frames)
    {
        Buffers it = default;
        if (InitUncheckedArea(ref it, frames) == 0)
            ClearPageWrong(ref it); // ACQ103
        return 0;
    }

    public static int WrongReleaseByHand(Page[] frames)
    {
        Buffers it = default;
        if (InitUncheckedArea(ref it, frames) != 0)
            return -1;
        Vmalloc.Vfree(it.Area); // ACQ103
        Mm.FreePage(it.Page);
        return 0;
    }

    public static int LostTwoDeep(Page[] frames)
    {
        Buffers it = default;
        if (InitTwoDeep(ref it, frames) != 0) // ACQ101
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int FilledByAnInstance(Page[] frames)
    {
        Buffers it = default;
        var filler = new Filler(frames);
        if (!filler.TryFill(ref it)) // ACQ101
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int OnlyThePageIsCleared(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0) // ACQ101
            return -1;
        ClearPage(ref it);
        return 0;
    }

    public static int OnlyTheAreaIsCleared(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0) // ACQ101
            return -1;
        Hw.Log(it.Area.Length.ToString());
        ClearArea(ref it);
        return 0;
    }

    public static int CountedAndForgotten(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0) // ACQ101
            return -1;
        Count(ref it);
        return it.Users;
    }

    public static int KeptThoughTheLastStepFails(Page[] frames)
    {
        Buffers it = default;
        if (InitOfThreeSteps(ref it, frames) != 0) // ACQ101
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int ThePageTwice(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        ClearPage(ref it);
        Clear(ref it); // ACQ104
        return 0;
    }

    // Silent.

    public static int ClearedOneByOne(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        Count(ref it);
        ClearArea(ref it);
        ClearPage(ref it);
        return 0;
    }

    public static int ClearedIfCounted(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        Count(ref it);
        if (it.Users > 0)
            Clear(ref it);
        else
            Clear(ref it);
        return it.Users;
    }

    public static int FilledInRounds(Page[] frames, int n)
    {
        Buffers it = default;
        for (int i = 0; i < n; i++)
        {
            if (InitOfThreeSteps(ref it, frames) != 0) // ACQ101
                return -1;
            Clear(ref it);
        }

        return 0;
    }

    public static int FilledBefore(Page[] frames, Registrar registrar)
    {
        Buffers it = default;
        registrar.Fill(ref it);
        if (InitOfThreeSteps(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int KeptBySomebody(Page[] frames, Registrar registrar)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        Register(ref it, registrar);
        return 0;
    }

    public static int PageHandedOver(Page[] frames, IRegistry registry)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        RegisterPage(ref it, registry);
        ClearArea(ref it);
        return 0;
    }

    public static Page PageReturned(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return null;
        ClearArea(ref it);
        return PageOf(ref it);
    }

    public static int ResetAndFilledAgain(Page[] frames)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        ClearWhatIsThere(ref it);
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        ClearWhatIsThere(ref it);
        return 0;
    }

    public static int SwappedInside(Page[] frames, ref Buffers other)
    {
        Buffers it = default;
        if (InitWithUndo(ref it, frames) != 0)
            return -1;
        Swap(ref it, ref other);
        return 0;
    }

    public static int UndoneByTheHelper(Page[] frames)
    {
        Buffers it = default;
        int err = InitWithUndo(ref it, frames);
        if (err != 0)
            return err;
        Clear(ref it);
        return 0;
    }

    public static int UndoneByLabel(Page[] frames)
    {
        Buffers it = default;
        if (InitWithLabels(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int ClearedWhateverCame(Page[] frames)
    {
        Buffers it = default;
        int err = InitWithoutUndo(ref it, frames);
        if (err == 0)
            Hw.Kick();
        ClearWhatIsThere(ref it);
        return err;
    }

    public static int ClearedOnFailure(Page[] frames)
    {
        Buffers it = default;
        int err = InitWithoutUndo(ref it, frames);
        if (err != 0)
        {
            ClearWhatIsThere(ref it);
            return err;
        }

        Hw.Kick();
        ClearWhatIsThere(ref it);
        return 0;
    }

    public static int ClearedByHandOnFailure(Page[] frames)
    {
        Buffers it = default;
        int err = InitWithoutUndo(ref it, frames);
        if (err != 0)
        {
            if (it.Page != null)
                Mm.FreePage(it.Page);
            return err;
        }

        Clear(ref it);
        return 0;
    }

    public static int ClearedTwiceWhichDoesNoHarm(Page[] frames)
    {
        Buffers it = default;
        int err = InitWithoutUndo(ref it, frames);
        ClearWhatIsThere(ref it);
        ClearWhatIsThere(ref it);
        return err;
    }

    public static int FilledAndClearedTwice(Page[] frames)
    {
        Buffers it = default;
        int err = InitWithUndo(ref it, frames);
        if (err != 0)
            return err;
        Clear(ref it);
        err = InitWithUndo(ref it, frames);
        if (err != 0)
            return err;
        Clear(ref it);
        return 0;
    }

    public static int ForSomebodyElse(Page[] frames) => InitWithoutUndo(ref s_shared, frames);

    private static int ForTheCaller(ref Buffers it, Page[] frames) => InitWithoutUndo(ref it, frames);

    public static int HandedOnInside(Page[] frames, Action<Page> keep)
    {
        Buffers it = default;
        if (InitWithoutUndo(ref it, frames) != 0)
        {
            keep(it.Page);
            return -1;
        }

        Clear(ref it);
        return 0;
    }

    public static int GivenToOthers(Page[] frames, Registrar registrar)
    {
        Buffers it = default;
        int err = InitWithoutUndo(ref it, frames);
        registrar.Add(ref it);
        return err;
    }

    private static Buffers Returned(Page[] frames)
    {
        Buffers it = default;
        InitWithoutUndo(ref it, frames);
        return it;
    }

    public static int NullMeansNone(Page[] frames)
    {
        Buffers it = default;
        FillUnchecked(ref it);
        if (it.Page == null)
            return -Errno.NoMem;
        Mm.FreePage(it.Page);
        return 0;
    }

    public static int ClearedThoughMaybeEmpty(Page[] frames)
    {
        Buffers it = default;
        FillUnchecked(ref it);
        ClearWhatIsThere(ref it);
        return 0;
    }

    public static void FilledByStrangers(Registrar registrar)
    {
        Buffers it = default;
        registrar.Fill(ref it);
        ClearWhatIsThere(ref it);
        registrar.Fill(ref it);
        ClearWhatIsThere(ref it);
    }

    public static int UndoneBecauseNotReached(Page[] frames)
    {
        Buffers it = default;
        if (InitThatResets(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int AsPartOfAnother(Page[] frames)
    {
        Outer outer = default;
        if (InitWithUndo(ref outer.Inner, frames) != 0)
            return -1;
        outer.Count++;
        Clear(ref outer.Inner);
        return 0;
    }

    // The helpers.

    private static int InitWithoutUndo(ref Buffers it, Page[] frames)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -Errno.NoMem;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (it.Area == null)
            return -Errno.NoMem;
        return 0;
    }

    private static int InitTwoDeep(ref Buffers it, Page[] frames)
    {
        int err = InitWithoutUndo(ref it, frames);
        return err;
    }

    private static int InitWithUndo(ref Buffers it, Page[] frames)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -Errno.NoMem;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (it.Area == null)
        {
            Mm.FreePage(it.Page);
            return -Errno.NoMem;
        }

        return 0;
    }

    private static int InitThatResets(ref Buffers it, Page[] frames)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -Errno.NoMem;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (it.Area == null)
        {
            Mm.FreePage(it.Page);
            it.Page = null;
            return -Errno.NoMem;
        }

        return 0;
    }

    private static int InitWithLabels(ref Buffers it, Page[] frames)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -Errno.NoMem;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (it.Area == null)
            goto free;
        return 0;

    free:
        Mm.FreePage(it.Page);
        return -Errno.NoMem;
    }

    private static int InitUncheckedArea(ref Buffers it, Page[] frames)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -Errno.NoMem;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        return 0;
    }

    private static void FillUnchecked(ref Buffers it) => it.Page = Mm.AllocPage();

    private static void Clear(ref Buffers it)
    {
        Vmalloc.Vunmap(it.Area);
        Mm.FreePage(it.Page);
    }

    private static void ClearWhatIsThere(ref Buffers it)
    {
        if (it.Area != null)
            Vmalloc.Vunmap(it.Area);
        it.Area = null;
        if (it.Page != null)
            Mm.FreePage(it.Page);
        it.Page = null;
    }

    private static int InitOfThreeSteps(ref Buffers it, Page[] frames)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -Errno.NoMem;
        it.Area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        if (it.Area == null)
        {
            Mm.FreePage(it.Page);
            return -Errno.NoMem;
        }

        if (!Hw.Ready())
        {
            Mm.FreePage(it.Page);
            return -Errno.NoMem;
        }

        return 0;
    }

    private static void ClearPage(ref Buffers it) => Mm.FreePage(it.Page);

    private static void ClearArea(ref Buffers it) => Vmalloc.Vunmap(it.Area);

    private static void Count(ref Buffers it) => it.Users++;

    private static void Register(ref Buffers it, Registrar registrar) => registrar.Add(ref it);

    private static void RegisterPage(ref Buffers it, IRegistry registry) => registry.Add(it.Page);

    private static Page PageOf(ref Buffers it) => it.Page;

    private static void Swap(ref Buffers it, ref Buffers other) => (it, other) = (other, it);

    private static void ClearWrong(ref Buffers it)
    {
        Vmalloc.Vfree(it.Area);
        Mm.FreePage(it.Page);
    }

    private static void ClearPageWrong(ref Buffers it)
    {
        Vmalloc.Vunmap(it.Area);
        Mm.PutPage(it.Page);
    }

    private sealed class Filler
    {
        private readonly Page[] _frames;

        public Filler(Page[] frames) => _frames = frames;

        public bool TryFill(ref Buffers it)
        {
            it.Page = Mm.AllocPage();
            if (it.Page == null)
                return false;
            it.Area = Vmalloc.Vmap(_frames, 2, VmapFlags.None);
            return it.Area != null;
        }
    }

    public abstract class Registrar
    {
        internal abstract void Take(object it);

        internal void Add<T>(ref T it) => Take(it);

        internal abstract void Fill<T>(ref T it);
    }

    // A helper that takes what is not there yet, or tells in the struct how it went.
    private struct Attempt
    {
        public Page Page;
        public Page Spare;
        public int Error;
    }

    public static int TakenWhenNeeded()
    {
        Attempt it = default;
        if (Need(ref it) != 0)
            return -Errno.NoMem;
        if (Need(ref it) != 0)
            return -Errno.NoMem;
        Mm.FreePage(it.Page);
        return 0;
    }

    public static int ToldInTheStruct()
    {
        Attempt it = default;
        Try(ref it);
        if (it.Error != 0)
            return it.Error;
        Mm.FreePage(it.Page);
        return 0;
    }

    public static int ToldInTheStructAfterUndoing()
    {
        Attempt it = default;
        TryBoth(ref it);
        if (it.Error != 0)
            return it.Error;
        Mm.FreePage(it.Page);
        Mm.FreePage(it.Spare);
        return 0;
    }

    public static void GivenBackUnderAnotherName()
    {
        Attempt it = default;
        Try(ref it);
        ref Attempt same = ref it;
        if (same.Page != null)
            Mm.FreePage(same.Page);
    }

    private static int Need(ref Attempt it)
    {
        if (it.Page == null)
            it.Page = Mm.AllocPage();
        return it.Page == null ? -Errno.NoMem : 0;
    }

    private static void Try(ref Attempt it)
    {
        it.Page = Mm.AllocPage();
        it.Error = it.Page == null ? -Errno.NoMem : 0;
    }

    private static void TryBoth(ref Attempt it)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
        {
            it.Error = -Errno.NoMem;
            return;
        }

        it.Spare = Mm.AllocPage();
        if (it.Spare == null)
        {
            Mm.FreePage(it.Page);
            it.Error = -Errno.NoMem;
            return;
        }

        it.Error = 0;
    }
}
