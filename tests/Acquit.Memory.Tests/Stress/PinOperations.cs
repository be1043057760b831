namespace Acquit.Memory.Tests.Stress;

/// <summary>References and pins on what processes have mapped, by every call, given back by every call that fits.</summary>
internal static class PinOperations
{
    public static readonly Action<StressThread>[] All = [Get, Get, Pin, Pin, Pin, PinForLong, PinFolios];

    /// <summary>What the fast calls know of; the others take more.</summary>
    private static readonly FollFlags[] Flags =
        [FollFlags.None, FollFlags.Write, FollFlags.Write, FollFlags.Write | FollFlags.Force, FollFlags.NoFault, FollFlags.Force];

    private static readonly FollFlags[] MoreFlags =
        [.. Flags, FollFlags.SplitPmd, FollFlags.Anon, FollFlags.Interruptible | FollFlags.Write, FollFlags.Dump, FollFlags.NoWait];

    private delegate int Call(MmStruct mm, ulong start, int count, Page[] pages);

    private static void Get(StressThread thread)
    {
        FollFlags fast = thread.Pick(Flags);
        FollFlags slow = thread.Pick(MoreFlags);
        Page[]? pages = Take(thread, thread.Random.Next(6) switch
        {
            0 => (mm, start, count, pages) => Locked(mm, () => mm.GetUserPages(start, count, slow, pages)),
            1 => (mm, start, count, pages) => mm.GetUserPagesUnlocked(start, count, slow, pages),
            2 => (mm, start, count, pages) => mm.GetUserPagesFast(start, count, fast, pages),
            3 => (mm, start, count, pages) => mm.GetUserPagesFastOnly(start, count, fast, pages),
            4 => (mm, start, _, pages) => mm.GetUserPageFastOnly(start, fast, out pages[0]!) ? 1 : 0,
            _ => (mm, start, count, pages) => Remote(mm, (ref locked) => mm.GetUserPagesRemote(start, count, slow, pages, ref locked)),
        });
        if (pages is null)
        {
            return;
        }

        if (thread.Chance(2))
        {
            thread.Hold(() => thread.Kernel.ReleasePages(pages, pages.Length));
        }
        else
        {
            thread.Hold(() => Array.ForEach(pages, page => thread.Kernel.PutPage(page)));
        }
    }

    private static void Pin(StressThread thread)
    {
        FollFlags longTerm = thread.Chance(3) ? FollFlags.LongTerm : FollFlags.None;
        FollFlags fast = thread.Pick(Flags) | longTerm;
        FollFlags slow = thread.Pick(MoreFlags) | longTerm;
        HoldPins(thread, Take(thread, thread.Random.Next(6) switch
        {
            0 => (mm, start, count, pages) => Locked(mm, () => mm.PinUserPages(start, count, slow, pages)),
            1 => (mm, start, count, pages) => mm.PinUserPagesUnlocked(start, count, slow, pages),
            2 => (mm, start, count, pages) => mm.PinUserPagesFast(start, count, fast, pages),
            3 => (mm, start, count, pages) => mm.PinUserPagesFastOnly(start, count, fast, pages),
            4 => (mm, start, count, pages) => Locked(mm, () => mm.PinUserPagesRemote(start, count, slow, pages)),
            _ => (mm, start, count, pages) => Remote(mm, (ref locked) => mm.PinUserPagesRemote(start, count, slow, pages, ref locked)),
        }));
    }

    private static void PinForLong(StressThread thread)
    {
        FollFlags flags = thread.Pick(Flags);
        HoldPins(thread, Take(thread, thread.Random.Next(3) switch
        {
            0 => (mm, start, count, pages) => Locked(mm, () => mm.PinLongtermPages(start, count, flags, pages)),
            1 => (mm, start, count, pages) => mm.PinLongtermPagesFast(start, count, flags, pages),
            _ => (mm, start, count, pages) => Remote(mm, (ref locked) => mm.PinLongtermPagesRemote(start, count, flags, pages, ref locked)),
        }));
    }

    private static void PinFolios(StressThread thread)
    {
        Page[] folios = new Page[thread.Random.Next(1, 16)];
        long start = thread.Random.Next((StressWorld.FilePages - folios.Length) << Page.Shift);
        long end = start + thread.Random.Next(folios.Length << Page.Shift);
        int pinned = thread.Kernel.MemfdPinFolios(thread.Pick(thread.World.Shmem), start, end, folios, folios.Length, out _);
        ProcessOperations.Require(pinned != 0, "nothing was pinned, and no error answered");
        if (pinned > 0)
        {
            thread.Hold(() => thread.Kernel.UnpinFolios(folios, pinned));
        }
    }

    /// <returns>What is held now; null when nothing is.</returns>
    private static Page[]? Take(StressThread thread, Call call)
    {
        if (thread.PickRegion() is not { } region)
        {
            return null;
        }

        (ulong start, int count) = region.Part(thread.Random);
        Page[] pages = new Page[count];
        int got = call(region.Mm, start + (ulong)thread.Random.Next(Page.Size), count, pages);
        ProcessOperations.Require(got <= count && got > -600, $"{got} of {count}");
        if (got <= 0)
        {
            return null;
        }

        Array.Resize(ref pages, got);
        foreach (Page page in pages)
        {
            // A page that is held can be looked at.
            ProcessOperations.Require(page.RefCount > 0 && page.Span.Length == Page.Size, $"{page} is held, and free");
        }

        return pages;
    }

    private static void HoldPins(StressThread thread, Page[]? pages)
    {
        if (pages is null)
        {
            return;
        }

        bool dirty = thread.Chance(2);
        if (thread.Chance(8) && thread.Kernel.PageMaybeDmaPinned(pages[0]) && thread.Kernel.FolioAddPins(pages[0], 2) == 0)
        {
            thread.Hold(() => thread.Kernel.UnpinUserFolio(pages[0], 2));
        }

        thread.Hold(thread.Random.Next(6) switch
        {
            0 => () => Array.ForEach(pages, page => thread.Kernel.UnpinUserPage(page)),
            1 => () => thread.Kernel.UnpinUserPages(pages, pages.Length),
            2 => () => thread.Kernel.UnpinUserPagesDirtyLock(pages, pages.Length, dirty),
            3 => () => Array.ForEach(pages, page => thread.Kernel.UnpinUserPageRangeDirtyLock(page, 1, dirty)),
            4 => () => Array.ForEach(pages, page => thread.Kernel.UnpinUserFolio(page, 1)),
            _ => () => thread.Kernel.PutUserPagesDirtyLock(pages, pages.Length, dirty),
        });
    }

    private static int Locked(MmStruct mm, Func<int> call)
    {
        mm.MmapReadLock();
        try
        {
            return call();
        }
        finally
        {
            mm.MmapReadUnlock();
        }
    }

    private delegate int Dropping(ref int locked);

    private static int Remote(MmStruct mm, Dropping call)
    {
        mm.MmapReadLock();
        int locked = 1;
        try
        {
            return call(ref locked);
        }
        finally
        {
            if (locked == 1)
            {
                mm.MmapReadUnlock();
            }
        }
    }
}
