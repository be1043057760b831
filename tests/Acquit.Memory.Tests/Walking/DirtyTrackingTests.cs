using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>Write-protecting, and cleaning with a record of what was dirty.</summary>
public sealed class DirtyTrackingTests : IDisposable
{
    private const int Pages = 200;

    private readonly KernelMemory kernel = new(2048);
    private readonly MmStruct mm;
    private readonly MmStruct other;
    private readonly TrackedFile file;
    private readonly ulong[] bitmap = new ulong[4];
    private ulong start;
    private ulong end;

    public DirtyTrackingTests()
    {
        mm = kernel.CreateMm();
        other = kernel.CreateMm();
        file = new TrackedFile(kernel, Pages);
    }

    public void Dispose()
    {
        mm.Dispose();
        other.Dispose();
        file.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Write_protecting_counts_what_is_newly_protected_and_the_next_write_asks()
    {
        ulong address = file.Map(mm, Pages);
        ulong elsewhere = file.Map(other, 20, pgoff: 100);
        TrackedFile.Write(mm, address, 5, 6, 105);
        TrackedFile.Write(other, elsewhere, 5);
        Assert.Equal(0, mm.Read(address + (7 * Page.Size), new byte[1]));
        file.Asked.Clear();

        Assert.Equal(3UL, kernel.WpSharedMappingRange(file.Mapping, 6, 150));
        Assert.Equal(0UL, kernel.WpSharedMappingRange(file.Mapping, 6, 150));
        TrackedFile.Write(mm, address, 5, 6, 6, 105);
        TrackedFile.Write(other, elsewhere, 5);

        Assert.Equal([6UL, 105UL, 105UL], file.Asked);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Cleaning_records_each_page_that_was_dirty_and_counts_the_entries()
    {
        ulong address = file.Map(mm, Pages);
        TrackedFile.Write(mm, address, 3, 63, 64, 130);
        TrackedFile.Write(other, file.Map(other, Pages), 64);

        Assert.Equal(5UL, Clean(0, Pages));

        Assert.Equal([3, 63, 64, 130], Bits());
        Assert.Equal((3UL, 131UL), (start, end));
        Assert.Equal(0UL, Clean(0, Pages));
        Assert.Equal((3UL, 131UL), (start, end));
    }

    [Fact]
    public void The_end_is_exclusive_and_bits_are_relative_to_the_first_page_of_the_bitmap()
    {
        ulong address = file.Map(mm, Pages);
        TrackedFile.Write(mm, address, 99, 100, 110, 120);

        Assert.Equal(2UL, Clean(100, 20, bitmapPgoff: 90));

        Assert.Equal([10, 20], Bits());
        Assert.Equal((10UL, 21UL), (start, end));
        Assert.Equal(2UL, Clean(0, Pages, bitmapPgoff: 0));
        Assert.Equal([10, 20, 99, 120], Bits());
        Assert.Equal((10UL, 121UL), (start, end));
    }

    [Fact]
    public void If_nothing_was_ever_dirty_the_start_is_the_number_of_pages_and_the_end_zero()
    {
        file.Map(mm, Pages);
        (start, end) = (17, 17);

        Assert.Equal(0UL, Clean(0, 50));

        Assert.Equal((50UL, 0UL), (start, end));
        Assert.Equal(0UL, Clean(0, 0));
        Assert.Equal((0UL, 0UL), (start, end));
    }

    [Fact]
    public void Without_anything_before_the_start_is_a_bound_and_not_exact_when_the_pages_begin_after_the_bitmap()
    {
        TrackedFile.Write(mm, file.Map(mm, Pages), 100);

        Assert.Equal(1UL, Clean(95, 10, bitmapPgoff: 0));

        Assert.Equal([100], Bits());
        Assert.Equal((10UL, 101UL), (start, end));
    }

    [Fact]
    public void What_becomes_dirty_afterwards_stays_dirty_for_the_next_time()
    {
        ulong address = file.Map(mm, Pages);
        TrackedFile.Write(mm, address, 1);
        Assert.Equal(1UL, Clean(0, Pages));
        TrackedFile.Write(mm, address, 1, 2);

        Array.Clear(bitmap);
        Assert.Equal(2UL, Clean(0, Pages));
        Assert.Equal([1, 2], Bits());
    }

    [Fact]
    public void A_snapshot_is_had_by_taking_the_right_to_write_first()
    {
        ulong address = file.Map(mm, Pages);
        TrackedFile.Write(mm, address, 1, 2, 3);
        file.Asked.Clear();

        Assert.Equal(3UL, kernel.WpSharedMappingRange(file.Mapping, 0, Pages));
        Assert.Equal(3UL, Clean(0, Pages));
        TrackedFile.Write(mm, address, 2);

        Assert.Equal([2UL], file.Asked);
        Assert.Equal([1, 2, 3], Bits());
        Assert.Equal(1UL, Clean(0, Pages));
    }

    [Fact]
    public void Areas_that_are_private_or_can_never_be_written_are_passed_over_and_not_those_after_them()
    {
        ulong copied = file.Map(mm, 10, flags: VmFlags.Read | VmFlags.Write);
        Assert.Equal(0, mm.Write(copied, [1]));
        ulong frozen = file.Map(mm, 10, pgoff: 0);
        TrackedFile.Write(mm, frozen, 1);
        AreaOf(frozen).Flags &= ~VmFlags.MayWrite;
        TrackedFile.Write(mm, file.Map(mm, 10, pgoff: 0), 2);

        Assert.Equal(1UL, kernel.WpSharedMappingRange(file.Mapping, 0, 10));
        Assert.Equal(1UL, Clean(0, 10));

        Assert.Equal([2], Bits());
        Assert.True(mm.PageTable.Lookup(copied).Dirty);
        Assert.True(mm.PageTable.Lookup(frozen + Page.Size).Writable);
    }

    [Fact]
    public void Huge_entries_are_never_split_and_warned_about_only_when_writable_or_dirty()
    {
        ulong at = 1UL << 30;
        file.Map(mm, 512, at: at);
        Assert.True(mm.InstallFrames(at, 1 << 20, PageTableLevel.Pmd, EntryFlags.Special, writable: false));
        ulong large = 8UL << 30;
        file.Map(mm, 1 << 18, at: large);
        Assert.True(mm.InstallFrames(large, 1 << 20, PageTableLevel.Pud, EntryFlags.Special, writable: false));

        Assert.Equal(0UL, kernel.WpSharedMappingRange(file.Mapping, 0, 10));
        Assert.Equal(0UL, Clean(0, 10));
        Assert.Empty(kernel.Warnings);

        Assert.Equal(0, mm.Munmap(at, 512 * Page.Size));
        Assert.Equal(0, mm.Munmap(large, 1UL << 30));
        file.Map(mm, 512, at: at);
        Assert.True(mm.InstallFrames(at, 1 << 20, PageTableLevel.Pmd, EntryFlags.Special, writable: true, written: true));
        TrackedFile.Write(other, file.Map(other, 10), 4);
        Assert.Equal(1UL, kernel.WpSharedMappingRange(file.Mapping, 0, 10));
        Assert.Contains("huge entry", Assert.Single(kernel.Warnings).Message);
        Assert.Equal(1UL, Clean(0, 10));
        Assert.Equal(2, kernel.Warnings.Count);
        mm.PageTable.Lookup(at, out int level);
        Assert.Equal(PageTableLevel.Pmd, level);
    }

    [Fact]
    public void Bare_frames_are_tracked_like_pages()
    {
        ulong address = file.Map(mm, 3);
        Assert.True(mm.InstallFrames(
            address + Page.Size, 1 << 20, PageTableLevel.Pte, EntryFlags.Special, writable: true, written: true));
        AreaOf(address).Flags |= VmFlags.PfnMap;

        Assert.Equal(1UL, kernel.WpSharedMappingRange(file.Mapping, 0, 3));
        Assert.Equal(1UL, Clean(0, 3));
        Assert.Equal([1], Bits());
    }

    [Fact]
    public void Unmapping_before_the_record_was_picked_up_loses_it()
    {
        ulong address = file.Map(mm, Pages);
        TrackedFile.Write(mm, address, 1);
        kernel.UnmapMappingPages(file.Mapping, 0, Pages, evenCows: false);
        Assert.Equal(0UL, Clean(0, Pages));

        TrackedFile.Write(mm, address, 2);
        Assert.Equal(1UL, Clean(0, Pages));
        kernel.UnmapMappingPages(file.Mapping, 0, Pages, evenCows: false);
        Assert.Equal([2], Bits());
    }

    [Fact]
    public void They_take_the_lock_of_the_areas_themselves_and_need_no_mmap_lock()
    {
        file.Map(mm, 1);
        file.Mapping.IMmapLockWrite();
        Assert.Throws<KernelBugException>(() => kernel.WpSharedMappingRange(file.Mapping, 0, 1));
        Assert.Throws<KernelBugException>(() => Clean(0, 1));
        file.Mapping.IMmapUnlockWrite();
        Assert.Empty(kernel.Warnings);

        file.Mapping.IMmapLockRead();
        kernel.WpSharedMappingRange(file.Mapping, 0, 1);
        Clean(0, 1);
        file.Mapping.IMmapUnlockRead();
        Assert.Equal(2, kernel.Warnings.Count(warning => warning.Message.Contains("while this thread holds it", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bitmap_that_does_not_cover_the_pages_is_refused_before_anything_is_cleaned()
    {
        TrackedFile.Write(mm, file.Map(mm, Pages), 0, 150);

        Assert.Throws<KernelBugException>(() => Clean(0, 257));
        Assert.Throws<KernelBugException>(() => Clean(5, 10, bitmapPgoff: 6));
        Assert.Throws<KernelBugException>(() => Clean(200, 100, bitmapPgoff: 0));
        Assert.Throws<KernelBugException>(() => Clean(10, ulong.MaxValue));
        Assert.Throws<KernelBugException>(() => kernel.WpSharedMappingRange(file.Mapping, 10, ulong.MaxValue));
        Assert.Throws<ArgumentNullException>(() => kernel.WpSharedMappingRange(null!, 0, 1));

        Assert.Equal((0UL, 0UL), (start, end));
        Assert.Equal(2UL, Clean(0, 256));
        Assert.DoesNotContain("lock", kernel.LeakReport().ToString());
    }

    [Fact]
    public void No_write_is_lost_between_writers_and_a_cleaner()
    {
        ulong address = file.Map(mm, 64);
        HashSet<int> recorded = [];
        bool stop = false;
        Thread cleaner = new(() =>
        {
            ulong[] bits = new ulong[1];
            while (!Volatile.Read(ref stop))
            {
                ulong from = 0, to = 0;
                kernel.CleanRecordSharedMappingRange(file.Mapping, 0, 64, 0, bits, ref from, ref to);
            }

            Note(bits[0]);
        });
        cleaner.Start();
        for (int round = 0; round < 200; round++)
        {
            TrackedFile.Write(mm, address, round % 61);
        }

        Volatile.Write(ref stop, true);
        cleaner.Join();
        ulong[] rest = new ulong[1];
        ulong first = 0, last = 0;
        kernel.CleanRecordSharedMappingRange(file.Mapping, 0, 64, 0, rest, ref first, ref last);
        Note(rest[0]);

        Assert.Equal(Enumerable.Range(0, 61), recorded.Order());

        void Note(ulong bits)
        {
            for (int i = 0; i < 64; i++)
            {
                if ((bits & (1UL << i)) != 0)
                {
                    recorded.Add(i);
                }
            }
        }
    }

    private ulong Clean(ulong first, ulong count, ulong bitmapPgoff = 0) =>
        kernel.CleanRecordSharedMappingRange(file.Mapping, first, count, bitmapPgoff, bitmap, ref start, ref end);

    private IEnumerable<int> Bits() => Enumerable.Range(0, 256).Where(bit => (bitmap[bit / 64] & (1UL << (bit % 64))) != 0);

    private VmAreaStruct AreaOf(ulong address)
    {
        mm.MmapReadLock();
        try
        {
            return mm.VmaLookup(address)!;
        }
        finally
        {
            mm.MmapReadUnlock();
        }
    }
}
