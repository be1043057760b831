using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class HugeEntryTests : IDisposable
{
    private const int Pages = 512;
    private const ulong Huge = Pages * Page.Size;
    private const VmFlags ReadWrite = VmFlags.Read | VmFlags.Write;

    private readonly KernelMemory kernel = new(2048);
    private readonly MmStruct mm;

    public HugeEntryTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void An_area_that_asks_for_it_is_mapped_by_one_huge_entry()
    {
        ulong start = MapHuge(out Page head);

        Assert.Equal(0UL, start % Huge);
        Assert.Equal(9, head.Order);
        Assert.Equal(1, head.RefCount);
        Assert.Equal(1, head.MapCount);
        Assert.Equal(1, kernel.NthPage(head, 511).MapCount);
        byte[] seen = new byte[2];
        Assert.Equal(0, mm.Write(start + Huge - 2, [3, 4]));
        Assert.Equal(0, mm.Read(start + Huge - 2, seen));
        Assert.Equal([3, 4], seen);
        Assert.Equal(4, kernel.NthPage(head, 511).Span[^1]);
    }

    [Fact]
    public void An_area_that_does_not_cover_the_whole_range_or_forbids_it_is_mapped_by_small_entries()
    {
        Assert.Equal(0, mm.Mmap(Huge - Page.Size, ReadWrite | VmFlags.HugePage, out ulong small));
        Assert.Equal(0, mm.Mmap(Huge, ReadWrite | VmFlags.HugePage | VmFlags.NoHugePage, out ulong forbidden));
        int free = kernel.FreePageCount;

        Assert.Equal(0, mm.Write(small, [1]));
        Assert.Equal(0, mm.Write(forbidden, [1]));

        Assert.Equal(free - 2, kernel.FreePageCount);
    }

    [Fact]
    public void Without_a_block_of_that_size_small_pages_do()
    {
        List<Page> taken = [];
        while (kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 9) is { } block)
        {
            taken.Add(block);
        }

        Assert.Equal(0, mm.Mmap(Huge, ReadWrite | VmFlags.HugePage, out ulong start));
        Assert.Equal(0, mm.Write(start, [1]));
        Assert.Equal(PageTableLevel.Pte, LevelAt(start));
        taken.ForEach(block => kernel.PutPage(block));
    }

    [Fact]
    public void Pinning_pages_of_a_huge_entry_counts_each_of_them_once_on_the_head()
    {
        ulong start = MapHuge(out Page head);
        Page[] pages = new Page[Pages];

        Assert.Equal(100, mm.PinUserPagesFast(start + (10 * Page.Size), 100, FollFlags.Write, pages));
        Assert.Equal(100, head.PinCount);
        Assert.Equal(101, head.RefCount);
        Assert.Same(kernel.NthPage(head, 10), pages[0]);
        Assert.Same(kernel.NthPage(head, 109), pages[99]);
        Assert.Equal(3, mm.GetUserPagesFast(start, 3, FollFlags.None, pages.AsSpan(100)));
        Assert.Equal(104, head.RefCount);

        mm.UnpinUserPages(pages, 100);
        mm.ReleasePages(pages.AsSpan(100), 3);
        Assert.Equal((0, 1), (head.PinCount, head.RefCount));
        Assert.Equal(100, kernel.NrFollPinReleased);
    }

    [Fact]
    public void One_call_pins_across_huge_and_small_entries()
    {
        ulong start = MapHuge(out Page head);
        Assert.Equal(0, mm.Mmap(2 * Page.Size, ReadWrite, out _, at: start + Huge));
        Page[] pages = new Page[4];

        Assert.Equal(4, mm.PinUserPagesFast(start + Huge - (2 * Page.Size), 4, FollFlags.Write, pages));

        Assert.Equal(2, head.PinCount);
        Assert.Equal(1 + 1024, pages[2].RefCount);
        Assert.False(pages[3].IsCompound);
        mm.UnpinUserPages(pages, 4);
    }

    [Fact]
    public void After_a_split_each_small_entry_has_its_own_reference_and_map_count()
    {
        ulong start = MapHuge(out Page head);
        Assert.Equal(0, mm.Write(start + (7 * Page.Size), [42]));

        Assert.True(Split(start));

        Assert.Equal(PageTableLevel.Pte, LevelAt(start));
        Assert.Equal(Pages, head.RefCount);
        Assert.All(Enumerable.Range(0, Pages), i => Assert.Equal(1, kernel.NthPage(head, i).MapCount));
        Assert.All(
            Enumerable.Range(0, Pages),
            i => Assert.Equal(head.Pfn + (ulong)i, mm.PageTable.Lookup(start + ((ulong)i * Page.Size)).Frame));
        byte[] seen = new byte[1];
        Assert.Equal(0, mm.Read(start + (7 * Page.Size), seen));
        Assert.Equal(42, seen[0]);
        Assert.False(Split(start));
    }

    [Fact]
    public void Splitting_keeps_the_rights_and_what_was_written()
    {
        ulong start = MapHuge(out _);
        PageTableEntry before = mm.PageTable.Lookup(start);
        Assert.True(before.Dirty);

        Assert.True(Split(start));

        PageTableEntry after = mm.PageTable.Lookup(start + (9 * Page.Size));
        Assert.Equal(before.Flags & ~EntryFlags.Huge, after.Flags);
    }

    [Fact]
    public void Pins_taken_before_a_split_are_undone_after_it()
    {
        ulong start = MapHuge(out Page head);
        Page[] pages = new Page[Pages];
        Assert.Equal(Pages, mm.PinUserPagesFast(start, Pages, FollFlags.Write, pages));

        Assert.True(Split(start));
        mm.UnpinUserPages(pages, Pages);

        Assert.Equal((0, Pages), (head.PinCount, head.RefCount));
        Assert.Equal(0, mm.Munmap(start, Huge));
        Assert.True(head.IsFree);
    }

    [Fact]
    public void Unmapping_a_part_splits_and_the_block_lives_until_its_last_page_is_unmapped()
    {
        int free = kernel.FreePageCount;
        ulong start = MapHuge(out Page head);

        Assert.Equal(0, mm.Munmap(start + (4 * Page.Size), 8 * Page.Size));
        Assert.Equal(Pages - 8, head.RefCount);
        Assert.Equal(0, kernel.NthPage(head, 4).MapCount);
        Assert.Equal(1, kernel.NthPage(head, 12).MapCount);
        Assert.Equal(0, mm.Read(start, new byte[1]));
        Assert.Equal(-Errno.EFAULT, mm.Read(start + (4 * Page.Size), new byte[1]));
        Assert.Equal(0, mm.Munmap(start, Huge));

        Assert.True(head.IsFree);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(0, head.MapCount);
    }

    [Fact]
    public void Unmapping_all_of_it_drops_one_reference_and_a_huge_entry_fits_there_again()
    {
        ulong start = MapHuge(out Page head);

        Assert.Equal(0, mm.Munmap(start, Huge));
        Assert.True(head.IsFree);
        Assert.Equal(0, head.MapCount);
        Assert.Equal(0, mm.Mmap(Huge, ReadWrite, out _, at: start));
        Assert.Equal(0, mm.Write(start, [1]));
        Assert.Equal(0, mm.Munmap(start, Huge));
        Assert.Equal(0, mm.Mmap(Huge, ReadWrite | VmFlags.HugePage, out _, at: start));
        Assert.Equal(0, mm.Write(start, [1]));

        Assert.Equal(PageTableLevel.Pmd, LevelAt(start));
    }

    [Fact]
    public void Bare_frames_by_huge_entries_on_both_levels_are_never_counted_and_never_pinned()
    {
        const ulong giant = 512 * Huge;
        Assert.Equal(0, mm.Mmap(2 * giant, ReadWrite | VmFlags.Shared, out _, at: 64 * giant));
        Assert.True(mm.InstallFrames(64 * giant, 1UL << 30, PageTableLevel.Pud, EntryFlags.Special, writable: true));
        Assert.True(mm.InstallFrames(65 * giant, 1UL << 31, PageTableLevel.Pmd, EntryFlags.Special, writable: true));
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast((64 * giant) + Huge, 1, FollFlags.None, pages));
        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesFast(65 * giant, 1, FollFlags.None, pages));
        Assert.Equal(-Errno.EFAULT, mm.Read(64 * giant, new byte[1]));
        Assert.Equal(0, mm.Munmap((64 * giant) + Page.Size, Page.Size));

        PageTableEntry pte = mm.PageTable.Lookup((64 * giant) + (3 * Page.Size), out int level);
        Assert.Equal((PageTableLevel.Pte, (1UL << 30) + 3, true, false), (level, pte.Frame, pte.Special, pte.Huge));
        PageTableEntry pmd = mm.PageTable.Lookup((64 * giant) + (2 * Huge), out level);
        Assert.Equal((PageTableLevel.Pmd, (1UL << 30) + 1024, true, true), (level, pmd.Frame, pmd.Special, pmd.Huge));
        Assert.False(mm.PageTable.Lookup((64 * giant) + Page.Size).Present);
    }

    [Fact]
    public void A_page_that_is_not_as_large_as_the_entry_is_refused()
    {
        Page small = kernel.AllocPage(GfpFlags.Kernel)!;
        Page block = kernel.AllocPages(GfpFlags.Kernel, 9)!;
        Page large = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 9)!;

        Assert.False(mm.InstallHuge(Huge, small, writable: true));
        Assert.False(mm.InstallHuge(Huge, block, writable: true));
        Assert.False(mm.InstallHuge(Huge, kernel.NthPage(large, 1), writable: true));
        Assert.False(mm.InstallHuge(Huge + Page.Size, large, writable: true));
        Assert.Equal((1, 0), (large.RefCount, large.MapCount));
        Assert.Null(mm.PageTable.Leaf(Huge, out _));
        kernel.FreePage(small);
        kernel.FreePages(block, 9);
        kernel.FreePages(large, 9);
    }

    [Fact]
    public void A_write_to_a_huge_entry_that_is_shared_splits_it_and_copies_one_page()
    {
        ulong start = MapHuge(out Page head);
        for (int i = 0; i < Pages; i++)
        {
            kernel.NthPage(head, i).IsAnonShared = true;
        }

        PageTableNode node = mm.PageTable.Leaf(start, out int index)!;
        lock (node.Ptl)
        {
            node.Write(index, node.Read(index).Without(EntryFlags.Writable));
        }

        Assert.Equal(0, mm.Write(start + Page.Size, [5]));

        Assert.Equal(Pages - 1, head.RefCount);
        Assert.NotEqual(head.Pfn + 1, mm.PageTable.Lookup(start + Page.Size).Frame);
        Assert.Equal(0, kernel.NthPage(head, 1).MapCount);
        Assert.Equal(0, kernel.NthPage(head, 1).Span[0]);
    }

    private ulong MapHuge(out Page head)
    {
        Assert.Equal(0, mm.Mmap(Huge, ReadWrite | VmFlags.HugePage, out ulong start));
        Assert.Equal(0, mm.Write(start, [1]));
        PageTableEntry entry = mm.PageTable.Lookup(start, out int level);
        Assert.Equal(PageTableLevel.Pmd, level);
        head = kernel.PfnToPage(entry.Frame);
        return start;
    }

    private bool Split(ulong address)
    {
        PageTableNode node = mm.PageTable.Leaf(address, out int index)!;
        return node.Level > PageTableLevel.Pte && mm.SplitHuge(node, index);
    }

    private int LevelAt(ulong address) => mm.PageTable.Leaf(address, out _)!.Level;
}
