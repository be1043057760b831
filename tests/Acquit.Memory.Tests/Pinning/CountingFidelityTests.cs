using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>What a reference and a pin count, and what can be told from it.</summary>
public sealed class CountingFidelityTests : IDisposable
{
    private readonly KernelMemory kernel = new(2048);
    private readonly MmStruct mm;

    public CountingFidelityTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        kernel.Dispose();
    }

    [Fact]
    public void A_pin_of_a_small_page_is_1024_references()
    {
        Page page = Pin(mm.MapAnonymous(1));

        Assert.Equal(1 + 1024, page.RefCount);
        Assert.Equal(0, page.PinCount);
        Assert.Equal(1024, MmStruct.GupPinCountingBias);
        mm.UnpinUserPage(page);
    }

    [Fact]
    public void A_pin_of_a_large_page_is_a_reference_and_counted_exactly()
    {
        Assert.Equal(0, mm.Mmap(512 * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start));
        Page[] pages = new Page[7];

        Assert.Equal(7, mm.PinUserPagesFast(start + Page.Size, 7, FollFlags.Write, pages));

        Assert.Equal((1 + 7, 7), (pages[0].RefCount, pages[0].PinCount));
        Assert.True(kernel.PageMaybeDmaPinned(pages[3]));
        mm.UnpinUserPages(pages, 7);
        Assert.False(kernel.FolioMaybeDmaPinned(pages[3]));
    }

    [Fact]
    public void A_count_that_would_overflow_is_refused_with_nothing_changed()
    {
        ulong start = mm.MapAnonymous(1);
        Page page = Pin(start);
        mm.UnpinUserPage(page);
        const int most = int.MaxValue - 1024;
        Assert.True(page.TryAddCount(most, 0));
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesUnlocked(start, 1, FollFlags.Write, pages));
        Assert.Equal(0, mm.PinUserPagesFastOnly(start, 1, FollFlags.Write, pages));

        Assert.Equal(1 + most, page.RefCount);
        Assert.Null(pages[0]);
        page.DropCount(most, 0);
    }

    [Fact]
    public void A_page_whose_count_is_frozen_while_it_is_moved_is_looked_at_again_and_not_refused()
    {
        ulong start = mm.MapAnonymous(1);
        Page page = Pin(start);
        mm.UnpinUserPage(page);
        Page[] pages = new Page[1];
        Assert.True(page.TryFreeze(1));

        Assert.Equal(0, mm.PinUserPagesFastOnly(start, 1, FollFlags.Write, pages));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesUnlocked(start, 1, FollFlags.Write | FollFlags.NoFault, pages));
        page.InitializeCount(1);

        Assert.Equal(1, mm.PinUserPagesUnlocked(start, 1, FollFlags.Write | FollFlags.NoFault, pages));
        Assert.Same(page, pages[0]);
        mm.UnpinUserPage(page);
    }

    [Fact]
    public void Pins_of_a_large_page_are_as_before_when_there_are_not_so_many_references_to_drop()
    {
        Page page = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        Assert.True(page.TryAddCount(2, 2));

        Assert.Equal(-1, page.DropCount(4, 2));
        Assert.Equal((3, 2), (page.RefCount, page.PinCount));

        Assert.Equal(1, page.DropCount(2, 2));
        Assert.Equal((1, 0), (page.RefCount, page.PinCount));
        kernel.FreePages(page, 1);
    }

    [Fact]
    public void The_page_of_zeroes_is_counted_neither_by_pins_nor_by_unpins()
    {
        ulong start = mm.MapAnonymous(2);
        Page[] pages = new Page[2];

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(2, mm.PinUserPagesUnlocked(start, 2, FollFlags.None, pages));
            Assert.All(pages, page => Assert.Same(kernel.ZeroPage, page));
            Assert.Equal(1, kernel.ZeroPage.RefCount);
            if (i < 2)
            {
                mm.UnpinUserPagesDirtyLock(pages, 2, makeDirty: false);
                continue;
            }

            kernel.UnpinUserPage(pages[0]);
            kernel.UnpinUserPageRangeDirtyLock(pages[1], 1, makeDirty: false);
        }

        Assert.Equal(1, kernel.ZeroPage.RefCount);
        Assert.Equal((0, 0), (kernel.NrFollPinAcquired, kernel.NrFollPinReleased));
    }

    [Fact]
    public void No_is_certain_and_yes_may_be_wrong_from_1024_references_on()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        Assert.False(kernel.PageMaybeDmaPinned(page));
        for (int i = 0; i < 1023; i++)
        {
            kernel.GetPage(page);
        }

        Assert.True(kernel.PageMaybeDmaPinned(page));
        Assert.True(kernel.PageDmaPinned(page));
        kernel.PutPage(page);
        Assert.False(kernel.PageMaybeDmaPinned(page));
        kernel.FolioPutRefs(page, 1022);
        kernel.FreePage(page);
    }

    [Fact]
    public void A_count_that_has_overflowed_reads_as_pinned()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.InitializeCount(-5);

        Assert.True(page.MaybeDmaPinned);

        page.InitializeCount(1);
        kernel.FreePage(page);
    }

    [Fact]
    public void References_and_pins_on_one_page_are_each_released_by_their_own_family()
    {
        ulong start = mm.MapAnonymous(1);
        Page page = Pin(start);
        Page[] pages = new Page[1];
        Assert.Equal(1, mm.GetUserPagesFast(start, 1, FollFlags.Write, pages));
        Assert.Same(page, pages[0]);

        mm.PutPage(page);
        Assert.Throws<KernelBugException>(() => mm.PutPage(page));
        mm.UnpinUserPage(page);
        Assert.Throws<KernelBugException>(() => mm.UnpinUserPage(page));

        Assert.Equal(1, page.RefCount);
    }

    [Fact]
    public void The_counters_count_pages_under_huge_entries_too_and_have_two_names()
    {
        Assert.Equal(0, mm.Mmap(512 * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start));
        Page[] pages = new Page[300];

        Assert.Equal(300, mm.PinUserPagesFast(start, 300, FollFlags.Write, pages));
        Assert.Equal((300, 0), (kernel.NrFollPinAcquired, kernel.NrFollPinReleased));
        mm.UnpinUserFolio(pages[5], 100);
        Assert.Equal((300, 100), (kernel.NrFollPinRequested, kernel.NrFollPinReturned));
        mm.UnpinUserPages(pages, 200);

        Assert.Equal((300, 300), (kernel.NrFollPinAcquired, kernel.NrFollPinReleased));
    }

    [Fact]
    public void Gets_are_not_counted_as_pins()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Equal(1, mm.GetUserPagesFast(start, 1, FollFlags.Write, pages));
        mm.ReleasePages(pages, 1);

        Assert.Equal(0, kernel.NrFollPinAcquired);
    }

    [Fact]
    public void A_put_instead_of_an_unpin_takes_one_of_1024_and_leaves_the_page_looking_pinned()
    {
        using KernelMemory careless = new(16, new KernelMemoryOptions { Checking = false });
        using MmStruct process = careless.CreateMm();
        Page[] pages = new Page[1];
        Assert.Equal(1, process.PinUserPagesFast(process.MapAnonymous(1), 1, FollFlags.Write, pages));

        process.PutPage(pages[0]);

        Assert.Equal(1024, pages[0].RefCount);
        Assert.True(pages[0].MaybeDmaPinned);
    }

    [Fact]
    public void An_unpin_instead_of_a_put_is_an_underflow_and_refused()
    {
        using KernelMemory careless = new(16, new KernelMemoryOptions { Checking = false });
        using MmStruct process = careless.CreateMm();
        Page[] pages = new Page[1];
        Assert.Equal(1, process.GetUserPagesFast(process.MapAnonymous(1), 1, FollFlags.Write, pages));

        Assert.Throws<KernelBugException>(() => process.UnpinUserPage(pages[0]));
        Assert.Throws<KernelBugException>(() => process.UnpinUserPages(pages, 1));

        Assert.Equal(2, pages[0].RefCount);
        process.PutPage(pages[0]);
    }

    [Fact]
    public void Reclaim_keeps_pinned_pages_of_private_memory()
    {
        ulong start = mm.MapAnonymous(2);
        Assert.Equal(0, mm.Write(start, [1]));
        Assert.Equal(0, mm.Write(start + Page.Size, [2]));
        Page page = Pin(start);

        Assert.Equal(1, mm.Reclaim());

        page.Span[0] = 7;
        byte[] seen = new byte[Page.Size + 1];
        Assert.Equal(0, mm.Read(start, seen));
        Assert.Equal((7, 2), (seen[0], seen[Page.Size]));
        mm.UnpinUserPage(page);
        Assert.Equal(2, mm.Reclaim());
    }

    private Page Pin(ulong address)
    {
        Page[] pages = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(address, 1, FollFlags.Write, pages));
        return pages[0];
    }
}
