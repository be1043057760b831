using Acquit.Memory.Tests.Checking;
using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>Walks of one address space.</summary>
public sealed class WalkRangeTests : IDisposable
{
    /// <summary>Where a pud and all below it begin.</summary>
    private const ulong Base = 1UL << 30;

    private const VmFlags ReadWrite = VmFlags.Read | VmFlags.Write;

    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;
    private readonly WalkLog log = new(Base);

    public WalkRangeTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Each_level_is_shown_from_the_root_down()
    {
        Map(0, 3);
        Touch(0, 1, 2);

        Assert.Equal(0, Walk(0, 3, EveryLevel()));

        Assert.Equal(["pgd 0+3", "p4d 0+3", "pud 0+3", "pmd 0+3", "pte 0+1", "pte 1+1", "pte 2+1"], log.Events);
    }

    [Fact]
    public void Empty_slots_of_a_table_that_is_there_are_shown_and_not_told_as_holes()
    {
        Map(0, 3);
        Touch(1);
        List<bool> empty = [];
        MmWalkOps ops = new()
        {
            PteEntry = (PageTableSlot entry, ulong _, ulong _, ref MmWalk _) =>
            {
                empty.Add(entry.IsNone);
                return 0;
            },
            PteHole = log.Hole,
        };

        Assert.Equal(0, Walk(0, 3, ops));

        Assert.Equal([true, false, true], empty);
        Assert.Empty(log.Events);
    }

    [Fact]
    public void Missing_tables_are_holes_whose_depth_names_the_level_that_is_missing()
    {
        Map(0, 1024);
        Assert.Equal(0, Walk(0, 1024, new MmWalkOps { PteHole = log.Hole, PteEntry = log.Entry("pte") }));
        Assert.Equal(["hole@0 0+1024"], log.Events);
        log.Events.Clear();

        // With a table for the first 512 pages, only a pmd entry is missing for the rest.
        Touch(5);
        Assert.Equal(0, Walk(510, 514, new MmWalkOps { PteHole = log.Hole, PteEntry = log.Entry("pte") }));
        Assert.Equal(["pte 510+1", "pte 511+1", "hole@3 512+2"], log.Events);
        log.Events.Clear();

        Map(1 << 18, 1);
        Map(1 << 27, 1);
        Assert.Equal(0, Walk(1 << 18, (1 << 18) + 1, new MmWalkOps { PteHole = log.Hole, PteEntry = log.Entry("pte") }));
        Assert.Equal(0, Walk(1 << 27, (1 << 27) + 1, new MmWalkOps { PteHole = log.Hole, PteEntry = log.Entry("pte") }));
        Assert.Equal([$"hole@2 {1 << 18}+1", $"hole@1 {1 << 27}+1"], log.Events);
    }

    [Fact]
    public void Gaps_between_areas_are_holes_of_unknown_depth()
    {
        Map(2, 2);
        Map(6, 1);
        Touch(2, 3, 6);

        Assert.Equal(0, Walk(0, 9, new MmWalkOps { PteHole = log.Hole, PteEntry = log.Entry("pte") }));

        Assert.Equal(["hole@-1 0+2", "pte 2+1", "pte 3+1", "hole@-1 4+2", "pte 6+1", "hole@-1 7+2"], log.Events);
    }

    [Fact]
    public void Without_a_callback_for_holes_they_are_passed_over()
    {
        Map(0, 1 << 20);
        Touch(0, 700_000);

        Assert.Equal(0, Walk(0, 1 << 20, new MmWalkOps { PmdEntry = log.Entry("pmd") }));

        Assert.Equal(["pmd 0+512", $"pmd {700_000 / 512 * 512}+512"], log.Events);
    }

    [Fact]
    public void A_range_that_begins_and_ends_within_pages_shows_those_pages()
    {
        Map(0, 4);
        Touch(0, 1, 2, 3);
        MmWalkOps ops = new() { PteEntry = log.Entry("pte") };

        Assert.Equal(0, Locked(() => kernel.WalkPageRange(mm, Base + 100, Base + (2 * Page.Size) + 1, ops)));

        Assert.Equal(3, log.Events.Count);
    }

