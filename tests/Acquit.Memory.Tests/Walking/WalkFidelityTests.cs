using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>What the kernel's walkers do that one would not think, and what they ask for.</summary>
public sealed class WalkFidelityTests : IDisposable
{
    private const ulong Base = 1UL << 30;

    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;
    private readonly AddressSpace mapping;
    private readonly WalkLog log = new(Base);

    public WalkFidelityTests()
    {
        mm = kernel.CreateMm();
        mapping = new AddressSpace(kernel);
    }

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void A_positive_test_skips_the_area_in_a_walk_of_an_address_space_and_never_reaches_the_caller()
    {
        Map(0, 2, 0);
        Map(4, 2, 10);
        log.Answers["test 0+2"] = 5;

        Assert.Equal(0, Walk(0, 6, Tested()));

        Assert.Equal(["test 0+2", "test 4+2", "pre 4+2", "pte 4+1", "pte 5+1", "post 4+2"], log.Events);
    }

    [Fact]
    public void A_positive_test_ends_the_whole_walk_of_a_file_with_zero()
    {
        Map(0, 2, 0);
        Map(4, 2, 10);
        log.Answers["test 0+2"] = 5;

        Assert.Equal(0, WalkFile(0, 100, Tested()));

        Assert.Equal(["test 0+2"], log.Events);
    }

    [Fact]
    public void A_negative_test_ends_either_walk_with_its_error()
    {
        Map(0, 2, 0);
        log.Answers["test 0+2"] = -Errno.EPERM;

        Assert.Equal(-Errno.EPERM, Walk(0, 2, Tested()));
        Assert.Equal(-Errno.EPERM, WalkFile(0, 2, Tested()));
        Assert.Equal(["test 0+2", "test 0+2"], log.Events);
    }

    [Fact]
    public void The_test_is_asked_about_the_part_in_range_in_one_walk_and_about_the_full_area_in_the_walk_of_a_file()
    {
        Map(0, 6, 0);

        Assert.Equal(0, Walk(1, 3, new MmWalkOps { TestWalk = log.Area("test"), PreVma = log.Area("pre") }));
        Assert.Equal(0, WalkFile(1, 2, new MmWalkOps { TestWalk = log.Area("test"), PreVma = log.Area("pre") }));

        Assert.Equal(["test 1+2", "pre 1+2", "test 0+6", "pre 1+2"], log.Events);
    }

    [Fact]
    public void Areas_of_bare_frames_are_told_as_holes_and_not_walked()
    {
        Map(0, 2, 0, VmFlags.PfnMap);
        Map(2, 1, 2);
        MmWalkOps ops = new() { PteHole = log.Hole, PteEntry = log.Entry("pte") };

        Assert.Equal(0, Walk(0, 3, ops));
        Assert.Equal(["hole@-1 0+2", "pte 2+1"], log.Events);
        log.Events.Clear();

        // In the walk of a file, what refuses an area ends the walk, and this does too.
        Assert.Equal(0, WalkFile(0, 3, ops));
        Assert.Equal(["hole@-1 0+2"], log.Events);
        log.Events.Clear();

        log.Answers["hole@-1 0+2"] = -Errno.EIO;
        Assert.Equal(-Errno.EIO, Walk(0, 3, ops));
        log.Answers["hole@-1 0+2"] = 3;
        Assert.Equal(0, Walk(0, 2, ops));
    }

    [Fact]
    public void A_test_of_ones_own_may_let_areas_of_bare_frames_in()
    {
        Map(0, 1, 0, VmFlags.PfnMap | VmFlags.MixedMap, touch: false);
        Assert.True(mm.InstallFrames(Base, 5000, PageTableLevel.Pte, EntryFlags.Special, writable: true));

        Assert.Equal(0, Walk(0, 1, Tested()));

        Assert.Contains("pte 0+1", log.Events);
    }

