using System;
using Cases.Api;

namespace Cases;

// A helper looks for what nobody has put there: what comes after it has found something does not run.
internal static class FoundEmpty
{
    private struct Buffers
    {
        public Page Page;
        public VmArea Area;
    }

    // Reports.

    public static int FoundByWhoPutSomethingThere(VmArea area)
    {
        Buffers it = default;
        it.Area = area;
        if (FillIfMapped(ref it) != 0)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        Mm.FreePage(it.Page);
        return page.Index;
    }

    public static int FoundByAnObjectThatWasFilled(Page[] frames)
    {
        Holder it = new();
        it.Map(frames); // ACQ101
        if (it.Open() != 0)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        it.Close();
        return page.Index;
    }

    public static int WhereEitherWayAnswersTheSame()
    {
        Buffers it = default;
        if (CountIfMapped(ref it) < 0)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        return page.Index;
    }

    public static int FilledByTheConstructor(Page[] frames)
    {
        MadeFull it = new(frames);
        if (it.Open() != 0)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        it.Close();
        return page.Index;
    }

    public static int FilledByWhatItCalls()
    {
        Prepared it = new();
        if (it.Open() != 0)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        it.Close();
        return page.Index;
    }

    public static int KnownToOthers(Action<Holder> fill)
    {
        Holder it = new();
        fill(it);
        if (it.Open() != 0)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        it.Close();
        return page.Index;
    }

    // Silent.

    public static int FoundNothing()
    {
        Buffers it = default;
        if (FillIfMapped(ref it) != 0)
            return -1;
        Page page = Mm.NewPage();
        return page.Index;
    }

    public static int FoundNothingInAnObject()
    {
        Holder it = new();
        if (it.Open() != 0)
            return -1;
        Page page = Mm.NewPage();
        return page.Index;
    }

    private static int FillIfMapped(ref Buffers it)
    {
        it.Page = Mm.AllocPage();
        if (it.Page == null)
            return -1;
        if (it.Area == null)
        {
            Mm.FreePage(it.Page);
            return -1;
        }

        return 0;
    }

    private static int CountIfMapped(ref Buffers it)
    {
        Hw.Kick();
        if (it.Area == null)
            return 0;
        return 1;
    }

    public sealed class Holder
    {
        private Page page;
        private VmArea area;

        public void Map(Page[] frames) => area = Vmalloc.Vmap(frames, 2, VmapFlags.None);

        public int Open()
        {
            page = Mm.AllocPage();
            if (page == null)
                return -1;
            if (area == null)
            {
                Mm.FreePage(page);
                page = null;
                return -1;
            }

            return 0;
        }

        public void Close()
        {
            Vmalloc.Vunmap(area);
            Mm.FreePage(page);
        }
    }

    private sealed class MadeFull
    {
        private readonly VmArea area;
        private Page page;

        public MadeFull(Page[] frames) => area = Vmalloc.Vmap(frames, 2, VmapFlags.None);

        public int Open()
        {
            if (area == null)
                return -1;
            page = Mm.AllocPage();
            return page == null ? -1 : 0;
        }

        public void Close()
        {
            Vmalloc.Vunmap(area);
            Mm.FreePage(page);
        }
    }

    private sealed class Prepared
    {
        private object ready;
        private Page page;

        public int Open()
        {
            Prepare();
            page = Mm.AllocPage();
            if (page == null)
                return -1;
            if (ready == null)
            {
                Mm.FreePage(page);
                return -1;
            }

            return 0;
        }

        public void Close() => Mm.FreePage(page);

        private void Prepare() => ready = new object();
    }
}
