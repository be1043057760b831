using Xunit;

namespace Acquit.Memory.Tests.Walking;

public sealed class UnmapMappingTests : IDisposable
{
    private readonly KernelMemory kernel = new(1200);
    private readonly MmStruct mm;
    private readonly MmStruct other;
    private readonly TrackedFile file;

    public UnmapMappingTests()
    {
        mm = kernel.CreateMm();
        other = kernel.CreateMm();
        file = new TrackedFile(kernel, 8);
    }

    public void Dispose()
    {
        mm.Dispose();
        other.Dispose();
        file.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Pages_are_unmapped_everywhere_and_fault_in_again()
    {
        TrackedFile.Write(mm, file.Map(mm, 8), 0, 1, 2, 3);
        ulong address = file.Map(other, 4, pgoff: 2);
        TrackedFile.Write(other, address, 0, 1);
        Assert.Equal(3, file.Pages[2].RefCount);

        kernel.UnmapMappingPages(file.Mapping, 1, 2, evenCows: false);

        Assert.Equal([2, 1, 1, 3], file.Pages[..4].Select(page => page.RefCount));
        TrackedFile.Write(other, address, 0);
        Assert.Equal(2, file.Pages[2].RefCount);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void What_was_dirty_is_marked_on_the_page()
    {
        ulong address = file.Map(mm, 2);
        TrackedFile.Write(mm, address, 0);
        Assert.Equal(0, mm.Read(address + Page.Size, new byte[1]));

        kernel.UnmapMappingPages(file.Mapping, 0, 2, evenCows: false);

        Assert.True(file.Pages[0].IsDirty);
        Assert.False(file.Pages[1].IsDirty);
        file.Pages[0].SetDirty(false);
    }

    [Fact]
    public void Copies_that_private_mappings_made_stay_unless_they_are_meant_too()
    {
        ulong address = file.Map(mm, 2, flags: VmFlags.Read | VmFlags.Write);
        Assert.Equal(0, mm.Write(address, [7]));
        Assert.Equal(0, mm.Read(address + Page.Size, new byte[1]));
        byte[] read = new byte[1];

        kernel.UnmapMappingPages(file.Mapping, 0, 2, evenCows: false);
        Assert.Equal(1, file.Pages[1].RefCount);
        Assert.Equal(0, mm.Read(address, read));
        Assert.Equal(7, read[0]);

        int free = kernel.FreePageCount;
        kernel.UnmapMappingPages(file.Mapping, 0, 2, evenCows: true);
        Assert.Equal(free + 1, kernel.FreePageCount);
        Assert.Equal(0, mm.Read(address, read));
        Assert.Equal(0, read[0]);
    }

    [Fact]
    public void No_pages_or_more_than_there_are_offsets_mean_all_that_follow()
    {
        ulong address = file.Map(mm, 8);
        foreach (ulong count in new[] { 0UL, ulong.MaxValue })
        {
            TrackedFile.Write(mm, address, 0, 1, 2, 3, 4, 5, 6, 7);
            kernel.UnmapMappingPages(file.Mapping, 3, count, evenCows: true);
            Assert.Equal([2, 2, 2, 1, 1, 1, 1, 1], file.Pages.Select(page => page.RefCount));
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(Page.Size - 1, 2, 2)]
    [InlineData(0, 2 * Page.Size, 2)]
    [InlineData(Page.Size, 0, 7)]
    public void A_range_in_bytes_begins_rounded_down_and_its_length_is_rounded_up(ulong begin, ulong length, int unmapped)
    {
        TrackedFile.Write(mm, file.Map(mm, 8), 0, 1, 2, 3, 4, 5, 6, 7);

        kernel.UnmapMappingRange(file.Mapping, begin, length, evenCows: true);

        // A length is rounded by itself: one that reaches over the end of a page from within it covers that page only.
        int expected = begin % Page.Size != 0 ? 1 : unmapped;
        Assert.Equal(expected, file.Pages.Count(page => page.RefCount == 1));
    }

    [Fact]
    public void Who_holds_the_lock_of_the_areas_is_refused_or_warned()
    {
        file.Map(mm, 1);
        file.Mapping.IMmapLockWrite();
        Assert.Throws<KernelBugException>(() => kernel.UnmapMappingPages(file.Mapping, 0, 1, evenCows: true));
        file.Mapping.IMmapUnlockWrite();
        Assert.Throws<ArgumentNullException>(() => kernel.UnmapMappingRange(null!, 0, 1, evenCows: true));
        Assert.DoesNotContain("lock", kernel.LeakReport().ToString());
    }

    [Fact]
    public void A_huge_entry_is_unmapped_whole_or_split_for_a_part()
    {
        Page huge = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 9)!;
        ulong at = 1UL << 30;
        file.Map(mm, 512, at: at);
        Assert.True(huge.TryAddCount(1, 0));
        Assert.True(mm.InstallHuge(at, huge, writable: true));

        kernel.UnmapMappingPages(file.Mapping, 511, 1, evenCows: false);
        Assert.Equal(512, huge.RefCount);
        kernel.UnmapMappingPages(file.Mapping, 0, 511, evenCows: false);
        Assert.Equal(1, huge.RefCount);

        Assert.True(huge.TryAddCount(1, 0));
        Assert.True(mm.Munmap(at, 512 * Page.Size) == 0);
        file.Map(mm, 512, at: at);
        Assert.True(mm.InstallHuge(at, huge, writable: true));
        kernel.UnmapMappingPages(file.Mapping, 0, 512, evenCows: false);
        Assert.Equal(1, huge.RefCount);
        kernel.FreePages(huge, 9);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Unmapping_part_of_a_huge_pud_needs_the_mmap_lock()
    {
        ulong at = 4UL << 30;
        file.Map(mm, 1 << 18, at: at);
        Assert.True(mm.InstallFrames(at, 1 << 20, PageTableLevel.Pud, EntryFlags.Special, writable: false));

        kernel.UnmapMappingPages(file.Mapping, 5, 1, evenCows: false);

        Assert.Contains("huge pud", Assert.Single(kernel.Warnings).Message);
        Assert.False(mm.PageTable.Lookup(at + (5 * Page.Size)).Present);
        Assert.True(mm.PageTable.Lookup(at + (6 * Page.Size)).Present);
    }
}