    [Fact]
    public void The_end_of_an_area_runs_even_if_its_walk_failed_and_only_a_failed_beginning_suppresses_it()
    {
        Map(0, 2, 0);
        log.Answers["pte 0+1"] = -Errno.EIO;
        Assert.Equal(-Errno.EIO, Walk(0, 2, Tested()));
        Assert.Equal(["test 0+2", "pre 0+2", "pte 0+1", "post 0+2"], log.Events);
        log.Events.Clear();

        log.Answers["pre 0+2"] = -Errno.ENOMEM;
        Assert.Equal(-Errno.ENOMEM, Walk(0, 2, Tested()));
        Assert.Equal(-Errno.ENOMEM, WalkFile(0, 2, Tested()));
        Assert.Equal(["test 0+2", "pre 0+2", "test 0+2", "pre 0+2"], log.Events);
    }

    [Fact]
    public void The_end_of_an_area_runs_even_if_a_callback_threw()
    {
        Map(0, 1, 0);
        MmWalkOps ops = new()
        {
            PteEntry = (_, _, _, ref _) => throw new InvalidOperationException("thrown"), PostVma = log.Done,
        };

        Assert.Throws<InvalidOperationException>(() => Walk(0, 1, ops));

        Assert.Equal(["post 0+1"], log.Events);
    }

    [Fact]
    public void One_area_walked_whole_is_tested_and_a_range_of_it_is_not()
    {
        Map(0, 2, 0);
        log.Answers["test 0+2"] = 1;
        mm.MmapReadLock();
        VmAreaStruct area = mm.VmaLookup(Base)!;

        Assert.Equal(0, kernel.WalkPageVma(area, Tested()));
        Assert.Equal(["test 0+2"], log.Events);
        Assert.Equal(0, kernel.WalkPageRangeVma(area, area.Start, area.End, Tested()));
        mm.MmapReadUnlock();

        Assert.Equal(["test 0+2", "pre 0+2", "pte 0+1", "pte 1+1", "post 0+2"], log.Events);
    }

    [Fact]
    public void A_positive_answer_of_an_entry_reaches_the_caller_of_the_walk_of_a_file()
    {
        Map(0, 2, 0);
        log.Answers["pte 1+1"] = 9;
        Assert.Equal(9, WalkFile(0, 2, Tested()));
    }

