using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>Pins for long: nothing stays where it cannot stay.</summary>
public sealed class LongTermFidelityTests : IDisposable
{
    private const FollFlags ForLong = FollFlags.Write | FollFlags.LongTerm;

    private readonly KernelMemory kernel = new(32, new KernelMemoryOptions { MovableUserPages = true });
    private readonly MmStruct mm;
    private readonly Page[] pages = new Page[3];

    public LongTermFidelityTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
        kernel.Dispose();
    }

    [Fact]
    public void Movable_pages_are_moved_away_before_they_are_pinned_for_long()
    {
        ulong start = Written(3);
        Page before = PageAt(start);

        Assert.Equal(3, mm.PinUserPagesFast(start, 3, ForLong, pages));

        Assert.NotSame(before, pages[0]);
        Assert.All(pages, page => Assert.Equal((1 + 1024, 1, 7), (page.RefCount, page.MapCount, page.Span[0])));
        Assert.Equal(0, mm.Write(start, [8]));
        Assert.Equal(8, pages[0].Span[0]);
        mm.UnpinUserPages(pages, 3);
        Page settled = pages[0];
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, ForLong, pages));
        Assert.Same(settled, pages[0]);
        mm.UnpinUserPage(settled);
    }

    [Fact]
    public void Short_pins_leave_them_where_they_are()
    {
        ulong start = Written(1);
        Page before = PageAt(start);

        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));

        Assert.Same(before, pages[0]);
        mm.UnpinUserPage(before);
    }

    [Fact]
    public void A_page_that_cannot_be_moved_fails_the_call_with_everything_dropped()
    {
        ulong start = Written(3);
        Page held = PageAt(start + Page.Size);
        kernel.GetPage(held);

        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesUnlocked(start, 3, ForLong, pages));

        Assert.All(pages, Assert.Null);
        Assert.False(held.MaybeDmaPinned);
        kernel.PutPage(held);
        Assert.Equal(3, mm.PinUserPagesUnlocked(start, 3, ForLong, pages));
        mm.UnpinUserPages(pages, 3);
    }

    [Fact]
    public void A_driver_s_movable_page_cannot_be_moved()
    {
        Page page = kernel.AllocPage(GfpFlags.HighUserMovable)!;
        FileStruct file = new(new FileOperations { Mmap = (_, area) => kernel.VmMapPages(area, [page], 1) });
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));

        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesFast(start, 1, ForLong, pages));
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));

        mm.UnpinUserPage(page);
        mm.Munmap(start, Page.Size);
        kernel.FreePage(page);
    }

    [Fact]
    public void Pages_of_a_memory_file_are_moved_for_everybody()
    {
        using ShmemFile file = new(kernel, Page.Size);
        using MmStruct other = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));
        Assert.Equal(0, other.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong elsewhere, file));
        Assert.Equal(0, mm.Write(start, [5]));
        Assert.Equal(0, other.Write(elsewhere + 1, [6]));
        Page before = PageAt(start);

        Assert.Equal(1, mm.PinUserPagesFast(start, 1, ForLong, pages));

        Assert.NotSame(before, pages[0]);
        Assert.Equal((5, 6), (pages[0].Span[0], pages[0].Span[1]));
        Assert.Equal(0, other.Write(elsewhere, [9]));
        Assert.Equal(9, pages[0].Span[0]);
        mm.UnpinUserPage(pages[0]);
        mm.Munmap(start, Page.Size);
        other.Munmap(elsewhere, Page.Size);
    }

    [Fact]
    public void What_the_fast_half_has_hides_that_the_rest_could_not_be_moved()
    {
        ulong start = Written(2);
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, ForLong, pages));
        kernel.GetPage(PageAt(start + Page.Size));

        Assert.Equal(1, mm.PinUserPagesFast(start, 2, ForLong, pages.AsSpan(1)));

        kernel.PutPage(PageAt(start + Page.Size));
        mm.UnpinUserPages(pages, 2);
    }

    [Fact]
    public void Folios_of_a_memory_file_are_pinned_by_range_and_unpinned_as_folios()
    {
        using ShmemFile file = new(kernel, 3 * Page.Size);

        Assert.Equal(2, kernel.MemfdPinFolios(file, 5000, 8192, pages, 3, out ulong offset));
        Assert.Equal(5000UL - 4096, offset);
        Assert.All(pages[..2], page => Assert.Equal((1025, file.Mapping), (page.RefCount, page.Mapping)));
        Assert.Throws<KernelBugException>(() => kernel.UnpinUserPages(pages, 2));
        Assert.Throws<KernelBugException>(() => kernel.PutPage(pages[0]));
        kernel.UnpinFolios(pages, 2);
        Assert.Equal(1, kernel.MemfdPinFolios(file, 0, 8192, pages, 1, out _));
        Assert.Equal(0, file.Reclaim() - 2);
        kernel.UnpinFolio(pages[0]);
    }

    [Fact]
    public void Bad_ranges_of_a_memory_file_are_refused_and_failures_leave_nothing()
    {
        using ShmemFile file = new(kernel, 2 * Page.Size);

        Assert.Equal(-Errno.EINVAL, kernel.MemfdPinFolios(file, -1, 5, pages, 1, out _));
        Assert.Equal(-Errno.EINVAL, kernel.MemfdPinFolios(file, 6, 5, pages, 1, out _));
        Assert.Equal(-Errno.EINVAL, kernel.MemfdPinFolios(file, 0, 2 * Page.Size, pages, 1, out _));
        Assert.Equal(-Errno.EINVAL, kernel.MemfdPinFolios(file, 0, 5, pages, 0, out _));
        Assert.Throws<ArgumentException>(() => kernel.MemfdPinFolios(file, 0, 8191, pages.AsSpan(0, 1), 2, out _));
        kernel.Injection.FailNext(nameof(KernelMemory.MemfdPinFolios));
        Assert.Equal(-Errno.ENOMEM, kernel.MemfdPinFolios(file, 0, 8191, pages, 2, out _));
        kernel.Injection.PartialNext(nameof(KernelMemory.MemfdPinFolios), 1);
        Assert.Equal(1, kernel.MemfdPinFolios(file, 0, 8191, pages, 2, out _));
        kernel.UnpinFolios(pages, -Errno.EFAULT);
        Assert.Throws<KernelBugException>(() => kernel.UnpinFolios(pages, 2));

        Assert.Single(kernel.Warnings);
    }

    private ulong Written(int count)
    {
        ulong start = mm.MapAnonymous(count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(0, mm.Write(start + ((ulong)i * Page.Size), [7]));
        }

        return start;
    }

    private Page PageAt(ulong address) => kernel.PfnToPage(mm.PageTable.Lookup(address).Frame);
}
