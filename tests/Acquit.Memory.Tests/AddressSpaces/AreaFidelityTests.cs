using Acquit.Memory.Tests.Faults;
using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

/// <summary>Areas are split, protected, advised about, and their drivers asked and told.</summary>
public sealed class AreaFidelityTests() : FaultBench(2048)
{
    private const VmFlags ReadWrite = VmFlags.Read | VmFlags.Write;

    [Fact]
    public void A_driver_that_refuses_a_split_refuses_what_would_split_and_nothing_is_changed()
    {
        List<ulong> asked = [];
        ulong address = Map(
            new VmOperations
            {
                MaySplit = (area, at) =>
                {
                    asked.Add((at - area.Start) >> Page.Shift);
                    return -Errno.EINVAL;
                },
            },
            pages: 4);

        Assert.Equal(-Errno.EINVAL, Mm.Munmap(address + Page.Size, Page.Size));
        Assert.Equal(-Errno.EINVAL, Mm.Munmap(address, Page.Size));
        Assert.Equal(-Errno.EINVAL, Mm.Mprotect(address, Page.Size, VmFlags.Read));
        Assert.Equal(-Errno.EINVAL, Mm.Madvise(address, Page.Size, MadviseAdvice.DontFork));
        Assert.Equal(-Errno.EINVAL, Mm.Mremap(address, 2 * Page.Size, Page.Size, true, out _));
        Assert.Equal(4UL, AreaOf(address).PageCount);
        Assert.Equal(0, Mm.Munmap(address, 4 * Page.Size));

        Assert.Equal([1, 1, 1, 1, 1], asked);
    }

    [Fact]
    public void Rights_that_are_taken_away_are_gone_at_once_and_come_back_by_a_fault_with_the_same_page()
    {
        ulong address = Mm.MapAnonymous(3);
        Assert.Equal(0, Mm.Write(address, new byte[3 * Page.Size]));
        ulong frame = Mm.PageTable.Lookup(address + Page.Size).Frame;

        Assert.Equal(0, Mm.Mprotect(address + Page.Size, Page.Size, VmFlags.Read));
        Assert.Equal(-Errno.EFAULT, Mm.Write(address + Page.Size, [1]));
        Assert.Equal(0, Mm.Write(address + (2 * Page.Size), [1]));
        Assert.Equal(0, Mm.Mprotect(address, 3 * Page.Size, ReadWrite));
        Assert.Equal(0, Mm.Write(address + Page.Size, [2]));

        Assert.Equal(frame, Mm.PageTable.Lookup(address + Page.Size).Frame);
    }

    [Fact]
    public void Protecting_part_of_a_huge_entry_splits_it()
    {
        const ulong huge = 512UL * Page.Size;
        Assert.Equal(0, Mm.Mmap(huge, ReadWrite | VmFlags.HugePage, out ulong address, at: 1UL << 33));
        Assert.Equal(0, Mm.Write(address, [1]));
        Mm.PageTable.Lookup(address, out int level);
        Assert.Equal(PageTableLevel.Pmd, level);

        Assert.Equal(0, Mm.Mprotect(address + Page.Size, Page.Size, VmFlags.Read));

        Assert.Equal(0, Mm.Write(address, [2]));
        Assert.Equal(-Errno.EFAULT, Mm.Write(address + Page.Size, [2]));
        Assert.Equal(0, Read(address + Page.Size));
    }

    [Fact]
    public void A_shared_page_is_writable_again_at_once_unless_the_driver_wants_to_be_asked()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        int asked = 0;
        ulong plain = Map(fault => Answer(fault, page));
        ulong tracked = Map(new VmOperations
        {
            Fault = fault => Answer(fault, page),
            PageMkwrite = _ =>
            {
                asked++;
                return VmFaultCode.None;
            },
        });
        foreach (ulong address in new[] { plain, tracked })
        {
            Assert.Equal(0, Mm.Write(address, [1]));
            Assert.Equal(0, Mm.Mprotect(address, Page.Size, VmFlags.Read));
            Assert.Equal(-Errno.EFAULT, Mm.Write(address, [1]));
            Assert.Equal(0, Mm.Mprotect(address, Page.Size, ReadWrite));
        }

