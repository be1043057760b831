using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>A file knows the areas that map it.</summary>
public sealed class FileMappingTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;
    private readonly AddressSpace mapping;
    private readonly FileStruct file;

    public FileMappingTests()
    {
        mm = kernel.CreateMm();
        mapping = new AddressSpace(kernel);
        file = new FileStruct(new FileOperations { Mmap = (_, _) => 0 }, mapping: mapping);
    }

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Mapping_makes_an_area_known_and_unmapping_forgets_it()
    {
        Assert.False(mapping.IsMapped);
        ulong address = Map(10, 4);
        Assert.True(mapping.IsMapped);
        Assert.Equal(["10+4"], Areas(0, 100));
        Assert.Equal(["10+4"], Areas(13, 13));
        Assert.Empty(Areas(14, 100));
        Assert.Empty(Areas(0, 9));

        Assert.Equal(0, mm.Munmap(address, 4 * Page.Size));

        Assert.Empty(Areas(0, ulong.MaxValue));
        Assert.False(mapping.IsMapped);
    }

    [Fact]
    public void Cutting_an_area_tells_the_file_what_is_left_of_it()
    {
        ulong address = Map(100, 10);

        Assert.Equal(0, mm.Munmap(address + (3 * Page.Size), 2 * Page.Size));
        Assert.Equal(["100+3", "105+5"], Areas(0, 1000));
        Assert.Equal(0, mm.Munmap(address, Page.Size));
        Assert.Equal(["101+2", "105+5"], Areas(0, 1000));
        Assert.Equal(0, mm.Munmap(address + (9 * Page.Size), Page.Size));

        Assert.Equal(["101+2", "105+4"], Areas(0, 1000));
        Assert.Equal(["105+4"], Areas(103, 105));
        Assert.Empty(Areas(103, 104));
    }

    [Fact]
    public void Areas_of_several_processes_are_known_and_go_with_them()
    {
        MmStruct other = kernel.CreateMm();
        Map(0, 2);
        Assert.Equal(0, other.Mmap(2 * Page.Size, TestKernel.SharedReadWrite, out _, file, pgoff: 1));

        Assert.Equal(["0+2", "1+2"], Areas(1, 1));
        other.Dispose();
        Assert.Equal(["0+2"], Areas(0, 10));
    }

    [Fact]
    public void A_child_maps_what_its_parent_maps_right_after_it()
    {
        Map(0, 4);
        Map(2, 4);
        MmStruct child = mm.Fork()!;

        mapping.IMmapLockRead();
        Assert.Equal(
            [(mm, 0UL), (child, 0UL), (mm, 2UL), (child, 2UL)],
            mapping.AreasOf(0, 10).Select(area => (area.Mm, area.Pgoff)));
        mapping.IMmapUnlockRead();
        child.Dispose();
        Assert.Equal(["0+4", "2+4"], Areas(0, 10));
    }

    [Fact]
    public void What_its_driver_refused_to_map_is_not_known()
    {
        FileStruct refused = new(new FileOperations { Mmap = (_, _) => -Errno.ENXIO }, mapping: mapping);
        FileStruct thrown = new(new FileOperations { Mmap = (_, _) => throw new InvalidOperationException() }, mapping: mapping);

        Assert.Equal(-Errno.ENXIO, mm.Mmap(Page.Size, VmFlags.Read, out _, refused));
        Assert.Throws<InvalidOperationException>(() => mm.Mmap(Page.Size, VmFlags.Read, out _, thrown));

        Assert.False(mapping.IsMapped);
        Assert.Empty(mm.Areas);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Offsets_that_overflow_are_refused()
    {
        Assert.Equal(-Errno.EOVERFLOW, mm.Mmap(2 * Page.Size, VmFlags.Read, out _, file, pgoff: ulong.MaxValue));
        Assert.Equal(0, mm.Mmap(2 * Page.Size, VmFlags.Read, out _, file, pgoff: ulong.MaxValue - 2));
        Assert.Equal([$"{ulong.MaxValue - 2}+2"], Areas(ulong.MaxValue - 1, ulong.MaxValue));
    }

    [Fact]
    public void Files_of_one_device_share_what_maps_them()
    {
        FileStruct second = new(file.Operations, mapping: mapping);
        Map(0, 1);
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read, out _, second, pgoff: 5));

        Assert.Equal(["0+1", "5+1"], Areas(0, 10));
    }

    [Fact]
    public void Random_mapping_and_unmapping_keeps_the_file_in_step()
    {
        Random random = new(5);
        List<ulong> addresses = [];
        for (int step = 0; step < 400; step++)
        {
            if (addresses.Count == 0 || random.Next(2) == 0)
            {
                addresses.Add(Map((ulong)random.Next(50), random.Next(1, 12)));
            }
            else
            {
                ulong at = addresses[random.Next(addresses.Count)] + ((ulong)random.Next(8) * Page.Size);
                Assert.Equal(0, mm.Munmap(at, (ulong)random.Next(1, 6) * Page.Size));
            }

            ulong first = (ulong)random.Next(60);
            ulong last = first + (ulong)random.Next(10);
            mm.MmapReadLock();
            IEnumerable<string> expected = mm.Areas
                .Where(area => area.Pgoff <= last && area.Pgoff + area.PageCount > first)
                .Select(area => $"{area.Pgoff}+{area.PageCount}").Order(StringComparer.Ordinal);
            Assert.Equal(expected, Areas(first, last).Order(StringComparer.Ordinal));
            mm.MmapReadUnlock();
        }
    }

    private ulong Map(ulong pgoff, int pages)
    {
        Assert.Equal(0, mm.Mmap((ulong)pages * Page.Size, TestKernel.SharedReadWrite, out ulong address, file, pgoff));
        return address;
    }

    private List<string> Areas(ulong first, ulong last)
    {
        mapping.IMmapLockRead();
        try
        {
            return [.. mapping.AreasOf(first, last).Select(area => $"{area.Pgoff}+{area.PageCount}")];
        }
        finally
        {
            mapping.IMmapUnlockRead();
        }
    }
}
