using Xunit;

namespace Acquit.Memory.Tests.Faults;

public sealed class InsertPageTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;

    public InsertPageTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Inserting_takes_a_reference_that_unmapping_drops()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span.Fill(3);
        int result = 1;
        ulong address = MapWith(area => result = kernel.VmInsertPage(area, area.Start, page));

        Assert.Equal(0, result);
        Assert.Equal(2, page.RefCount);
        Assert.Equal(1, page.MapCount);
        byte[] seen = new byte[1];
        Assert.Equal(0, mm.Read(address + 9, seen));
        Assert.Equal(3, seen[0]);
        Assert.Equal(0, mm.Write(address + 9, [8]));
        Assert.Equal(8, page.Span[9]);
        Assert.Equal(0, mm.Munmap(address, Page.Size));

        Assert.Equal(1, page.RefCount);
        Assert.Equal(0, page.MapCount);
        Assert.True(page.IsDirty);
        kernel.FreePage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_page_the_driver_has_dropped_lives_until_it_is_unmapped()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = MapWith(area => kernel.VmInsertKmemPage(area, area.Start, page));
        kernel.PutPage(page);

        Assert.False(page.IsFree);
        mm.Munmap(address, Page.Size);
        Assert.True(page.IsFree);
    }

    [Fact]
    public void Inserting_makes_the_area_a_mixed_map()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmFlags flags = VmFlags.None;
        MapWith(area =>
        {
            kernel.VmInsertPage(area, area.Start, page);
            flags = area.Flags;
            return 0;
        });

        Assert.True((flags & VmFlags.MixedMap) != 0);
    }

    [Fact]
    public void An_address_outside_is_EFAULT_and_a_second_page_EBUSY_without_a_reference()
    {
        Page[] pages = kernel.AllocPages(2);
        List<int> results = [];
        MapWith(area =>
        {
            results.Add(kernel.VmInsertPage(area, area.End, pages[0]));
            results.Add(kernel.VmInsertPage(area, area.Start, pages[0]));
            results.Add(kernel.VmInsertPage(area, area.Start, pages[1]));
            return 0;
        });

        Assert.Equal([-Errno.EFAULT, 0, -Errno.EBUSY], results);
        Assert.Equal(2, pages[0].RefCount);
        Assert.Equal(1, pages[1].RefCount);
    }

    [Fact]
    public void Free_pages_anonymous_pages_and_uncounted_tails_are_EINVAL()
    {
        ulong anonymous = mm.MapAnonymous(1);
        Page[] pinned = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(anonymous, 1, FollFlags.Write, pinned));
        Page block = kernel.AllocPages(GfpFlags.Kernel, 1)!;
        Page freed = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.FreePage(freed);
        List<int> results = [];
        MapWith(area =>
        {
            results.Add(kernel.VmInsertPage(area, area.Start, pinned[0]));
            results.Add(kernel.VmInsertPage(area, area.Start, kernel.NthPage(block, 1)));
            results.Add(kernel.VmInsertPage(area, area.Start, freed));
            results.Add(kernel.VmInsertPage(area, area.Start, kernel.ZeroPage));
            return 0;
        });

        Assert.All(results, result => Assert.Equal(-Errno.EINVAL, result));
        mm.UnpinUserPage(pinned[0]);
        kernel.FreePages(block, 1);
    }

    [Fact]
    public void An_area_of_bare_frames_takes_no_pages()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        KernelBugException bug = Assert.Throws<KernelBugException>(() => MapWith(area =>
        {
            area.Flags |= VmFlags.PfnMap;
            return kernel.VmInsertPage(area, area.Start, page);
        }));

        Assert.Contains("bare frames", bug.Message);
        Assert.Equal(1, page.RefCount);
        mm.MmapReadLock();
        Assert.Empty(mm.Areas);
        mm.MmapReadUnlock();
    }

    [Fact]
    public void Without_the_lock_for_writing_an_area_cannot_become_a_mixed_map()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmAreaStruct? mapped = null;
        MapWith(area =>
        {
            mapped = area;
            return 0;
        });

        Assert.Throws<KernelBugException>(() => kernel.VmInsertPage(mapped!, mapped!.Start, page));
        mm.MmapWriteLock();
        Assert.Equal(0, kernel.VmInsertPage(mapped!, mapped!.Start, page));
        mm.MmapWriteUnlock();
    }

    [Fact]
    public void An_insert_that_is_made_to_fail_takes_no_reference_and_the_mapping_is_undone()
    {
        Page[] pages = kernel.AllocPages(3);
        kernel.Injection.FailNth(nameof(KernelMemory.VmInsertPage), 3);
        FileStruct file = new(new FileOperations
        {
            Mmap = (_, area) =>
            {
                for (int i = 0; i < 3; i++)
                {
                    int error = kernel.VmInsertPage(area, area.Start + ((ulong)i * Page.Size), pages[i]);
                    if (error != 0)
                    {
                        return error;
                    }
                }

                return 0;
            },
        });

        Assert.Equal(-Errno.ENOMEM, mm.Mmap(3 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file));

        Assert.Equal(0UL, address);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
    }

    [Fact]
    public void Map_pages_honours_the_offset_and_map_pages_zero_does_not()
    {
        Page[] pages = kernel.AllocPages(4);
        for (int i = 0; i < 4; i++)
        {
            pages[i].Span[0] = (byte)i;
        }

        Assert.Equal((0, 2), Map(zero: false, length: 2, pgoff: 2));
        Assert.Equal((0, 0), Map(zero: true, length: 4, pgoff: 2));
        Assert.Equal((-Errno.ENXIO, -1), Map(zero: false, length: 3, pgoff: 2));
        Assert.Equal((-Errno.ENXIO, -1), Map(zero: false, length: 1, pgoff: 4));
        Assert.Equal((-Errno.ENXIO, -1), Map(zero: true, length: 5, pgoff: 0));

        (int Error, int First) Map(bool zero, int length, ulong pgoff)
        {
            FileStruct file = new(new FileOperations
            {
                Mmap = (_, area) => zero ? kernel.VmMapPagesZero(area, pages, 4) : kernel.VmMapPages(area, pages, 4),
            });
            int error = mm.Mmap((ulong)length * Page.Size, VmFlags.Read, out ulong address, file, pgoff);
            byte[] first = new byte[1];
            return (error, error == 0 && mm.Read(address, first) == 0 ? first[0] : -1);
        }
    }

    [Fact]
    public void Map_pages_outside_of_mmap_is_warned_about()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmAreaStruct? mapped = null;
        MapWith(area =>
        {
            mapped = area;
            return 0;
        });

        mm.MmapWriteLock();
        Assert.Equal(0, kernel.VmMapPages(mapped!, [page], 1));
        mm.MmapWriteUnlock();

        Assert.Contains("outside of a file's mmap", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void A_private_mapping_of_an_inserted_page_is_copied_on_the_first_write()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span.Fill(1);
        FileStruct file = new(new FileOperations { Mmap = (_, area) => kernel.VmInsertPage(area, area.Start, page) });
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Write, out ulong address, file));

        Assert.Equal(0, mm.Write(address, [2]));

        byte[] seen = new byte[2];
        Assert.Equal(0, mm.Read(address, seen));
        Assert.Equal([2, 1], seen);
        Assert.Equal(1, page.Span[0]);
        Assert.Equal(1, page.RefCount);
    }

    private ulong MapWith(Func<VmAreaStruct, int> mmap)
    {
        FileStruct file = new(new FileOperations
        {
            Mmap = (_, area) =>
            {
                mmap(area);
                return 0;
            },
        });
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong address, file));
        return address;
    }
}
