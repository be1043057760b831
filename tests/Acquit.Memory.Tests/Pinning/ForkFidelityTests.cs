using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>Fork, copy-on-write, and what pins ask of both.</summary>
public sealed class ForkFidelityTests : IDisposable
{
    private readonly KernelMemory kernel = new(2048);
    private readonly MmStruct mm;
    private readonly Page[] pages = new Page[2];

    public ForkFidelityTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
        kernel.Dispose();
    }

    [Fact]
    public void Parent_and_child_share_pages_until_one_of_them_writes()
    {
        ulong start = Written(mm, 1);
        using MmStruct child = mm.Fork()!;
        Page page = PageAt(mm, start);

        Assert.Same(page, PageAt(child, start));
        Assert.Equal((2, 2), (page.RefCount, page.MapCount));
        Assert.Equal(0, child.Write(start, [2]));

        Assert.NotSame(page, PageAt(child, start));
        Assert.Same(page, PageAt(mm, start));
        Assert.Equal((1, 2), (First(mm, start), First(child, start)));

        // Nobody else has it any more: no second copy.
        Assert.Equal(0, mm.Write(start, [3]));
        Assert.Same(page, PageAt(mm, start));
    }

    [Fact]
    public void A_fork_copies_at_once_what_is_pinned_and_the_pin_goes_on_showing_what_the_process_sees()
    {
        ulong start = Written(mm, 1);
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));

        using MmStruct child = mm.Fork()!;

        Assert.NotSame(pages[0], PageAt(child, start));
        Assert.True(mm.PageTable.Lookup(start).Writable);
        Assert.Equal(0, mm.Write(start, [5]));
        Assert.Same(pages[0], PageAt(mm, start));
        pages[0].Span[1] = 6;
        Assert.Equal(1, First(child, start));
        Assert.Equal(0, child.Write(start, [9]));
        Assert.Equal(5, pages[0].Span[0]);
        mm.UnpinUserPage(pages[0]);
    }

    [Fact]
    public void A_page_with_many_references_is_copied_too_once_the_process_has_ever_pinned()
    {
        ulong start = Written(mm, 1);
        Page page = PageAt(mm, start);
        Assert.True(page.TryAddCount(1023, 0));
        using (MmStruct before = mm.Fork()!)
        {
            Assert.Same(page, PageAt(before, start));
        }

        Assert.Equal(0, mm.Write(start, [1]));
        page = PageAt(mm, start);
        page.TryAddCount(1023, 0);
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        mm.UnpinUserPage(pages[0]);
        using (MmStruct after = mm.Fork()!)
        {
            Assert.NotSame(page, PageAt(after, start));
        }

        page.DropCount(1023, 0);
        foreach (Page other in kernel.FrameTable)
        {
            if (other != page && other.RefCount == 1023)
            {
                kernel.DropReference(other, 1023, 0, default);
            }
        }
    }

    [Fact]
    public void Without_enough_memory_for_the_copies_a_fork_fails_and_leaves_nothing_behind()
    {
        using KernelMemory small = new(8);
        using MmStruct parent = small.CreateMm();
        ulong start = Written(parent, 4);
        Page[] pinned = new Page[4];
        Assert.Equal(4, parent.PinUserPagesFast(start, 4, FollFlags.Write, pinned));
        int free = small.FreePageCount;

        Assert.Null(parent.Fork());

        Assert.Equal(free, small.FreePageCount);
        Assert.Equal(0, parent.Write(start, [3]));
        parent.UnpinUserPages(pinned, 4);
        using MmStruct? child = parent.Fork();
        Assert.NotNull(child);
    }

    [Fact]
    public void A_read_only_pin_of_a_page_that_both_have_makes_it_the_pinning_process_s_own_first()
    {
        ulong start = Written(mm, 1);
        using MmStruct child = mm.Fork()!;
        Page shared = PageAt(mm, start);

        Assert.Equal(1, child.GetUserPagesFast(start, 1, FollFlags.None, pages));
        Assert.Same(shared, pages[0]);
        child.PutPage(pages[0]);
        Assert.Equal(0, child.PinUserPagesFastOnly(start, 1, FollFlags.None, pages));
        Assert.Equal(1, child.PinUserPagesFast(start, 1, FollFlags.None, pages));

        Assert.NotSame(shared, pages[0]);
        Assert.Equal(1, pages[0].Span[0]);
        Assert.False(child.PageTable.Lookup(start).Writable);
        Assert.Equal(0, child.Write(start, [8]));
        Assert.Equal(8, pages[0].Span[0]);
        Assert.Equal(1, First(mm, start));
        child.UnpinUserPage(pages[0]);
    }

    [Fact]
    public void A_page_that_the_other_has_left_needs_no_copy_for_a_read_only_pin()
    {
        ulong start = Written(mm, 1);
        mm.Fork()!.Dispose();
        Page page = PageAt(mm, start);

        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.None, pages));

        Assert.Same(page, pages[0]);
        mm.UnpinUserPage(page);
    }

    [Fact]
    public void A_long_term_read_only_pin_of_zeroes_or_of_a_private_file_s_page_makes_a_page_of_the_process_s_own()
    {
        using ShmemFile file = new(kernel, Page.Size);
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Write, out ulong mapped, file));
        ulong[] starts = [mm.MapAnonymous(1), mapped];
        foreach (ulong start in starts)
        {
            Assert.Equal(0, mm.Read(start, new byte[1]));
            Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.LongTerm, pages));

            Assert.True(pages[0].IsAnonymous);
            Assert.Equal(0, mm.Write(start, [4]));
            Assert.Equal(4, pages[0].Span[0]);
            mm.UnpinUserPage(pages[0]);
        }

        mm.Dispose();
    }

    [Fact]
    public void Huge_entries_are_shared_whole_and_split_when_something_in_them_is_pinned()
    {
        Assert.Equal(0, mm.Mmap(512 * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start));
        Assert.Equal(0, mm.Write(start + 5, [1]));
        Page head = PageAt(mm, start);
        using (MmStruct child = mm.Fork()!)
        {
            child.PageTable.Lookup(start, out int level);
            Assert.Equal((PageTableLevel.Pmd, 2), (level, head.RefCount));
            Assert.Equal(0, child.Write(start, [2]));
            Assert.Equal(0, First(mm, start));
        }

        Assert.Equal(0, mm.Write(start, [1]));
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        using (MmStruct child = mm.Fork()!)
        {
            child.PageTable.Lookup(start, out int level);
            Assert.Equal(PageTableLevel.Pte, level);
            Assert.NotSame(pages[0], PageAt(child, start));
            Assert.Equal(1, First(child, start));
        }

        mm.UnpinUserPage(pages[0]);
    }

    [Fact]
    public void Areas_are_opened_and_known_to_their_file_and_files_fault_in_anew()
    {
        List<VmAreaStruct> opened = [];
        AddressSpace mapping = new(kernel);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        int asked = 0;
        VmOperations operations = new()
        {
            Open = opened.Add,
            Close = area => opened.Remove(area),
            Fault = fault =>
            {
                asked++;
                kernel.GetPage(page);
                fault.Page = page;
                return VmFaultCode.None;
            },
        };
        FileStruct file = new(
            new FileOperations
            {
                Mmap = (_, area) =>
                {
                    area.Ops = operations;
                    return 0;
                },
            },
            mapping: mapping);
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));
        Assert.Equal(0, mm.Write(start, [1]));

        using (MmStruct child = mm.Fork()!)
        {
            mapping.IMmapLockRead();
            Assert.Equal(2, mapping.AreasOf(0, 0).Count);
            mapping.IMmapUnlockRead();
            Assert.Same(child, Assert.Single(opened).Mm);
            Assert.False(child.PageTable.Lookup(start).Present);
            Assert.Equal(0, child.Write(start, [2]));
            Assert.Equal((2, 2), (asked, First(mm, start)));
        }

        Assert.Empty(opened);
        mm.Munmap(start, Page.Size);
        kernel.FreePage(page);
    }

    [Fact]
    public void Shared_memory_without_a_file_stays_the_same_memory()
    {
        Assert.Equal(0, mm.Mmap(2 * Page.Size, TestKernel.SharedReadWrite, out ulong start));
        Assert.Equal(0, mm.Write(start, [1]));
        using MmStruct child = mm.Fork()!;

        Assert.Equal(0, child.Write(start, [2]));
        Assert.Equal(0, child.Write(start + Page.Size, [3]));

        Assert.Equal((2, 3), (First(mm, start), First(mm, start + Page.Size)));
    }

    [Fact]
    public void Areas_may_be_left_out_or_be_empty_in_the_child()
    {
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.DontCopy, out ulong left));
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.WipeOnFork, out ulong wiped));
        Assert.Equal(0, mm.Write(left, [1]));
        Assert.Equal(0, mm.Write(wiped, [1]));
        using MmStruct child = mm.Fork()!;

        Assert.Equal(-Errno.EFAULT, child.Read(left, new byte[1]));
        Assert.Equal(0, First(child, wiped));
    }

    [Fact]
    public void Bare_frames_are_copied_and_made_read_only_where_a_write_would_copy()
    {
        FileStruct file = TestKernel.FileWith(new VmOperations(), VmFlags.PfnMap);
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Write, out ulong start, file));
        mm.InstallFrames(start, 9, PageTableLevel.Pte, EntryFlags.Special, writable: true);
        using MmStruct child = mm.Fork()!;

        Assert.All([mm, child], process => Assert.Equal(
            (9UL, false), (process.PageTable.Lookup(start).Frame, process.PageTable.Lookup(start).Writable)));
    }

    [Fact]
    public void A_fork_that_is_made_to_fail_answers_null()
    {
        kernel.Injection.FailNext(nameof(MmStruct.Fork));

        Assert.Null(mm.Fork());
    }

    [Fact]
    public void A_file_s_areas_must_not_be_locked_by_who_forks()
    {
        using ShmemFile file = new(kernel, Page.Size);
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out _, file));
        file.Mapping.IMmapLockRead();

        Assert.Throws<KernelBugException>(() => mm.Fork());

        file.Mapping.IMmapUnlockRead();
        mm.Fork()!.Dispose();
        mm.Dispose();
    }

    [Fact]
    public void What_was_swapped_out_is_the_child_s_too()
    {
        ulong start = Written(mm, 1);
        Assert.Equal(1, mm.Reclaim());
        using MmStruct child = mm.Fork()!;

        Assert.Equal(0, child.Write(start + 1, [7]));

        Assert.Equal((1, 1, 1), (First(mm, start), First(child, start), child.GetUserPagesFast(start, 1, FollFlags.None, pages)));
        child.PutPage(pages[0]);
    }

    [Fact]
    public void A_pin_without_the_lock_is_given_up_while_a_fork_takes_rights_away_and_a_reference_is_not()
    {
        ulong start = Written(mm, 1);
        mm.BeginWriteProtecting();

        Assert.Equal(0, mm.PinUserPagesFastOnly(start, 1, FollFlags.Write, pages));
        Assert.Equal(1, mm.GetUserPagesFastOnly(start, 1, FollFlags.Write, pages));
        mm.PutPage(pages[0]);

        // The other half has the mmap lock, which a fork has for writing.
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        mm.UnpinUserPage(pages[0]);
        mm.EndWriteProtecting();
        Assert.Equal(1, mm.PinUserPagesFastOnly(start, 1, FollFlags.Write, pages));
        Assert.Equal(1 + 1024, pages[0].RefCount);
        mm.UnpinUserPage(pages[0]);
    }

    [Fact]
    public void Pins_during_which_a_fork_began_are_undone_though_the_pages_are_still_mapped()
    {
        ulong start = Written(mm, 2);
        PageRequest request = new(FaultFlags.Write, default) { Foll = FollFlags.Write | FollFlags.Pin };
        int before = mm.WriteProtectSequence;
        mm.BeginWriteProtecting();
        mm.EndWriteProtecting();

        Assert.Equal(0, mm.PinUnlessForked(start, pages, request, before));

        Assert.All(pages, Assert.Null);
        Assert.Equal((1, 1), (PageAt(mm, start).RefCount, PageAt(mm, start + Page.Size).RefCount));
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
    }

    [Fact]
    public void A_pin_taken_when_a_fork_is_announced_is_seen_by_it()
    {
        ulong start = Written(mm, 1);
        Page page = PageAt(mm, start);
        int seen = 0;
        using MmuProbe probe = new(mm, () => seen = mm.PinUserPagesFastOnly(start, 1, FollFlags.Write, pages));

        using MmStruct child = mm.Fork()!;

        // Told before entries change: the pin was taken, and is seen.
        Assert.Equal(1, seen);
        Assert.NotSame(page, PageAt(child, start));
        mm.UnpinUserPage(pages[0]);
    }

    private static ulong Written(MmStruct process, int count)
    {
        ulong start = process.MapAnonymous(count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(0, process.Write(start + ((ulong)i * Page.Size), [1]));
        }

        return start;
    }

    private static int First(MmStruct process, ulong address)
    {
        byte[] seen = new byte[1];
        Assert.Equal(0, process.Read(address, seen));
        return seen[0];
    }

    private Page PageAt(MmStruct process, ulong address) => kernel.PfnToPage(process.PageTable.Lookup(address).Frame);

    /// <summary>Does something when a change is about to begin.</summary>
    private sealed class MmuProbe : IDisposable
    {
        private readonly MmStruct mm;
        private readonly MmuNotifier notifier;

        public MmuProbe(MmStruct mm, Action action)
        {
            this.mm = mm;
            notifier = new MmuNotifier(new MmuNotifierOps
            {
                InvalidateRangeStart = (_, _) =>
                {
                    action();
                    return 0;
                },
            });
            Assert.Equal(0, mm.MmuNotifierRegister(notifier));
        }

        public void Dispose() => mm.MmuNotifierUnregister(notifier);
    }
}
