using Acquit.Memory.Tests.Faults;
using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class MremapTests() : FaultBench(2048)
{
    [Fact]
    public void An_area_grows_in_its_place_if_there_is_room_and_moves_with_its_content_if_there_is_none()
    {
        ulong first = Mm.MapAnonymous(2);
        Assert.Equal(0, Mm.Write(first + Page.Size, [7]));
        Assert.Equal(0, Mm.Mremap(first, 2 * Page.Size, 3 * Page.Size, false, out ulong same));
        Assert.Equal(first, same);
        Assert.Equal(0, Mm.Mmap(Page.Size, VmFlags.Read, out _, at: first + (3 * Page.Size)));
        Page page = Kernel.PfnToPage(Mm.PageTable.Lookup(first + Page.Size).Frame);

        Assert.Equal(-Errno.ENOMEM, Mm.Mremap(first, 3 * Page.Size, 4 * Page.Size, false, out ulong none));
        Assert.Equal(0, Mm.Mremap(first, 3 * Page.Size, 4 * Page.Size, true, out ulong moved));

        Assert.Equal(0UL, none);
        Assert.NotEqual(first, moved);
        Assert.Equal(0, Read(moved + Page.Size));
        Assert.Equal((7, 1, 1), (Seen[0], page.RefCount, page.MapCount));
        Assert.Equal(-Errno.EFAULT, Read(first + Page.Size));
        Assert.Equal(0, Mm.Write(moved + (3 * Page.Size), [1]));
    }

    [Fact]
    public void The_driver_of_a_moved_area_is_told_and_its_file_finds_the_pages_there()
    {
        List<string> told = [];
        AddressSpace mapping = new(Kernel);
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        VmOperations operations = new()
        {
            Fault = fault => Answer(fault, page),
            Open = area => told.Add($"open {area.PageCount}@{area.Pgoff}"),
            Mremap = area =>
            {
                told.Add($"mremap {area.PageCount}@{area.Pgoff}");
                return 0;
            },
            Close = area => told.Add($"close {area.PageCount}@{area.Pgoff}"),
        };
        FileStruct file = new(
            new FileOperations
            {
                Mmap = (_, area) =>
                {
                    area.Ops = operations;
                    return 0;
                },
            },
            mapping: mapping);
        Assert.Equal(0, Mm.Mmap(4 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file, pgoff: 10));
        Assert.Equal(0, Mm.Write(address + Page.Size, [1]));

        Assert.Equal(0, Mm.Mremap(address + Page.Size, Page.Size, 2 * Page.Size, true, out ulong moved));

        Assert.Equal(["open 3@11", "open 2@12", "open 2@11", "mremap 2@11", "close 1@11"], told);
        Kernel.UnmapMappingPages(mapping, 11, 1, evenCows: false);
        Assert.False(Mm.PageTable.Lookup(moved).Present);
        Assert.Equal(1, page.RefCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_driver_that_refuses_the_new_place_keeps_the_old_one(bool throws)
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(new VmOperations
        {
            Fault = fault => Answer(fault, page),
            Mremap = _ => throws ? throw new InvalidCastException() : -Errno.EINVAL,
        });
        Assert.Equal(0, Mm.Write(address, [3]));
        Assert.Equal(0, Mm.Mmap(Page.Size, VmFlags.Read, out _, at: address + Page.Size));

        if (throws)
        {
            Assert.Throws<InvalidCastException>(() => Mm.Mremap(address, Page.Size, 2 * Page.Size, true, out _));
        }
        else
        {
            Assert.Equal(-Errno.EINVAL, Mm.Mremap(address, Page.Size, 2 * Page.Size, true, out ulong moved));
            Assert.Equal(0UL, moved);
        }

        Assert.True(Mm.PageTable.Lookup(address).Present);
        Assert.Equal((2, 1), (page.RefCount, page.MapCount));
        Mm.MmapReadLock();
        Assert.Equal(2, Mm.Areas.Count());
        Mm.MmapReadUnlock();
        IsUsable();
    }

    [Fact]
    public void A_huge_entry_is_split_to_be_moved()
    {
        const ulong huge = 512UL * Page.Size;
        Assert.Equal(0, Mm.Mmap(huge, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong address, at: 1UL << 33));
        Assert.Equal(0, Mm.Write(address + (5 * Page.Size), [5]));
        Assert.Equal(0, Mm.Mmap(Page.Size, VmFlags.Read, out _, at: address + huge));

        Assert.Equal(0, Mm.Mremap(address, huge, huge + Page.Size, true, out ulong moved));

        Assert.Equal(0, Read(moved + (5 * Page.Size)));
        Assert.Equal(5, Seen[0]);
        Assert.Equal(0, Mm.Munmap(moved, huge + Page.Size));
    }

    [Fact]
    public void Resizing_refuses_what_cannot_be_and_shrinking_unmaps()
    {
        ulong address = Mm.MapAnonymous(4);
        ulong fixedSize = Map(new VmOperations(), flags: VmFlags.DontExpand);
        ulong frames = Map(new VmOperations(), flags: VmFlags.PfnMap);

        Assert.Equal(-Errno.EINVAL, Mm.Mremap(address + 1, 1, 1, true, out _));
        Assert.Equal(-Errno.EINVAL, Mm.Mremap(address, 0, 1, true, out _));
        Assert.Equal(-Errno.EINVAL, Mm.Mremap(address, 1, 0, true, out _));
        Assert.Equal(-Errno.EFAULT, Mm.Mremap(0x1000, 1, 1, true, out _));
        Assert.Equal(-Errno.EFAULT, Mm.Mremap(address, 5 * Page.Size, 6 * Page.Size, true, out _));
        Assert.Equal(-Errno.EFAULT, Mm.Mremap(fixedSize, Page.Size, 2 * Page.Size, true, out _));
        Assert.Equal(-Errno.EFAULT, Mm.Mremap(frames, Page.Size, 2 * Page.Size, true, out _));
        Assert.Equal(-Errno.ENOMEM, Mm.Mremap(address, 4 * Page.Size, 1UL << 60, true, out _));
        Assert.Equal(0, Mm.Mremap(address, 4 * Page.Size, 4 * Page.Size, false, out ulong same));
        Assert.Equal(0, Mm.Mremap(address, 4 * Page.Size, Page.Size, false, out _));
        Assert.Equal(address, same);
        Assert.Equal(1UL, AreaOf(address).PageCount);
        IsUsable();
    }
}
