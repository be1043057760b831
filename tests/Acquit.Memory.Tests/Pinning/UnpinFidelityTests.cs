using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>The releasing side: every form, and what each makes of bad input.</summary>
public sealed class UnpinFidelityTests : IDisposable
{
    private readonly KernelMemory kernel = new(2048);
    private readonly MmStruct mm;
    private readonly Page[] pages = new Page[4];

    public UnpinFidelityTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        kernel.Dispose();
    }

    [Fact]
    public void A_negative_count_is_an_errno_passed_on_and_unpins_nothing_in_any_form()
    {
        Pin(2);

        mm.UnpinUserPages(pages, -Errno.EFAULT);
        mm.UnpinUserPagesDirtyLock(pages, -Errno.EFAULT, makeDirty: true);
        mm.UnpinUserPageRangeDirtyLock(pages[0], -Errno.EFAULT, makeDirty: true);
        mm.UnpinUserFolio(pages[0], -Errno.EFAULT);
        mm.PutUserPages(pages, -Errno.EFAULT);
        mm.PutUserPagesDirtyLock(pages, -Errno.EFAULT, makeDirty: false);

        Assert.Equal(6, kernel.Warnings.Count);
        Assert.All(pages[..2], page => Assert.Equal((1025, false), (page.RefCount, page.IsDirty)));
        mm.UnpinUserPages(pages, 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Empty_slots_at_the_end_of_the_range_are_warned_about_and_others_are_not(bool dirtyForm)
    {
        Pin(2);
        pages[2] = pages[1];
        pages[1] = null!;
        Unpin(3);
        Assert.Empty(kernel.Warnings);

        Array.Clear(pages);
        Pin(2);
        Unpin(4);
        Assert.Contains("entries 2..3 of 4 are null: more were given than were pinned", Assert.Single(kernel.Warnings).Message);

        Array.Clear(pages);
        Pin(2);
        Unpin(3);
        Assert.Contains("entry 2 of 3 is null", kernel.Warnings[1].Message);

        void Unpin(int count)
        {
            if (dirtyForm)
            {
                mm.UnpinUserPagesDirtyLock(pages, count, makeDirty: false);
            }
            else
            {
                mm.UnpinUserPages(pages, count);
            }
        }
    }

    [Fact]
    public void A_count_that_is_too_large_is_not_ignored()
    {
        Pin(2);

        Assert.Throws<ArgumentException>(() => mm.UnpinUserPages(pages, 5));
        Assert.Throws<ArgumentException>(() => mm.UnpinUserPagesDirtyLock(pages, 5, makeDirty: false));
        pages[2] = pages[1];
        Assert.Throws<KernelBugException>(() => mm.UnpinUserPages(pages, 3));

        Assert.All(pages[..2], page => Assert.Equal(1, page.RefCount));
    }

    [Fact]
    public void Empty_slots_are_passed_over_unless_pages_are_marked()
    {
        Pin(3);
        (pages[1], pages[3]) = (pages[3], pages[1]);

        Assert.Throws<KernelBugException>(() => mm.UnpinUserPagesDirtyLock(pages, 4, makeDirty: true));
        mm.UnpinUserPagesDirtyLock(pages.AsSpan(1), 2, makeDirty: false);
        mm.UnpinUserPages(pages.AsSpan(3), 1);

        Assert.Equal(3, kernel.NrFollPinReleased);
    }

    [Fact]
    public void Only_marking_sleeps()
    {
        Pin(3);
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            mm.UnpinUserPages(pages, 1);
            mm.UnpinUserPagesDirtyLock(pages.AsSpan(1), 1, makeDirty: false);
            Assert.Empty(kernel.Warnings);
            mm.UnpinUserPagesDirtyLock(pages.AsSpan(2), 1, makeDirty: true);
        }

        Assert.Contains("may sleep", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Pages_that_are_dirty_already_are_not_locked_again()
    {
        Pin(1);
        kernel.SetPageDirtyLock(pages[0]);
        kernel.LockPage(pages[0]);

        mm.UnpinUserPagesDirtyLock(pages, 1, makeDirty: true);

        kernel.UnlockPage(pages[0]);
    }

    [Fact]
    public void A_range_of_neighbours_in_memory_is_unpinned_and_marked_from_its_first_page()
    {
        Assert.Equal(0, mm.Mmap(512 * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start));
        Assert.Equal(4, mm.PinUserPagesFast(start + (5 * Page.Size), 4, FollFlags.Write, pages));

        mm.UnpinUserPageRangeDirtyLock(pages[0], 4, makeDirty: true);

        Assert.Equal((0, true), (pages[0].PinCount, pages[0].IsDirty));
        mm.UnpinUserPageRangeDirtyLock(pages[0], 0, makeDirty: true);
        Assert.Throws<KernelBugException>(() => mm.UnpinUserPageRangeDirtyLock(pages[0], 1, makeDirty: false));
    }

    [Fact]
    public void A_range_beyond_the_last_page_is_refused_after_what_could_be_unpinned()
    {
        using KernelMemory other = new(4);
        Page last = other.PfnToPage(3);

        Assert.Throws<KernelBugException>(() => other.UnpinUserPageRangeDirtyLock(last, 2, makeDirty: false));
    }

    [Fact]
    public void A_folio_gives_back_as_many_pins_as_it_has_and_not_more()
    {
        Assert.Equal(0, mm.Mmap(512 * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start));
        Assert.Equal(4, mm.PinUserPagesFast(start, 4, FollFlags.Write, pages));

        Assert.Throws<KernelBugException>(() => mm.UnpinUserFolio(pages[1], 5));
        mm.UnpinUserFolio(pages[1], 3);
        Assert.Equal(1, pages[0].PinCount);
        mm.UnpinUserFolio(pages[3], 1);
    }

    [Fact]
    public void An_added_pin_needs_one_more_unpin_and_a_page_that_is_pinned()
    {
        Pin(1);
        kernel.FolioAddPin(pages[0]);
        Assert.Equal(0, kernel.FolioAddPins(pages[0], 2));
        Assert.Equal(1 + (4 * 1024), pages[0].RefCount);
        Assert.Equal(-Errno.ENOMEM, kernel.FolioAddPins(pages[0], int.MaxValue));
        Assert.Equal(-Errno.ENOMEM, kernel.FolioAddPins(pages[0], (int.MaxValue / 1024) - 1));
        Assert.Equal(-Errno.EINVAL, kernel.FolioAddPins(pages[0], 0));
        Assert.Equal(1 + (4 * 1024), pages[0].RefCount);
        mm.UnpinUserFolio(pages[0], 4);
        Assert.Empty(kernel.Warnings);

        kernel.FolioAddPin(pages[0]);

        Assert.Contains("nobody has pinned", Assert.Single(kernel.Warnings).Message);
        mm.UnpinUserPage(pages[0]);
    }

    [Fact]
    public void Null_free_and_strange_pages_are_refused_by_name()
    {
        using KernelMemory other = new(4);
        Page strange = other.AllocPage(GfpFlags.Kernel)!;
        Page free = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.FreePage(free);

        Assert.Throws<ArgumentNullException>(() => mm.UnpinUserPage(null!));
        Assert.Throws<ArgumentNullException>(() => mm.UnpinFolio(null!));
        Assert.Throws<ArgumentNullException>(() => mm.UnpinUserPageRangeDirtyLock(null!, 1, makeDirty: false));
        Assert.Throws<KernelBugException>(() => kernel.UnpinFolios([null!], 1));
        Assert.All([strange, free], page =>
        {
            Assert.Throws<KernelBugException>(() => mm.UnpinUserPage(page));
            Assert.Throws<KernelBugException>(() => mm.UnpinUserPages([page], 1));
            Assert.Throws<KernelBugException>(() => mm.UnpinUserFolio(page, 1));
            Assert.Throws<KernelBugException>(() => kernel.FolioAddPin(page));
            Assert.Throws<KernelBugException>(() => kernel.PageMaybeDmaPinned(page));
        });
        other.FreePage(strange);
    }

    [Fact]
    public void Dirtying_after_the_unpin_is_noticed_when_the_page_is_gone()
    {
        ulong start = Pin(1);
        Assert.Equal(0, mm.Munmap(start, 4 * Page.Size));
        mm.UnpinUserPage(pages[0]);

        Assert.Throws<KernelBugException>(() => kernel.SetPageDirtyLock(pages[0]));
        Assert.Throws<KernelBugException>(() => kernel.SetPageDirty(pages[0]));
    }

    [Fact]
    public void Dirtying_without_the_lock_a_page_whose_file_may_be_truncated_is_warned_about()
    {
        using ShmemFile file = new(kernel, Page.Size);
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        kernel.LockPage(pages[0]);
        kernel.SetPageDirty(pages[0]);
        kernel.UnlockPage(pages[0]);
        kernel.SetPageDirtyLock(pages[0]);
        Assert.Empty(kernel.Warnings);

        kernel.SetPageDirty(pages[0]);

        Assert.Contains("truncated", Assert.Single(kernel.Warnings).Message);
        mm.UnpinUserPage(pages[0]);

        // Whoever opened the file himself keeps it.
        Page own = kernel.ShmemReadMappingPage(file.Mapping, 0, out _)!;
        kernel.SetPageDirty(own);
        kernel.PutPage(own);
        Assert.Single(kernel.Warnings);
        mm.Munmap(start, Page.Size);
    }

    [Fact]
    public void Written_and_not_marked_is_lost_when_the_file_is_reclaimed_and_marked_is_not()
    {
        using ShmemFile file = new(kernel, Page.Size);
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));
        byte[] seen = new byte[1];
        foreach (bool marked in new[] { false, true })
        {
            Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.None, pages));
            pages[0].Span[0] = 5;
            mm.UnpinUserPagesDirtyLock(pages, 1, marked);
            Assert.Equal(1, file.Reclaim());
            Assert.Equal(0, mm.Read(start, seen));
            Assert.Equal(marked ? 5 : 0, seen[0]);
        }

        mm.Munmap(start, Page.Size);
    }

    private ulong Pin(int count)
    {
        ulong start = mm.MapAnonymous(4);
        Assert.Equal(count, mm.PinUserPagesFast(start, count, FollFlags.Write, pages));
        return start;
    }
}
