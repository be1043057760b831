using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>Private pages that are swapped out and come back.</summary>
public sealed class ReclaimTests : IDisposable
{
    private readonly KernelMemory kernel = new(2048);
    private readonly MmStruct mm;
    private readonly byte[] seen = new byte[1];

    public ReclaimTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
        kernel.Dispose();
    }

    [Fact]
    public void Pages_come_back_with_their_content_at_the_next_access()
    {
        ulong start = Written(4);
        int free = kernel.FreePageCount;

        Assert.Equal(4, mm.Reclaim());
        Assert.Equal((free + 4, 4), (kernel.FreePageCount, mm.SwappedPages));
        for (byte i = 0; i < 4; i++)
        {
            Assert.Equal(0, mm.Read(start + (i * (ulong)Page.Size), seen));
            Assert.Equal(i + 1, seen[0]);
        }

        Assert.Equal(0, mm.SwappedPages);
    }

    [Fact]
    public void Whoever_holds_a_page_keeps_it()
    {
        ulong start = Written(3);
        Page[] pages = new Page[2];
        Assert.Equal(1, mm.GetUserPagesFast(start, 1, FollFlags.None, pages));
        Assert.Equal(1, mm.PinUserPagesFast(start + Page.Size, 1, FollFlags.None, pages.AsSpan(1)));

        Assert.Equal(1, mm.Reclaim());

        mm.PutPage(pages[0]);
        mm.UnpinUserPage(pages[1]);
    }

    [Fact]
    public void A_page_that_was_used_without_a_hold_is_another_one_afterwards()
    {
        ulong start = Written(1);
        Page[] pages = new Page[1];
        Assert.Equal(1, mm.GetUserPagesFast(start, 1, FollFlags.None, pages));
        mm.PutPage(pages[0]);
        Assert.Equal(1, mm.Reclaim());

        Assert.Throws<KernelBugException>(() => pages[0].Span[0]);
    }

    [Fact]
    public void Huge_pages_are_swapped_out_whole_and_come_back_in_pieces()
    {
        Assert.Equal(0, mm.Mmap(512 * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start));
        Assert.Equal(0, mm.Write(start + (7 * Page.Size), [9]));

        Assert.Equal(512, mm.Reclaim());
        Assert.Equal(0, mm.Read(start + (7 * Page.Size), seen));

        Assert.Equal((9, 511), (seen[0], mm.SwappedPages));
    }

    [Fact]
    public void What_is_unmapped_or_not_needed_is_forgotten_and_what_moves_goes_along()
    {
        ulong start = Written(4);
        Assert.Equal(4, mm.Reclaim());

        Assert.Equal(0, mm.Munmap(start, Page.Size));
        Assert.Equal(0, mm.Madvise(start + Page.Size, Page.Size, MadviseAdvice.DontNeed));
        Assert.Equal(2, mm.SwappedPages);
        Assert.Equal(0, mm.Read(start + Page.Size, seen));
        Assert.Equal(0, seen[0]);
        ulong size = Page.Size;
        ulong last = start + (3 * size);
        Assert.Equal(0, mm.Mmap(size, VmFlags.Read, out _, at: last + size));
        Assert.Equal(0, mm.Mremap(last, size, 2 * size, mayMove: true, out ulong moved));
        Assert.NotEqual(last, moved);
        Assert.Equal(0, mm.Read(moved, seen));
        Assert.Equal(4, seen[0]);
    }

    [Fact]
    public void Copies_of_a_file_s_pages_are_private_too_and_the_file_s_own_stay()
    {
        using ShmemFile file = new(kernel, 2 * Page.Size);
        Assert.Equal(0, mm.Mmap(2 * Page.Size, VmFlags.Read | VmFlags.Write, out ulong start, file));
        Assert.Equal(0, mm.Write(start, [3]));
        Assert.Equal(0, mm.Read(start + Page.Size, seen));

        Assert.Equal(1, mm.Reclaim());
        Assert.Equal(0, mm.Read(start, seen));
        Assert.Equal(3, seen[0]);
        Assert.Equal(1, mm.Reclaim());
        kernel.UnmapMappingPages(file.Mapping, 0, 2, evenCows: true);
        Assert.Equal(0, mm.Read(start, seen));
        Assert.Equal(0, seen[0]);
        mm.Munmap(start, 2 * Page.Size);
    }

    [Fact]
    public void Without_memory_to_come_back_to_the_access_fails_and_can_be_made_again()
    {
        ulong start = Written(1);
        Assert.Equal(1, mm.Reclaim());
        Stack<Page> all = new();
        while (kernel.AllocPage(GfpFlags.Kernel | GfpFlags.NoWarn) is { } page)
        {
            all.Push(page);
        }

        Assert.Equal(-Errno.EFAULT, mm.Read(start, seen));
        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesFast(start, 1, FollFlags.None, new Page[1]));
        while (all.TryPop(out Page? page))
        {
            kernel.FreePage(page);
        }

        Assert.Equal(0, mm.Read(start, seen));
        Assert.Equal(1, seen[0]);
    }

    private ulong Written(int count)
    {
        ulong start = mm.MapAnonymous(count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(0, mm.Write(start + ((ulong)i * Page.Size), [(byte)(i + 1)]));
        }

        return start;
    }
}