    [Fact]
    public void A_walk_knows_its_address_space_area_and_private_data()
    {
        Map(0, 1);
        Touch(0);
        object mine = new();
        bool seen = false;
        MmWalkOps ops = new()
        {
            PteEntry = (PageTableSlot entry, ulong address, ulong _, ref MmWalk walk) =>
            {
                seen = walk.Mm == mm && walk.Area!.Start == Base && walk.Private == mine && !walk.NoArea && address == Base
                    && entry.IsPresent && entry.IsWritable && entry.IsYoung && !entry.IsSpecial
                    && kernel.PfnToPage(entry.Pfn).IsAnonymous;
                return 0;
            },
        };

        Assert.Equal(0, Locked(() => kernel.WalkPageRange(mm, Base, Base + Page.Size, ops, mine)));

        Assert.True(seen);
    }

    [Fact]
    public void What_an_entry_or_a_hole_answers_ends_the_walk_and_is_passed_on_whatever_its_sign()
    {
        Map(0, 3);
        Touch(0, 1, 2);
        foreach (int answer in new[] { -Errno.EIO, 7 })
        {
            foreach (string name in new[] { "pte 1+1", "pmd 0+3", "pud 0+3", "p4d 0+3", "pgd 0+3" })
            {
                log.Events.Clear();
                log.Answers.Clear();
                log.Answers[name] = answer;
                Assert.Equal(answer, Walk(0, 3, EveryLevel()));
                Assert.Equal(name, log.Events[^1]);
            }

            log.Answers.Clear();
            log.Answers["hole@-1 3+1"] = answer;
            Assert.Equal(answer, Walk(3, 4, EveryLevel()));
        }
    }