    [Fact]
    public void An_entry_callback_may_not_sleep()
    {
        Map(0, 1, 0);
        MmWalkOps ops = new()
        {
            PteEntry = (_, _, _, ref _) =>
            {
                kernel.PutPage(kernel.ShmemReadMappingPage(new AddressSpace(kernel, 1), 0, out _)!);
                return 0;
            },
        };

        Assert.Equal(0, Walk(0, 1, ops));
        Assert.Contains("may sleep", Assert.Single(kernel.Warnings).Message);

        mm.MmapWriteLock();
        Assert.Equal(0, kernel.WalkPageRangeDebug(mm, Base, Base + Page.Size, ops));
        mm.MmapWriteUnlock();
        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void An_entry_callback_runs_under_the_lock_of_the_table_and_in_a_walk_without_areas_it_does_not()
    {
        Map(0, 1, 0);
        PageTableNode table = mm.PageTable.PteTable(Base)!;
        List<bool> held = [];
        MmWalkOps ops = new()
        {
            PteEntry = (_, _, _, ref _) =>
            {
                held.Add(table.Ptl.IsHeldByCurrentThread);
                return 0;
            },
        };

        Assert.Equal(0, Walk(0, 1, ops));
        Assert.Equal(0, WalkFile(0, 1, ops));
        mm.MmapWriteLock();
        Assert.Equal(0, kernel.WalkPageRangeDebug(mm, Base, Base + Page.Size, ops));
        mm.MmapWriteUnlock();

        Assert.Equal([true, true, false], held);
    }

    [Fact]
    public void A_walk_without_the_lock_it_asks_for_is_warned_about()
    {
        Map(0, 1, 0);
        MmWalkOps reading = new();
        MmWalkOps writing = new() { WalkLock = PageWalkLock.Write };

        Assert.Equal(0, kernel.WalkPageRange(mm, Base, Base + Page.Size, reading));
        Assert.Equal(0, Walk(0, 1, writing));
        mm.MmapReadLock();
        Assert.Equal(0, kernel.WalkPageRangeDebug(mm, Base, Base + Page.Size, reading));
        mm.MmapReadUnlock();
        Assert.Equal(3, kernel.Warnings.Count);
        Assert.All(kernel.Warnings, warning => Assert.Contains("mmap lock should be held", warning.Message));

        mm.MmapWriteLock();
        Assert.Equal(0, kernel.WalkPageRange(mm, Base, Base + Page.Size, writing));
        mm.MmapWriteUnlock();
        Assert.Equal(0, WalkFile(0, 1, writing));
        Assert.Equal(3, kernel.Warnings.Count);
    }

    [Fact]
    public void The_walk_of_a_file_needs_its_own_lock_and_no_mmap_lock_is_as_good()
    {
        Map(0, 1, 0);
        mm.MmapReadLock();
        Assert.Equal(0, kernel.WalkPageMapping(mapping, 0, 1, Tested()));
        mm.MmapReadUnlock();

        Assert.Contains("i_mmap lock", Assert.Single(kernel.Warnings).Message);
        Assert.Contains("pte 0+1", log.Events);
        Assert.True(kernel.LeakReport().IsEmpty);

        mapping.IMmapLockWrite();
        Assert.Equal(0, kernel.WalkPageMapping(mapping, 0, 1, Tested()));
        mapping.IMmapUnlockWrite();
        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void Splitting_in_the_walk_of_a_file_and_looking_at_huge_puds_there_needs_the_mmap_lock()
    {
        Assert.Equal(0, mm.Mmap(1UL << 30, TestKernel.SharedReadWrite | VmFlags.MixedMap, out _, File(), at: Base));
        Assert.True(mm.InstallFrames(Base, 1 << 20, PageTableLevel.Pud, EntryFlags.Special, writable: false));

        Assert.Equal(0, WalkFile(0, 1, new MmWalkOps { PudEntry = log.Entry("pud") }));
        Assert.Contains("huge pud", Assert.Single(kernel.Warnings).Message);
        Assert.Equal(0, WalkFile(0, 1, new MmWalkOps { PmdEntry = log.Entry("pmd") }));
        Assert.Contains("splits", kernel.Warnings[^1].Message);
        Assert.Equal(0, WalkFile(0, 1, new MmWalkOps { PteEntry = log.Entry("pte") }));
        Assert.Equal(3, kernel.Warnings.Count);

        Assert.Equal(0, WalkFile(0, 1, new MmWalkOps { PteEntry = log.Entry("pte") }));
        Assert.Equal(0, Walk(512, 513, new MmWalkOps { PteEntry = log.Entry("pte") }));
        Assert.Equal(3, kernel.Warnings.Count);
    }

    private MmWalkOps Tested() => new()
    {
        TestWalk = log.Area("test"), PreVma = log.Area("pre"), PteEntry = log.Entry("pte"), PostVma = log.Done,
    };

    private FileStruct File(VmFlags flags = VmFlags.None) => new(
        new FileOperations
        {
            Mmap = (_, area) =>
            {
                area.Flags |= flags;
                area.Ops = new VmOperations
                {
                    Fault = fault =>
                    {
                        fault.Page = kernel.AllocPage(GfpFlags.Kernel);
                        return VmFaultCode.None;
                    },
                };
                return 0;
            },
        },
        mapping: mapping);

    private void Map(int page, int pages, ulong pgoff, VmFlags flags = VmFlags.None, bool touch = true)
    {
        ulong at = Base + ((ulong)page * Page.Size);
        Assert.Equal(0, mm.Mmap((ulong)pages * Page.Size, TestKernel.SharedReadWrite, out _, File(flags), pgoff, at));
        for (int i = 0; touch && i < pages; i++)
        {
            Assert.Equal(0, mm.Write(at + ((ulong)i * Page.Size), [1]));
        }
    }

    private int Walk(int page, int end, MmWalkOps ops)
    {
        mm.MmapReadLock();
        try
        {
            return kernel.WalkPageRange(mm, Base + ((ulong)page * Page.Size), Base + ((ulong)end * Page.Size), ops);
        }
        finally
        {
            mm.MmapReadUnlock();
        }
    }

    private int WalkFile(ulong first, ulong count, MmWalkOps ops)
    {
        mapping.IMmapLockRead();
        try
        {
            return kernel.WalkPageMapping(mapping, first, count, ops);
        }
        finally
        {
            mapping.IMmapUnlockRead();
        }
    }
}
