using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>What each form of get and pin does, needs, adds and answers.</summary>
public sealed class FormFidelityTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;
    private readonly Page[] pages = new Page[8];

    public FormFidelityTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        kernel.Dispose();
    }

    [Fact]
    public void Without_an_array_pages_are_faulted_in_and_no_references_are_taken()
    {
        ulong start = mm.MapAnonymous(3);
        mm.MmapReadLock();
        int locked = 1;

        Assert.Equal(1, mm.GetUserPages(start, 1, FollFlags.Write, null));
        Assert.Equal(1, mm.GetUserPagesRemote(start + Page.Size, 1, FollFlags.Write, null, ref locked));
        mm.MmapReadUnlock();
        Assert.Equal(1, mm.GetUserPagesUnlocked(start + (2 * Page.Size), 1, FollFlags.Write, null));

        for (ulong i = 0; i < 3; i++)
        {
            PageTableEntry entry = mm.PageTable.Lookup(start + (i * Page.Size));
            Assert.True(entry.Writable);
            Assert.Equal(1, kernel.PfnToPage(entry.Frame).RefCount);
        }

        Assert.Equal(1, locked);
    }

    [Fact]
    public void Nothing_asked_for_is_nothing_held()
    {
        ulong start = mm.MapAnonymous(1);
        int locked = 1;
        mm.MmapReadLock();

        Assert.Equal(0, mm.GetUserPages(start, 0, FollFlags.None, pages));
        Assert.Equal(0, mm.PinUserPages(start, 0, FollFlags.None, pages));
        Assert.Equal(0, mm.PinUserPagesRemote(start, 0, FollFlags.None, pages, ref locked));
        mm.MmapReadUnlock();
        Assert.Equal(0, mm.PinUserPagesUnlocked(start, 0, FollFlags.None, pages));
        Assert.Equal(0, mm.PinUserPagesFast(start, 0, FollFlags.None, pages));

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Bad_counts_and_ranges_are_refused_with_nothing_held()
    {
        ulong start = mm.MapAnonymous(1);

        Assert.Equal(-Errno.EINVAL, mm.PinUserPagesFast(start, -1, FollFlags.None, pages));
        Assert.Equal(-Errno.EINVAL, mm.GetUserPagesUnlocked(start, int.MinValue, FollFlags.None, pages));
        Assert.Throws<ArgumentException>(() => mm.PinUserPagesFast(start, 9, FollFlags.None, pages));
        Assert.Throws<ArgumentException>(() => mm.PinUserPagesUnlocked(start, 9, FollFlags.None, pages));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(ulong.MaxValue, 8, FollFlags.None, pages));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesUnlocked(ulong.MaxValue, 8, FollFlags.None, pages));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesUnlocked(0, 1, FollFlags.None, pages));
    }

    [Fact]
    public void An_address_within_a_page_means_the_page()
    {
        ulong start = mm.MapAnonymous(2);

        Assert.Equal(2, mm.PinUserPagesFast(start + 4095, 2, FollFlags.Write, pages));
        mm.UnpinUserPages(pages, 2);
        Assert.True(mm.GetUserPageFastOnly(start + 4095, FollFlags.Write, out Page? page));
        Assert.Same(pages[0], page);
        mm.PutPage(page!);
    }

    [Fact]
    public void The_forms_that_take_the_lock_give_it_back_and_warn_when_it_is_held()
    {
        ulong start = mm.MapAnonymous(1);

        Assert.Equal(1, mm.GetUserPagesUnlocked(start, 1, FollFlags.Write, pages));
        mm.PutPage(pages[0]);
        mm.MmapWriteLock();
        mm.MmapWriteUnlock();
        Assert.Empty(kernel.Warnings);

        mm.MmapReadLock();
        Assert.Equal(1, mm.PinUserPagesUnlocked(start, 1, FollFlags.Write, pages));
        mm.MmapReadUnlock();
        mm.UnpinUserPage(pages[0]);
        Assert.Contains("which this thread holds", kernel.Warnings[0].Message);
    }

    [Fact]
    public void The_forms_with_the_lock_are_refused_without_it()
    {
        ulong start = mm.MapAnonymous(1);
        int locked = 1;

        Assert.Throws<KernelBugException>(() => mm.GetUserPages(start, 1, FollFlags.None, pages));
        Assert.Throws<KernelBugException>(() => mm.GetUserPagesRemote(start, 1, FollFlags.None, pages, ref locked));
        Assert.Throws<KernelBugException>(() => mm.PinUserPagesRemote(start, 1, FollFlags.None, pages));
    }

    [Fact]
    public void Another_process_s_address_space_has_to_be_alive()
    {
        MmStruct other = kernel.CreateMm();
        ulong start = other.MapAnonymous(1);
        other.Mmgrab();
        other.Dispose();
        int locked = 1;

        Assert.Throws<KernelBugException>(() => other.PinUserPagesRemote(start, 1, FollFlags.None, pages, ref locked));
        Assert.Throws<KernelBugException>(() => other.PinUserPagesFast(start, 1, FollFlags.None, pages));
        other.Mmdrop();
    }

    [Fact]
    public void A_remote_form_comes_back_without_the_lock_when_a_fault_has_dropped_it()
    {
        ulong start = MapRetrying(out _);
        int locked = 1;
        mm.MmapReadLock();

        Assert.Equal(3, mm.PinUserPagesRemote(start, 3, FollFlags.None, pages, ref locked));

        Assert.Equal(0, locked);
        mm.MmapWriteLock();
        mm.MmapWriteUnlock();
        mm.UnpinUserPages(pages, 3);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void A_remote_form_keeps_the_lock_when_nothing_had_to_wait()
    {
        ulong start = mm.MapAnonymous(2);
        int locked = 1;
        mm.MmapReadLock();

        Assert.Equal(2, mm.GetUserPagesRemote(start, 2, FollFlags.Write, pages, ref locked));

        Assert.Equal(1, locked);
        mm.MmapReadUnlock();
        mm.ReleasePages(pages, 2);
    }

    [Fact]
    public void The_forms_that_keep_the_lock_allow_no_retry()
    {
        ulong start = MapRetrying(out Func<FaultFlags> seen);
        mm.MmapReadLock();
        Assert.Equal(1, mm.PinUserPages(start, 1, FollFlags.None, pages));
        Assert.Equal(1, mm.PinUserPagesRemote(start + Page.Size, 1, FollFlags.None, pages.AsSpan(1)));
        mm.MmapReadUnlock();

        Assert.Equal(FaultFlags.Remote, seen() & (FaultFlags.AllowRetry | FaultFlags.Remote));
        mm.UnpinUserPages(pages, 2);
    }

    [Fact]
    public void A_fatal_signal_before_the_lock_is_minus_EAGAIN_and_after_it_was_dropped_minus_EINTR()
    {
        ulong start = MapRetrying(out _);
        kernel.Injection.FailNext(nameof(MmStruct.MmapReadLockKillable));
        Assert.Equal(-Errno.EAGAIN, mm.PinUserPagesUnlocked(start, 1, FollFlags.None, pages));

        kernel.Injection.FailNth(nameof(MmStruct.MmapReadLockKillable), 2);
        Assert.Equal(-Errno.EINTR, mm.PinUserPagesUnlocked(start, 1, FollFlags.None, pages));

        int locked = 1;
        mm.MmapReadLock();
        kernel.Injection.FailNext(nameof(MmStruct.MmapReadLockKillable));
        Assert.Equal(-Errno.EINTR, mm.GetUserPagesRemote(start + Page.Size, 1, FollFlags.None, pages, ref locked));
        Assert.Equal(0, locked);
    }

    [Fact]
    public void The_fast_forms_hide_a_late_error_behind_a_positive_count_and_asking_for_the_rest_shows_it()
    {
        ulong start = mm.MapAnonymous(2);
        Assert.Equal(0, mm.Write(start, [1]));

        Assert.Equal(2, mm.PinUserPagesFast(start, 5, FollFlags.Write, pages));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start + (2 * Page.Size), 3, FollFlags.Write, pages.AsSpan(2)));
        mm.UnpinUserPages(pages, 2);
    }

    [Fact]
    public void The_only_fast_forms_take_what_is_mapped_in_any_context_and_zero_is_legal()
    {
        ulong start = mm.MapAnonymous(3);
        Assert.Equal(0, mm.Write(start, [1]));
        mm.MmapWriteLock();
        using (kernel.EnterContext(ExecutionContexts.Interrupt))
        {
            Assert.Equal(1, mm.PinUserPagesFastOnly(start, 3, FollFlags.Write, pages));
            Assert.Equal(0, mm.PinUserPagesFastOnly(start + Page.Size, 2, FollFlags.Write, pages.AsSpan(1)));
            Assert.Equal(1, mm.GetUserPagesFastOnly(start, 3, FollFlags.None, pages.AsSpan(2)));
            Assert.True(mm.GetUserPageFastOnly(start, FollFlags.Write, out Page? page));
            Assert.False(mm.GetUserPageFastOnly(start + Page.Size, FollFlags.Write, out Page? none));
            Assert.Null(none);
            mm.PutPage(page!);
            mm.PutPage(pages[2]);
            mm.UnpinUserPages(pages, 1);
        }

        mm.MmapWriteUnlock();
        Assert.Empty(kernel.Warnings);
    }

    [Theory]
    [InlineData(nameof(MmStruct.GetUserPages), true)]
    [InlineData(nameof(MmStruct.GetUserPagesRemote), true)]
    [InlineData(nameof(MmStruct.GetUserPagesUnlocked), true)]
    [InlineData(nameof(MmStruct.PinUserPages), false)]
    [InlineData(nameof(MmStruct.PinUserPagesRemote), true)]
    [InlineData(nameof(MmStruct.PinUserPagesUnlocked), true)]
    [InlineData(nameof(MmStruct.PinLongtermPages), false)]
    [InlineData(nameof(MmStruct.PinLongtermPagesRemote), false)]
    [InlineData(nameof(MmStruct.PinUserPagesFast), false)]
    public void Which_forms_mark_pages_as_used_and_dirty(string form, bool touches)
    {
        ulong start = mm.MapAnonymous(1);
        Assert.Equal(0, mm.Write(start, [1]));
        PageTableNode node = mm.PageTable.Leaf(start, out int index)!;
        lock (node.Ptl)
        {
            node.Write(index, node.Read(index).Without(EntryFlags.Dirty));
        }

        Page page = kernel.PfnToPage(mm.PageTable.Lookup(start).Frame);
        Take(form, start);
        Take(form, start);

        Assert.Equal((touches, touches), (page.IsDirty, page.IsActive));
    }

    [Fact]
    public void The_proposal_s_long_term_forms_are_pins_for_long()
    {
        Page[] inserted = [kernel.AllocPage(GfpFlags.Kernel)!];
        Assert.Equal(0, mm.Mmap(
            Page.Size, TestKernel.SharedReadWrite, out ulong start,
            new FileStruct(new FileOperations { Mmap = (_, area) => kernel.VmMapPages(area, inserted, 1) }) { IsDax = true }));
        int locked = 1;

        Assert.Equal(-Errno.EOPNOTSUPP, mm.PinLongtermPagesFast(start, 1, FollFlags.None, pages));
        mm.MmapReadLock();
        Assert.Equal(-Errno.EOPNOTSUPP, mm.PinLongtermPages(start, 1, FollFlags.None, pages));
        Assert.Equal(-Errno.EOPNOTSUPP, mm.PinLongtermPagesRemote(start, 1, FollFlags.None, pages, ref locked));
        mm.MmapReadUnlock();
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.None, pages));
        mm.UnpinUserPage(pages[0]);
        mm.Munmap(start, Page.Size);
        kernel.FreePage(inserted[0]);
    }

    [Fact]
    public void A_handler_that_throws_leaves_nothing_held()
    {
        ulong start = mm.MapAnonymous(1);
        Assert.Equal(0, mm.Write(start, [1]));
        FileStruct file = TestKernel.FileWith(new VmOperations { Fault = _ => throw new InvalidOperationException("no") });
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out _, file, at: start + Page.Size));
        int locked = 1;

        Assert.Throws<InvalidOperationException>(() => mm.PinUserPagesFast(start, 2, FollFlags.None, pages));
        Assert.Throws<InvalidOperationException>(() => mm.GetUserPagesUnlocked(start, 2, FollFlags.None, pages));
        mm.MmapReadLock();
        Assert.Throws<InvalidOperationException>(() => mm.PinUserPagesRemote(start, 2, FollFlags.None, pages, ref locked));
        mm.MmapReadUnlock();

        Assert.All(pages, Assert.Null);
        Assert.Equal(1, kernel.PfnToPage(mm.PageTable.Lookup(start).Frame).RefCount);
    }

    [Fact]
    public void Either_half_of_a_call_can_be_made_to_take_less()
    {
        ulong start = mm.MapAnonymous(4);
        Assert.Equal(0, mm.Write(start, new byte[4 * Page.Size]));

        kernel.Injection.PartialNext(MmStruct.FastHalf, 1);
        Assert.Equal(4, mm.PinUserPagesFast(start, 4, FollFlags.Write, pages));
        mm.UnpinUserPages(pages, 4);
        kernel.Injection.PartialNext(MmStruct.FastHalf, 1);
        kernel.Injection.PartialNext(MmStruct.SlowHalf, 2);
        Assert.Equal(3, mm.PinUserPagesFast(start, 4, FollFlags.Write, pages));
        mm.UnpinUserPages(pages, 3);
        kernel.Injection.FailNext(MmStruct.FastHalf);
        kernel.Injection.FailNext(MmStruct.SlowHalf, -Errno.ENOMEM);
        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesFast(start, 4, FollFlags.Write, pages));
        kernel.Injection.FailNext(MmStruct.FastHalf);
        Assert.False(mm.GetUserPageFastOnly(start, FollFlags.Write, out _));
        kernel.Injection.PartialNext(nameof(MmStruct.PinUserPagesUnlocked), 2);
        Assert.Equal(2, mm.PinUserPagesUnlocked(start, 4, FollFlags.Write, pages));
        mm.UnpinUserPages(pages, 2);
        kernel.Injection.FailNext(nameof(MmStruct.GetUserPagesUnlocked));
        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start, 4, FollFlags.Write, pages));

        Assert.False(kernel.Injection.IsPending);
    }

    private void Take(string form, ulong start)
    {
        int locked = 1;
        bool held = !form.EndsWith("Unlocked", StringComparison.Ordinal) && !form.EndsWith("Fast", StringComparison.Ordinal);
        if (held)
        {
            mm.MmapReadLock();
        }

        int got = form switch
        {
            nameof(MmStruct.GetUserPages) => mm.GetUserPages(start, 1, FollFlags.Write, pages),
            nameof(MmStruct.GetUserPagesRemote) => mm.GetUserPagesRemote(start, 1, FollFlags.Write, pages, ref locked),
            nameof(MmStruct.GetUserPagesUnlocked) => mm.GetUserPagesUnlocked(start, 1, FollFlags.Write, pages),
            nameof(MmStruct.PinUserPages) => mm.PinUserPages(start, 1, FollFlags.Write, pages),
            nameof(MmStruct.PinUserPagesRemote) => mm.PinUserPagesRemote(start, 1, FollFlags.Write, pages, ref locked),
            nameof(MmStruct.PinUserPagesUnlocked) => mm.PinUserPagesUnlocked(start, 1, FollFlags.Write, pages),
            nameof(MmStruct.PinLongtermPages) => mm.PinLongtermPages(start, 1, FollFlags.Write, pages),
            nameof(MmStruct.PinLongtermPagesRemote) => mm.PinLongtermPagesRemote(start, 1, FollFlags.Write, pages, ref locked),
            _ => mm.PinUserPagesFast(start, 1, FollFlags.Write, pages),
        };
        if (held)
        {
            mm.MmapReadUnlock();
        }

        Assert.Equal((1, 1), (got, locked));
        if (form.StartsWith("Get", StringComparison.Ordinal))
        {
            mm.PutPage(pages[0]);
        }
        else
        {
            mm.UnpinUserPage(pages[0]);
        }
    }

    /// <summary>Memory whose handler drops the lock once for each page, where that is allowed.</summary>
    private ulong MapRetrying(out Func<FaultFlags> seen)
    {
        FaultFlags last = FaultFlags.None;
        VmOperations operations = new()
        {
            Fault = fault =>
            {
                last = fault.Flags;
                if ((fault.Flags & (FaultFlags.AllowRetry | FaultFlags.Tried)) == FaultFlags.AllowRetry)
                {
                    mm.MmapReadUnlock();
                    return VmFaultCode.Retry;
                }

                Page page = kernel.AllocPage(GfpFlags.Kernel)!;
                kernel.GetPage(page);
                kernel.FreePage(page);
                fault.Page = page;
                return VmFaultCode.None;
            },
        };
        Assert.Equal(0, mm.Mmap(3 * Page.Size, TestKernel.SharedReadWrite, out ulong start, TestKernel.FileWith(operations)));
        seen = () => last;
        return start;
    }
}