    [Fact]
    public void Nothing_to_walk_is_an_invalid_argument()
    {
        Map(0, 1);
        MmWalkOps ops = EveryLevel();

        Assert.Equal(-Errno.EINVAL, Walk(1, 1, ops));
        Assert.Equal(-Errno.EINVAL, Walk(1, 0, ops));
        Assert.Equal(-Errno.EINVAL, kernel.WalkPageRange(null, 0, Page.Size, ops));
        Assert.Equal(-Errno.EINVAL, kernel.WalkPageRangeDebug(null, 0, Page.Size, ops));
        Assert.Equal(-Errno.EINVAL, Exclusively(() => kernel.WalkPageRangeDebug(mm, 0, (1UL << 57) + 1, ops)));
        Assert.Equal(-Errno.EINVAL, Exclusively(() => kernel.WalkPageRangeDebug(mm, 5, 5, ops)));
        Assert.Throws<ArgumentNullException>(() => kernel.WalkPageRange(mm, 0, Page.Size, null!));
        Assert.Empty(log.Events);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void The_address_space_of_another_kernel_is_refused()
    {
        using KernelMemory other = new(4);
        using MmStruct foreign = other.CreateMm();

        Assert.Throws<KernelBugException>(() => kernel.WalkPageRange(foreign, 0, Page.Size, EveryLevel()));
    }

    [Fact]
    public void Walking_one_area_needs_a_range_within_it()
    {
        Map(0, 3);
        Touch(1);
        VmAreaStruct area = AreaAt(0);
        MmWalkOps ops = new() { PteEntry = log.Entry("pte") };

        Assert.Equal(0, Locked(() => kernel.WalkPageRangeVma(area, Base + Page.Size, area.End, ops)));
        Assert.Equal(["pte 1+1", "pte 2+1"], log.Events);
        Assert.Equal(-Errno.EINVAL, Locked(() => kernel.WalkPageRangeVma(area, Base - Page.Size, area.End, ops)));
        Assert.Equal(-Errno.EINVAL, Locked(() => kernel.WalkPageRangeVma(area, Base, area.End + 1, ops)));
        Assert.Equal(-Errno.EINVAL, Locked(() => kernel.WalkPageRangeVma(area, Base, Base, ops)));
        log.Events.Clear();

        Assert.Equal(0, Locked(() => kernel.WalkPageVma(area, ops)));
        Assert.Equal(["pte 0+1", "pte 1+1", "pte 2+1"], log.Events);
        Assert.Throws<ArgumentNullException>(() => kernel.WalkPageVma(null!, ops));
        Assert.Throws<ArgumentNullException>(() => kernel.WalkPageRangeVma(null!, 0, 1, ops));
    }

    [Fact]
    public void A_walk_without_areas_finds_what_they_do_not_cover_and_prepares_nothing()
    {
        Map(2, 1);
        Touch(2);
        MmWalkOps ops = new()
        {
            PteEntry = log.Entry("pte"), TestWalk = log.Area("test"), PreVma = log.Area("pre"), PostVma = log.Done,
        };

        Assert.Equal(0, Exclusively(() => kernel.WalkPageRangeDebug(mm, Base, Base + (4 * Page.Size), ops)));

        Assert.Equal(["pte 0+1", "pte 1+1", "pte 2+1", "pte 3+1"], log.Events);
    }

    [Fact]
    public void The_older_name_of_the_walk_without_areas_does_the_same()
    {
        Map(0, 1);
        Touch(0);
        Assert.Equal(0, Exclusively(
            () => kernel.WalkPageRangeNovma(mm, Base, Base + Page.Size, new MmWalkOps { PteEntry = log.Entry("pte") })));
        Assert.Equal(["pte 0+1"], log.Events);
    }

    [Fact]
    public void A_callback_that_throws_leaves_the_locks_and_the_table_as_they_were()
    {
        Map(0, 2);
        Touch(0, 1);
        VmAreaStruct area = AreaAt(0);
        foreach (bool atPte in new[] { true, false })
        {
            PageWalkEntry thrower = (_, _, _, ref _) => throw new InvalidOperationException("thrown");
            MmWalkOps ops = new() { PteEntry = atPte ? thrower : log.Entry("pte"), PmdEntry = atPte ? null : thrower };
            Assert.Throws<InvalidOperationException>(() => Locked(() => kernel.WalkPageVma(area, ops)));
        }

        // Another thread gets the lock of the table, and this one is not in atomic context any more.
        Assert.Equal(0, OtherThread.Run(() => mm.Write(Base, [1])));
        Assert.Equal(0, mm.Munmap(Base, 2 * Page.Size));
        Assert.Empty(kernel.Warnings);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_walk_can_be_made_to_fail()
    {
        Map(0, 1);
        kernel.Injection.FailNext(nameof(KernelMemory.WalkPageRange));
        kernel.Injection.FailNext(nameof(KernelMemory.WalkPageVma), -Errno.EIO);

        Assert.Equal(-Errno.ENOMEM, Walk(0, 1, EveryLevel()));
        Assert.Equal(-Errno.EIO, Locked(() => kernel.WalkPageVma(mm.Areas.Single(), EveryLevel())));
        Assert.Empty(log.Events);
    }

    private MmWalkOps EveryLevel() => new()
    {
        PgdEntry = log.Entry("pgd"), P4dEntry = log.Entry("p4d"), PudEntry = log.Entry("pud"), PmdEntry = log.Entry("pmd"),
        PteEntry = log.Entry("pte"), PteHole = log.Hole,
    };

    private void Map(int page, int pages) =>
        Assert.Equal(0, mm.Mmap((ulong)pages * Page.Size, ReadWrite, out _, at: Base + ((ulong)page * Page.Size)));

    private void Touch(params int[] pages)
    {
        foreach (int page in pages)
        {
            Assert.Equal(0, mm.Write(Base + ((ulong)page * Page.Size), [1]));
        }
    }

    private VmAreaStruct AreaAt(int page) => Locked(() => mm.VmaLookup(Base + ((ulong)page * Page.Size)))!;

    private int Walk(int page, int end, MmWalkOps ops) => Locked(
        () => kernel.WalkPageRange(mm, Base + ((ulong)page * Page.Size), Base + ((ulong)end * Page.Size), ops));

    private T Locked<T>(Func<T> action)
    {
        mm.MmapReadLock();
        try
        {
            return action();
        }
        finally
        {
            mm.MmapReadUnlock();
        }
    }

    private T Exclusively<T>(Func<T> action)
    {
        mm.MmapWriteLock();
        try
        {
            return action();
        }
        finally
        {
            mm.MmapWriteUnlock();
        }
    }
}
