using Xunit;

namespace Acquit.Memory.Tests.Pinning;

public sealed class PinTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;

    public PinTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Pinned_pages_are_the_ones_the_process_sees()
    {
        ulong start = mm.MapAnonymous(4);
        Page[] pages = new Page[4];

        Assert.Equal(4, mm.PinUserPagesFast(start, 4, FollFlags.Write, pages));
        pages[2].Span.Fill(9);
        mm.UnpinUserPagesDirtyLock(pages, 4, makeDirty: true);

        byte[] seen = new byte[Page.Size];
        Assert.Equal(0, mm.Read(start + (2 * Page.Size), seen));
        Assert.All(seen, value => Assert.Equal(9, value));
        Assert.All(pages, page => Assert.True(page.IsDirty));
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_pin_on_a_small_page_counts_1024_and_a_reference_1()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Equal(1, mm.GetUserPagesFast(start, 1, FollFlags.Write, pages));
        Assert.Equal(2, pages[0].RefCount);
        Assert.False(pages[0].MaybeDmaPinned);
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        Assert.Equal(2 + 1024, pages[0].RefCount);
        Assert.True(pages[0].MaybeDmaPinned);

        mm.UnpinUserPage(pages[0]);
        mm.PutPage(pages[0]);
        Assert.Equal(1, pages[0].RefCount);
    }

    [Fact]
    public void A_pin_on_a_compound_page_is_counted_exactly()
    {
        Page head = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        FileStruct file = new(new FileOperations
        {
            Mmap = (_, area) => kernel.VmMapPages(area, [head, kernel.NthPage(head, 1)], 2),
        });
        Assert.Equal(0, mm.Mmap(2 * Page.Size, TestKernel.SharedReadWrite, out ulong start, file));
        Page[] pages = new Page[2];

        Assert.Equal(2, mm.PinUserPagesFast(start, 2, FollFlags.Write, pages));
        Assert.Equal(2, head.PinCount);
        Assert.Equal(1 + 2 + 2, head.RefCount);
        Assert.Same(head, pages[1].Head);
        Assert.True(pages[1].MaybeDmaPinned);

        mm.UnpinUserPages(pages, 2);
        Assert.Equal(0, head.PinCount);
        Assert.False(head.MaybeDmaPinned);
        kernel.PutPage(head);
    }

    [Fact]
    public void A_range_that_ends_early_gives_a_short_count_and_hides_the_error()
    {
        ulong start = mm.MapAnonymous(3);
        Page[] pages = new Page[8];

        Assert.Equal(3, mm.PinUserPagesFast(start, 8, FollFlags.Write, pages));

        Assert.All(pages[..3], Assert.NotNull);
        Assert.All(pages[3..], Assert.Null);
        mm.UnpinUserPages(pages, 3);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_bad_address_is_minus_EFAULT_and_nothing_is_held()
    {
        Page[] pages = new Page[2];

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(0x5000, 2, FollFlags.None, pages));
        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesFast(0xffff_ffff_ffff_f000, 2, FollFlags.None, pages));
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Writing_through_a_read_only_area_is_minus_EFAULT()
    {
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read, out ulong start));
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write | FollFlags.Force, pages));
        mm.UnpinUserPage(pages[0]);
    }

    [Theory]
    [InlineData(FollFlags.Pin, true)]
    [InlineData(FollFlags.FastOnly, true)]
    [InlineData(FollFlags.Get, true)]
    [InlineData(FollFlags.Pin, false)]
    [InlineData(FollFlags.LongTerm, false)]
    public void Flags_that_do_not_belong_are_refused_with_a_warning(FollFlags flags, bool pin)
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        int result = pin ? mm.PinUserPagesFast(start, 1, flags, pages) : mm.GetUserPagesFast(start, 1, flags, pages);

        Assert.Equal(-Errno.EINVAL, result);
        Assert.Single(kernel.Warnings);
        Assert.Null(pages[0]);
    }

    [Fact]
    public void Long_term_pins_are_pins()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write | FollFlags.LongTerm, pages));
        mm.UnpinUserPages(pages, 1);
    }

    [Fact]
    public void An_errno_taken_for_a_count_is_warned_about_and_unpins_nothing()
    {
        ulong start = mm.MapAnonymous(2);
        Page[] pages = new Page[2];
        Assert.Equal(2, mm.PinUserPagesFast(start, 2, FollFlags.Write, pages));

        mm.UnpinUserPages(pages, -Errno.EFAULT);

        Assert.Contains("-14", Assert.Single(kernel.Warnings).Message);
        Assert.All(pages, page => Assert.True(page.MaybeDmaPinned));
        mm.UnpinUserPages(pages, 2);
    }

    [Fact]
    public void Empty_slots_are_skipped_unless_they_are_to_be_marked()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[2];
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        Array.Reverse(pages);

        Assert.Throws<KernelBugException>(() => mm.UnpinUserPagesDirtyLock(pages, 2, makeDirty: true));
        mm.UnpinUserPages(pages, 2);

        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_read_of_untouched_memory_pins_the_zero_page_without_counting_it()
    {
        ulong start = mm.MapAnonymous(2);
        Page[] pages = new Page[2];

        Assert.Equal(2, mm.PinUserPagesFast(start, 2, FollFlags.None, pages));
        Assert.All(pages, page => Assert.Same(kernel.ZeroPage, page));
        Assert.Equal(1, kernel.ZeroPage.RefCount);
        mm.UnpinUserPages(pages, 2);

        Assert.Equal(1, kernel.ZeroPage.RefCount);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
    }

    [Fact]
    public void A_get_of_the_zero_page_is_counted()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Equal(1, mm.GetUserPagesFast(start, 1, FollFlags.None, pages));
        Assert.Equal(2, kernel.ZeroPage.RefCount);
        mm.ReleasePages(pages, 1);

        Assert.Equal(1, kernel.ZeroPage.RefCount);
    }

    [Fact]
    public void Pinned_pages_outlive_the_mapping()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));

        Assert.Equal(0, mm.Munmap(start, Page.Size));
        Assert.False(pages[0].IsFree);
        mm.UnpinUserPages(pages, 1);

        Assert.True(pages[0].IsFree);
    }

    [Fact]
    public void Without_faulting_only_mapped_pages_are_found()
    {
        ulong start = mm.MapAnonymous(2);
        Page[] pages = new Page[2];
        Assert.Equal(0, mm.Write(start, [1]));

        Assert.Equal(1, mm.PinUserPagesFast(start, 2, FollFlags.NoFault, pages));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start + Page.Size, 1, FollFlags.NoFault, new Page[1]));
        mm.UnpinUserPages(pages, 1);
    }

    [Fact]
    public void Areas_of_device_memory_have_no_pages_to_pin()
    {
        FileStruct file = TestKernel.FileWith(new VmOperations(), VmFlags.Io);
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read, out ulong start, file));

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start, 1, FollFlags.None, new Page[1]));
    }

    [Fact]
    public void The_forms_with_the_lock_need_it()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Throws<KernelBugException>(() => mm.PinUserPages(start, 1, FollFlags.Write, pages));
        mm.MmapReadLock();
        Assert.Equal(1, mm.PinUserPages(start, 1, FollFlags.Write, pages));
        mm.MmapReadUnlock();
        kernel.UnpinUserPage(pages[0]);

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void The_fast_forms_warn_when_the_lock_is_held()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        mm.MmapReadLock();
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        mm.MmapReadUnlock();
        mm.UnpinUserPage(pages[0]);

        Assert.Contains(kernel.Warnings, warning => warning.Message.Contains("PinUserPagesFast may take the mmap lock"));
    }

    [Fact]
    public void The_older_names_do_the_same()
    {
        ulong start = mm.MapAnonymous(3);
        Page[] pages = new Page[3];
        Assert.Equal(3, mm.PinUserPagesFast(start, 3, FollFlags.Write, pages));

        mm.PutUserPage(pages[0]);
        mm.PutUserPages(pages.AsSpan(1, 1), 1);
        mm.PutUserPagesDirtyLock(pages.AsSpan(2), 1, makeDirty: true);

        Assert.True(pages[2].IsDirty);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Pinning_what_another_thread_unmaps_finds_the_page_or_nothing()
    {
        const ulong Address = 0x4000_0000;
        int pinned = 0;
        Parallel.For(0, 4, thread =>
        {
            Page[] pages = new Page[1];
            for (int round = 0; round < 2000; round++)
            {
                if (thread == 0)
                {
                    Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Write, out _, at: Address));
                    Assert.Equal(0, mm.Write(Address, [77]));
                    Assert.Equal(0, mm.Munmap(Address, Page.Size));
                }
                else if (mm.PinUserPagesFast(Address, 1, FollFlags.Write, pages) is 1)
                {
                    Assert.Contains(pages[0].Span[0], new byte[] { 0, 77 });
                    mm.UnpinUserPages(pages, 1);
                    Interlocked.Increment(ref pinned);
                }
            }
        });

        Assert.Equal(pinned, kernel.NrFollPinAcquired);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
    }

    [Fact]
    public void Many_threads_pin_and_unpin_while_others_unmap()
    {
        ulong stable = mm.MapAnonymous(8);
        Parallel.For(0, 6, thread =>
        {
            Page[] pages = new Page[8];
            for (int round = 0; round < 300; round++)
            {
                if (thread == 0)
                {
                    ulong passing = mm.MapAnonymous(2);
                    Assert.Equal(2, mm.PinUserPagesFast(passing, 2, FollFlags.Write, pages));
                    Assert.Equal(0, mm.Munmap(passing, 2 * Page.Size));
                    mm.UnpinUserPages(pages, 2);
                }
                else if (thread == 1)
                {
                    Assert.Equal(8, mm.GetUserPagesFast(stable, 8, FollFlags.Write, pages));
                    mm.ReleasePages(pages, 8);
                }
                else
                {
                    Assert.Equal(8, mm.PinUserPagesFast(stable, 8, FollFlags.Write, pages));
                    mm.UnpinUserPagesDirtyLock(pages, 8, makeDirty: (round & 1) == 0);
                }
            }
        });

        Page[] last = new Page[8];
        Assert.Equal(8, mm.GetUserPagesFast(stable, 8, FollFlags.None, last));
        Assert.All(last, page => Assert.Equal(2, page.RefCount));
        mm.ReleasePages(last, 8);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        Assert.True(kernel.LeakReport().IsEmpty);
        mm.Dispose();
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
    }
}
