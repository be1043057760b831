using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>Huge entries on the way of a walk.</summary>
public sealed class HugeWalkTests : IDisposable
{
    private const ulong Base = 1UL << 30;
    private const int HugePages = 512;

    private readonly KernelMemory kernel = new(2048);
    private readonly MmStruct mm;
    private readonly WalkLog log = new(Base);

    public HugeWalkTests()
    {
        mm = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(
            2 * HugePages * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out _, at: Base));
        Assert.Equal(0, mm.Write(Base, [1]));
        Assert.True(IsHuge(0));
    }

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void A_pmd_callback_alone_sees_the_huge_entry_and_leaves_it_whole()
    {
        List<(bool Huge, ulong Pfn)> seen = [];
        MmWalkOps ops = new()
        {
            PmdEntry = (PageTableSlot entry, ulong _, ulong _, ref MmWalk _) =>
            {
                seen.Add((entry.IsHuge && entry.IsPresent, entry.Pfn));
                return 0;
            },
        };

        Assert.Equal(0, Walk(0, 100, ops));

        (bool huge, ulong pfn) = Assert.Single(seen);
        Assert.True(huge);
        Assert.True(kernel.PfnToPage(pfn).IsCompound);
        Assert.True(IsHuge(0));
    }

    [Fact]
    public void A_pte_callback_has_huge_entries_split_on_the_way_down()
    {
        int ptes = 0;
        MmWalkOps ops = new()
        {
            PteEntry = (PageTableSlot entry, ulong _, ulong _, ref MmWalk _) =>
            {
                ptes += entry.IsPresent && !entry.IsHuge ? 1 : 0;
                return 0;
            },
        };

        Assert.Equal(0, Walk(3, 10, ops));

        Assert.Equal(7, ptes);
        Assert.False(IsHuge(0));
        byte[] read = new byte[1];
        Assert.Equal(0, mm.Read(Base, read));
        Assert.Equal(1, read[0]);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Continue_skips_the_subtree_and_does_not_split()
    {
        MmWalkOps ops = new() { PmdEntry = log.Entry("pmd", PageWalkAction.Continue), PteEntry = log.Entry("pte") };

        Assert.Equal(0, Walk(0, 2, ops));

        Assert.Equal(["pmd 0+2"], log.Events);
        Assert.True(IsHuge(0));
    }

    [Fact]
    public void Continue_at_the_pud_skips_all_below()
    {
        MmWalkOps ops = new() { PudEntry = log.Entry("pud", PageWalkAction.Continue), PmdEntry = log.Entry("pmd") };
        Assert.Equal(0, Walk(0, 2, ops));
        Assert.Equal(["pud 0+2"], log.Events);
    }

    [Fact]
    public void Again_shows_the_same_entry_again_until_the_callback_is_content()
    {
        int pmds = 0;
        int puds = 0;
        MmWalkOps ops = new()
        {
            PudEntry = (_, _, _, ref walk) =>
            {
                walk.Action = ++puds < 3 ? PageWalkAction.Again : walk.Action;
                return 0;
            },
            PmdEntry = (_, _, _, ref walk) =>
            {
                walk.Action = ++pmds < 5 ? PageWalkAction.Again : PageWalkAction.Continue;
                return 0;
            },
            PteEntry = log.Entry("pte"),
        };

        Assert.Equal(0, Walk(0, 2, ops));

        Assert.Equal(3, puds);
        Assert.Equal(5, pmds);
        Assert.Empty(log.Events);
        Assert.True(IsHuge(0));
    }

    [Fact]
    public void The_action_is_back_to_subtree_before_each_call()
    {
        List<PageWalkAction> actions = [];
        Assert.Equal(0, mm.Write(Base + (HugePages * Page.Size), [1]));
        MmWalkOps ops = new()
        {
            PmdEntry = (_, _, _, ref walk) =>
            {
                actions.Add(walk.Action);
                walk.Action = PageWalkAction.Continue;
                return 0;
            },
        };

        Assert.Equal(0, Walk(0, 2 * HugePages, ops));

        Assert.Equal([PageWalkAction.Subtree, PageWalkAction.Subtree], actions);
    }

    [Fact]
    public void An_action_of_the_levels_above_the_pud_means_nothing()
    {
        MmWalkOps ops = new()
        {
            PgdEntry = log.Entry("pgd", PageWalkAction.Continue), P4dEntry = log.Entry("p4d", PageWalkAction.Again),
            PmdEntry = log.Entry("pmd"),
        };
        Assert.Equal(0, Walk(0, 2, ops));
        Assert.Equal(["pgd 0+2", "p4d 0+2", "pmd 0+2"], log.Events);
    }

    [Fact]
    public void A_huge_entry_that_crosses_the_border_is_processed_whole()
    {
        Assert.Equal(0, Walk(511, 513, new MmWalkOps { PteEntry = log.Entry("pte"), PteHole = log.Hole }));

        Assert.Equal(["pte 511+1", "hole@3 512+1"], log.Events);
        Assert.False(IsHuge(0));
        Assert.Equal(HugePages, kernel.PfnToPage(Lookup(0).Frame).Head.RefCount);
    }

    [Fact]
    public void A_walk_without_areas_never_splits()
    {
        mm.MmapWriteLock();
        MmWalkOps ops = new() { PmdEntry = log.Entry("pmd"), PteEntry = log.Entry("pte") };
        Assert.Equal(0, kernel.WalkPageRangeDebug(mm, Base, Base + (2 * Page.Size), ops));
        mm.MmapWriteUnlock();

        Assert.Equal(["pmd 0+2"], log.Events);
        Assert.True(IsHuge(0));
    }

    [Fact]
    public void Huge_puds_are_shown_split_for_pmds_and_split_again_for_ptes()
    {
        ulong start = 4UL << 30;
        Assert.Equal(0, mm.Mmap(1UL << 30, VmFlags.Read | VmFlags.MixedMap, out _, at: start));
        Assert.True(mm.InstallFrames(start, 1 << 20, PageTableLevel.Pud, EntryFlags.Special, writable: false));
        WalkLog here = new(start);

        Assert.Equal(0, WalkAt(start, start + Page.Size, new MmWalkOps { PudEntry = here.Entry("pud") }));
        Assert.Equal(["pud 0+1"], here.Events);
        Assert.Equal(PageTableLevel.Pud, LevelAt(start));
        here.Events.Clear();

        Assert.Equal(0, WalkAt(start, start + Page.Size, new MmWalkOps { PmdEntry = here.Entry("pmd") }));
        Assert.Equal(["pmd 0+1"], here.Events);
        Assert.Equal(PageTableLevel.Pmd, LevelAt(start));
        here.Events.Clear();

        List<ulong> frames = [];
        MmWalkOps ops = new()
        {
            PteEntry = (PageTableSlot entry, ulong _, ulong _, ref MmWalk _) =>
            {
                frames.Add(entry.IsSpecial ? entry.Pfn : 0);
                return 0;
            },
        };
        Assert.Equal(0, WalkAt(start + Page.Size, start + (3 * Page.Size), ops));
        Assert.Equal([(1UL << 20) + 1, (1UL << 20) + 2], frames);
        Assert.Equal(PageTableLevel.Pte, LevelAt(start));
        Assert.Equal(PageTableLevel.Pmd, LevelAt(start + (HugePages * Page.Size)));
        Assert.Empty(kernel.Warnings);
    }

    private int Walk(int page, int end, MmWalkOps ops) =>
        WalkAt(Base + ((ulong)page * Page.Size), Base + ((ulong)end * Page.Size), ops);

    private int WalkAt(ulong start, ulong end, MmWalkOps ops)
    {
        mm.MmapReadLock();
        try
        {
            return kernel.WalkPageRange(mm, start, end, ops);
        }
        finally
        {
            mm.MmapReadUnlock();
        }
    }

    private bool IsHuge(int page) => Lookup(page) is { Present: true, Huge: true };

    private PageTableEntry Lookup(int page) => mm.PageTable.Lookup(Base + ((ulong)page * Page.Size));

    private int LevelAt(ulong address)
    {
        mm.PageTable.Lookup(address, out int level);
        return level;
    }
}
