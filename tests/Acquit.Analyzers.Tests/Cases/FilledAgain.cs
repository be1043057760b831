using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// What a struct or an object holds is lost when it is filled again, and is still there when only a part of it is renewed.
internal static class FilledAgain
{
    private struct Buffers
    {
        public Page Page;
        public VmArea Area;
        public int Users;
    }

    // Reports.

    public static int TwiceInARow(Page[] frames)
    {
        Buffers it = default;
        int err = Fill(ref it, frames); // ACQ101
        err = Fill(ref it, frames);
        if (err != 0)
            return err;
        Clear(ref it);
        return 0;
    }

    public static int AnObjectTwiceInARow(Page[] frames)
    {
        Holder it = new();
        if (it.Open(frames) != 0) // ACQ101
            return -1;
        if (it.Open(frames) != 0)
            return -1;
        it.Close();
        return 0;
    }

    public static int RenewedAndThrownAway(Page[] frames)
    {
        Holder it = new();
        if (it.Open(frames) != 0) // ACQ101
            return -1;
        it.Renew(frames); // ACQ101
        return 0;
    }

    public static int RenewedAndClosedInPart(Page[] frames)
    {
        Holder it = new();
        if (it.Open(frames) != 0) // ACQ101
            return -1;
        it.Renew(frames);
        it.CloseArea();
        return 0;
    }

    public static int PartResetAndTheOtherForgotten(Page[] frames)
    {
        Buffers it = default;
        if (Fill(ref it, frames) != 0) // ACQ101
            return -1;
        ResetPage(ref it);
        return 0;
    }

    // Silent.

    public static int ClearedInBetween(Page[] frames)
    {
        Buffers it = default;
        if (Fill(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        if (Fill(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int OnceMoreIfItFailed(Page[] frames)
    {
        Buffers it = default;
        if (Fill(ref it, frames) != 0 && Fill(ref it, frames) != 0)
            return -1;
        Clear(ref it);
        return 0;
    }

    public static int NamedElsewhere(Page[] frames)
    {
        Buffers it = default;
        if (Fill(ref it, frames) != 0)
            return -1;
        Page page = it.Page;
        VmArea area = it.Area;
        if (Fill(ref it, frames) == 0)
            Clear(ref it);
        Vmalloc.Vunmap(area);
        Mm.FreePage(page);
        return 0;
    }

    public static int OnlyWhatIsMissing(Page[] frames)
    {
        Buffers it = default;
        FillWhatIsMissing(ref it);
        FillWhatIsMissing(ref it);
        ClearWhatIsThere(ref it);
        return 0;
    }

    public static int KeptByTheFirst(Page[] frames, List<Page> all)
    {
        Keeper it = new(all);
        if (it.Open() != 0)
            return -1;
        if (it.Open() != 0)
            return -1;
        it.Close();
        return 0;
    }

    public static int KnownToOthers(Page[] frames, List<Holder> all)
    {
        Holder it = new();
        all.Add(it);
        if (it.Open(frames) != 0)
            return -1;
        return it.Open(frames);
    }

    public static int RenewedAndClosed(Page[] frames)
    {
        Holder it = new();
        if (it.Open(frames) != 0)
            return -1;
        it.Renew(frames);
        it.Renew(frames);
        it.Close();
        return 0;
    }

    public static int RenewedIfThereIsAnother(Page[] frames, int n)
    {
        Holder it = new();
        if (it.Open(frames) != 0)
            return -1;
        for (int i = 0; i < n; i++)
            it.TryRenew(frames);
        it.Close();
        return 0;
    }

    public static int ResetOneByOne(Page[] frames)
    {
        Buffers it = default;
        if (Fill(ref it, frames) != 0)
            return -1;
        ResetPage(ref it);
        ResetArea(ref it);
        return 0;
    }

    public static int SwappedForAnother(Page[] frames, Page spare)
    {
        Buffers it = default;
        if (Fill(ref it, frames) != 0)
            return -1;
        Page old = Exchange(ref it, spare);
        Mm.FreePage(old);
        Vmalloc.Vunmap(it.Area);
        return 0;
    }

    private static int Fill(ref Buffers it, Page[] frames)
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

    private static void Clear(ref Buffers it)
    {
        Vmalloc.Vunmap(it.Area);
        Mm.FreePage(it.Page);
    }

    private static void ResetPage(ref Buffers it)
    {
        Mm.FreePage(it.Page);
        it.Page = null;
    }

    private static void ResetArea(ref Buffers it)
    {
        Vmalloc.Vunmap(it.Area);
        it.Area = null;
    }

    private static void FillWhatIsMissing(ref Buffers it)
    {
        if (it.Page == null)
            it.Page = Mm.NewPage();
        it.Users++;
    }

    private static void ClearWhatIsThere(ref Buffers it)
    {
        if (it.Page != null)
            Mm.FreePage(it.Page);
        it.Page = null;
    }

    private static Page Exchange(ref Buffers it, Page other)
    {
        Page old = it.Page;
        it.Page = other;
        return old;
    }

    public sealed class Holder
    {
        private Page page;
        private VmArea area;

        public int Open(Page[] frames)
        {
            page = Mm.AllocPage();
            if (page == null)
                return -Errno.NoMem;
            area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
            if (area == null)
            {
                Mm.FreePage(page);
                page = null;
                return -Errno.NoMem;
            }

            return 0;
        }

        public void Renew(Page[] frames)
        {
            Vmalloc.Vunmap(area);
            area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
        }

        public int TryRenew(Page[] frames)
        {
            VmArea next = Vmalloc.Vmap(frames, 2, VmapFlags.None);
            if (next == null)
                return -Errno.NoMem;
            Vmalloc.Vunmap(area);
            area = next;
            return 0;
        }

        public void CloseArea() => Vmalloc.Vunmap(area);

        public void Close()
        {
            Vmalloc.Vunmap(area);
            Mm.FreePage(page);
        }
    }

    // Puts what it has on a list before it takes another.
    private sealed class Keeper
    {
        private readonly List<Page> all;
        private Page page;

        public Keeper(List<Page> all) => this.all = all;

        public int Open()
        {
            Keep();
            page = Mm.AllocPage();
            return page == null ? -Errno.NoMem : 0;
        }

        public void Close() => Mm.FreePage(page);

        private void Keep()
        {
            if (page != null)
                all.Add(page);
        }
    }
}