        Assert.True(Mm.PageTable.Lookup(plain).Writable);
        Assert.False(Mm.PageTable.Lookup(tracked).Writable);
        Assert.Equal(0, Mm.Write(tracked, [1]));
        Assert.Equal(2, asked);
    }

    [Fact]
    public void Protecting_refuses_what_cannot_be()
    {
        ulong address = Mm.MapAnonymous(2);
        Assert.Equal(0, MapBy(
            area =>
            {
                area.Flags &= ~VmFlags.MayWrite;
                return 0;
            },
            out ulong frozen, rights: VmFlags.Read));

        Assert.Equal(-Errno.EINVAL, Mm.Mprotect(address + 1, 1, VmFlags.Read));
        Assert.Equal(-Errno.EINVAL, Mm.Mprotect(address, 1, VmFlags.None));
        Assert.Equal(-Errno.EINVAL, Mm.Mprotect(address, 1, VmFlags.Shared));
        Assert.Equal(0, Mm.Mprotect(address, 0, VmFlags.Read));
        Assert.Equal(-Errno.ENOMEM, Mm.Mprotect(address, ulong.MaxValue, VmFlags.Read));
        Assert.Equal(-Errno.ENOMEM, Mm.Mprotect(address, 3 * Page.Size, VmFlags.Read));
        Assert.Equal(-Errno.EFAULT, Mm.Write(address, [1]));
        Assert.Equal(-Errno.ENOMEM, Mm.Mprotect(0x1000, Page.Size, VmFlags.Read));
        Assert.Equal(-Errno.EACCES, Mm.Mprotect(frozen, Page.Size, ReadWrite));
        IsUsable();
    }

    [Fact]
    public void The_driver_is_told_of_new_rights_and_may_refuse_them()
    {
        List<(ulong Pages, VmFlags Rights)> told = [];
        ulong address = Map(
            new VmOperations
            {
                Mprotect = (_, start, end, flags) =>
                {
                    told.Add(((end - start) >> Page.Shift, flags & (ReadWrite | VmFlags.Exec)));
                    return (flags & VmFlags.Exec) != 0 ? -Errno.EACCES : 0;
                },
            },
            pages: 4);

        Assert.Equal(0, Mm.Mprotect(address + Page.Size, 2 * Page.Size, VmFlags.Read));
        Assert.Equal(-Errno.EACCES, Mm.Mprotect(address, Page.Size, VmFlags.Exec));

        Assert.Equal([(2UL, VmFlags.Read), (1UL, VmFlags.Exec)], told);
        Assert.Equal(ReadWrite, AreaOf(address).Flags & (ReadWrite | VmFlags.Exec));
    }

    [Fact]
    public void What_is_not_needed_any_more_is_zero_afterwards()
    {
        ulong address = Mm.MapAnonymous(3);
        int free = Kernel.FreePageCount;
        byte[] ones = new byte[3 * Page.Size];
        ones.AsSpan().Fill(1);
        Assert.Equal(0, Mm.Write(address, ones));

        Assert.Equal(0, Mm.Madvise(address + Page.Size, Page.Size, MadviseAdvice.DontNeed));

        Assert.Equal(free - 2, Kernel.FreePageCount);
        Assert.Equal(0, Mm.Read(address, ones));
        Assert.Equal((1, 0, 1), (ones[0], ones[Page.Size], ones[2 * Page.Size]));
    }

    [Fact]
    public void Advice_changes_the_areas_flags_and_splits_them()
    {
        ulong address = Mm.MapAnonymous(3);
        Assert.Equal(0, Mm.Madvise(address + Page.Size, Page.Size, MadviseAdvice.DontFork));
        Assert.Equal(0, Mm.Madvise(address + Page.Size, Page.Size, MadviseAdvice.DontDump));
        Assert.Equal(0, Mm.Madvise(address, 3 * Page.Size, MadviseAdvice.HugePage));
        Assert.Equal(0, Mm.Madvise(address, Page.Size, MadviseAdvice.NoHugePage));
        Assert.Equal(0, Mm.Madvise(address + Page.Size, Page.Size, MadviseAdvice.DoDump));

        const VmFlags seen = VmFlags.DontCopy | VmFlags.DontDump | VmFlags.HugePage | VmFlags.NoHugePage;
        Assert.Equal(
            [VmFlags.NoHugePage, VmFlags.DontCopy | VmFlags.HugePage, VmFlags.HugePage],
            Enumerable.Range(0, 3).Select(i => AreaOf(address + ((ulong)i * Page.Size)).Flags & seen));
        using MmStruct child = Mm.Fork()!;
        Assert.Equal(-Errno.EFAULT, child.Read(address + Page.Size, Seen));
        Assert.Equal(0, child.Read(address, Seen));
        Assert.Equal(0, Mm.Madvise(address + Page.Size, Page.Size, MadviseAdvice.DoFork));
        Assert.Equal(VmFlags.HugePage, AreaOf(address + Page.Size).Flags & seen);
    }

    [Fact]
    public void Advice_that_cannot_be_taken_is_refused_and_holes_are_told_at_the_end()
    {
        ulong address = Mm.MapAnonymous(1);
        ulong frames = Map(new VmOperations(), flags: VmFlags.PfnMap | VmFlags.Io);
        Assert.Equal(0, Mm.Mmap(Page.Size, ReadWrite | VmFlags.Locked, out ulong locked));
        Assert.Equal(0, Mm.Write(address, [1]));

        Assert.Equal(-Errno.EINVAL, Mm.Madvise(address + 1, 1, MadviseAdvice.DontNeed));
        Assert.Equal(-Errno.EINVAL, Mm.Madvise(address, 1, (MadviseAdvice)999));
        Assert.Equal(-Errno.EINVAL, Mm.Madvise(address, ulong.MaxValue, MadviseAdvice.DontNeed));
        Assert.Equal(-Errno.EINVAL, Mm.Madvise(frames, 1, MadviseAdvice.DontNeed));
        Assert.Equal(-Errno.EINVAL, Mm.Madvise(frames, 1, MadviseAdvice.DoFork));
        Assert.Equal(-Errno.EINVAL, Mm.Madvise(frames, 1, MadviseAdvice.DoDump));
        Assert.Equal(-Errno.EINVAL, Mm.Madvise(locked, 1, MadviseAdvice.DontNeed));
        Assert.Equal(0, Mm.Madvise(address, 0, MadviseAdvice.DontNeed));
        Assert.Equal(-Errno.ENOMEM, Mm.Madvise(address - Page.Size, 2 * Page.Size, MadviseAdvice.DontNeed));
        Assert.Equal(0, Read(address));
        Assert.Equal(0, Seen[0]);
        IsUsable();
    }

    [Fact]
    public void Reclaim_leaves_what_an_area_keeps_in_memory()
    {
        using ShmemFile file = new(Kernel, 2 * Page.Size);
        Assert.Equal(0, Mm.Mmap(Page.Size, TestKernel.SharedReadWrite | VmFlags.Locked, out ulong kept, file));
        Assert.Equal(0, Mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong other, file, pgoff: 1));
        Assert.Equal(0, Mm.Write(kept, [1]) | Mm.Write(other, [1]));

        Assert.Equal(1, file.Reclaim());

        Assert.True(Mm.PageTable.Lookup(kept).Present);
        Assert.Equal(0, Mm.Munmap(kept, Page.Size));
        Assert.Equal(1, file.Reclaim());
        Assert.Equal(0, Mm.Munmap(other, Page.Size));
    }

    [Fact]
    public void A_debugger_reaches_memory_without_pages_through_its_driver()
    {
        byte[] device = [1, 2, 3, 4];
        ulong address = Map(
            new VmOperations
            {
                Access = (area, at, buffer, write) =>
                {
                    int offset = (int)(at - area.Start);
                    int count = Math.Min(buffer.Length, Math.Max(device.Length - offset, 0));
                    Span<byte> part = device.AsSpan(offset, count);
                    (write ? buffer[..count] : part).CopyTo(write ? part : buffer);
                    return count;
                },
            },
            flags: VmFlags.PfnMap | VmFlags.Io);
        ulong memory = Mm.MapAnonymous(1);
        byte[] read = new byte[8];

        Assert.Equal(3, Mm.AccessProcessVm(address + 1, read));
        Assert.Equal([2, 3, 4], read[..3]);
        Assert.Equal(1, Mm.AccessProcessVm(address + 3, [9], FollFlags.Write));
        Assert.Equal(9, device[3]);
        Assert.Equal(2, Mm.AccessProcessVm(memory + Page.Size - 2, [5, 6, 7], FollFlags.Write));
        Assert.Equal(2, Mm.AccessProcessVm(memory + Page.Size - 2, read));
        Assert.Equal([5, 6], read[..2]);
        Assert.Equal(0, Mm.AccessProcessVm(0x1000, read));
        Assert.True(Kernel.LeakReport().IsEmpty);
    }
}
