using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

/// <summary>Areas that ask for no place get the lowest one that is large enough, however the gaps came about.</summary>
public sealed class AreaRoomTests : IDisposable
{
    private readonly KernelMemory kernel = new(16);
    private readonly MmStruct mm;

    public AreaRoomTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_place_is_the_one_a_search_from_the_first_area_finds(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 400; i++)
        {
            ulong size = (ulong)random.Next(1, 6) << Page.Shift;
            VmAreaStruct[] areas = Areas();
            switch (random.Next(4))
            {
                case 0 when areas.Length > 0:
                    VmAreaStruct any = areas[random.Next(areas.Length)];
                    Assert.Equal(0, mm.Munmap(any.Start, size));
                    break;
                case 1 when areas.Length > 0:
                    ulong at = areas[random.Next(areas.Length)].End + ((ulong)random.Next(4) << Page.Shift);
                    Assert.Contains(mm.Mmap(size, VmFlags.Read, out _, at: at), new[] { 0, -Errno.EEXIST });
                    break;
                default:
                    ulong expected = FirstFit(areas, size);
                    Assert.Equal(0, mm.Mmap(size, VmFlags.Read, out ulong start));
                    Assert.Equal(expected, start);
                    break;
            }
        }
    }

    [Fact]
    public void An_mmap_that_its_driver_refuses_leaves_its_place_free()
    {
        FileStruct refused = new(new FileOperations { Mmap = (_, _) => -Errno.EIO });
        Assert.Equal(-Errno.EIO, mm.Mmap(Page.Size, VmFlags.Read, out _, refused));
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read, out ulong first));
        Assert.Equal(0, mm.Munmap(first, Page.Size));
        Assert.Equal(-Errno.EIO, mm.Mmap(Page.Size, VmFlags.Read, out _, refused));
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read, out ulong second));
        Assert.Equal(first, second);
    }

    private static ulong FirstFit(VmAreaStruct[] areas, ulong size)
    {
        ulong start = 0x1000_0000;
        foreach (VmAreaStruct area in areas)
        {
            if (start + size + Page.Size <= area.Start)
            {
                break;
            }

            start = Math.Max(start, area.End + Page.Size);
        }

        return start;
    }

    private VmAreaStruct[] Areas()
    {
        mm.MmapReadLock();
        VmAreaStruct[] areas = [.. mm.Areas];
        mm.MmapReadUnlock();
        return areas;
    }
}
