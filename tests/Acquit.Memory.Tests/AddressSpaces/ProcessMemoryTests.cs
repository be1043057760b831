using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class ProcessMemoryTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;

    public ProcessMemoryTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Anonymous_memory_is_zero_until_it_is_written()
    {
        ulong address = mm.MapAnonymous(3);
        byte[] read = new byte[(2 * Page.Size) + 100];
        int free = kernel.FreePageCount;

        Assert.Equal(0, mm.Read(address + 50, read));
        Assert.False(read.AsSpan().ContainsAnyExcept((byte)0));
        Assert.Equal(free, kernel.FreePageCount);
        byte[] written = [.. Enumerable.Range(0, read.Length).Select(i => (byte)(i % 253))];
        Assert.Equal(0, mm.Write(address + 50, written));
        Assert.Equal(0, mm.Read(address + 50, read));

        Assert.Equal(written, read);
        Assert.Equal(free - 3, kernel.FreePageCount);
    }

    [Fact]
    public void Shared_anonymous_memory_does_not_write_to_the_page_of_zeroes()
    {
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong address));
        byte[] read = new byte[1];

        Assert.Equal(0, mm.Read(address, read));
        Assert.Equal(0, mm.Write(address, [5]));

        Assert.False(kernel.ZeroPage.Span.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Unmapping_gives_the_pages_back()
    {
        int free = kernel.FreePageCount;
        ulong address = mm.MapAnonymous(8);
        Assert.Equal(0, mm.Write(address, new byte[8 * Page.Size]));

        Assert.Equal(0, mm.Munmap(address, 8 * Page.Size));

        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(-Errno.EFAULT, mm.Write(address, [1]));
    }

    [Fact]
    public void Unmapping_the_middle_leaves_two_areas_that_know_their_offsets()
    {
        List<string> calls = [];
        FileStruct file = TestKernel.FileWith(new VmOperations
        {
            Open = area => calls.Add($"open {area.PageCount}@{area.Pgoff}"),
            Close = area => calls.Add($"close {area.PageCount}@{area.Pgoff}"),
        });
        Assert.Equal(0, mm.Mmap(10 * Page.Size, VmFlags.Read, out ulong address, file, pgoff: 100));

        Assert.Equal(0, mm.Munmap(address + (3 * Page.Size), 2 * Page.Size));
        Assert.Equal(0, mm.Munmap(address, Page.Size));
        Assert.Equal(0, mm.Munmap(address + (9 * Page.Size), Page.Size));

        mm.MmapReadLock();
        Assert.Equal([(101UL, 2UL), (105UL, 4UL)], mm.Areas.Select(area => (area.Pgoff, area.PageCount)));
        mm.MmapReadUnlock();
        Assert.Equal(0, mm.Munmap(address, 10 * Page.Size));
        Assert.Equal(
            [
                "open 7@103", "open 5@105", "close 2@103",
                "open 2@101", "close 1@100",
                "open 1@109", "close 1@109",
                "close 2@101", "close 4@105",
            ],
            calls);
    }

    [Fact]
    public void What_an_area_does_not_allow_is_a_bad_address()
    {
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read, out ulong readable));
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Write, out ulong writable));

        Assert.Equal(-Errno.EFAULT, mm.Write(readable, [1]));
        Assert.Equal(-Errno.EFAULT, mm.Read(writable, new byte[1]));
        Assert.Equal(0, mm.Write(writable, [1]));
    }

    [Fact]
    public void Mapping_refuses_what_cannot_be()
    {
        ulong taken = mm.MapAnonymous(2);

        Assert.Equal(-Errno.EINVAL, mm.Mmap(0, VmFlags.Read, out _));
        Assert.Equal(-Errno.EINVAL, mm.Mmap(1, VmFlags.Read, out _, at: 123));
        Assert.Equal(-Errno.EEXIST, mm.Mmap(1, VmFlags.Read, out _, at: taken + Page.Size));
        Assert.Equal(-Errno.ENOMEM, mm.Mmap(1UL << 50, VmFlags.Read, out _));
        Assert.Equal(-Errno.ENODEV, mm.Mmap(1, VmFlags.Read, out _, new FileStruct(new FileOperations())));
        Assert.Equal(-Errno.EINVAL, mm.Munmap(taken + 1, 1));
        Assert.Equal(-Errno.EINVAL, mm.Munmap(taken, 0));
    }

    [Fact]
    public void A_large_area_that_is_hardly_touched_is_unmapped_at_once()
    {
        Assert.Equal(0, mm.Mmap(1UL << 46, VmFlags.Read | VmFlags.Write, out ulong address));
        Assert.Equal(0, mm.Write(address + (1UL << 45), [1]));
        int free = kernel.FreePageCount;

        Assert.Equal(0, mm.Munmap(address, 1UL << 46));

        Assert.Equal(free + 1, kernel.FreePageCount);
    }

    [Fact]
    public void Copies_count_the_bytes_that_were_not_copied()
    {
        ulong address = mm.MapAnonymous(1);

        Assert.Equal(0, mm.CopyToUser(address, [1, 2, 3]));
        byte[] read = new byte[3];
        Assert.Equal(0, mm.CopyFromUser(read, address));
        Assert.Equal([1, 2, 3], read);
        Assert.Equal(7, mm.CopyToUser(address + Page.Size - 3, new byte[10]));
        Assert.Equal(10, mm.CopyFromUser(new byte[10], 0x1000));
    }

    [Fact]
    public void Memory_that_runs_out_in_a_fault_is_a_bad_address_for_the_process_and_ENOMEM_for_a_pin()
    {
        ulong address = mm.MapAnonymous(70);
        Page[] pages = new Page[70];

        int pinned = mm.PinUserPagesFast(address, 70, FollFlags.Write, pages);

        Assert.Equal(63, pinned);
        Assert.Equal(-Errno.EFAULT, mm.Write(address + (69 * Page.Size), [1]));
        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesFast(address + (69 * Page.Size), 1, FollFlags.Write, new Page[1]));
        mm.UnpinUserPages(pages, pinned);
    }

    [Fact]
    public void Many_threads_fault_the_same_memory_in_once()
    {
        ulong address = mm.MapAnonymous(16);
        int free = kernel.FreePageCount;

        Parallel.For(0, 8, thread =>
        {
            for (int page = 0; page < 16; page++)
            {
                Assert.Equal(0, mm.Write(address + ((ulong)page * Page.Size) + (ulong)thread, [(byte)(thread + 1)]));
            }
        });

        byte[] seen = new byte[8];
        for (int page = 0; page < 16; page++)
        {
            Assert.Equal(0, mm.Read(address + ((ulong)page * Page.Size), seen));
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], seen);
        }

        Assert.Equal(free - 16, kernel.FreePageCount);
    }
}
