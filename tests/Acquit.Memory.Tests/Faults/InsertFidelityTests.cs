using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>The rules of the calls that insert counted pages.</summary>
public sealed class InsertFidelityTests : FaultBench
{
    [Fact]
    public void Several_pages_are_inserted_with_a_reference_each_and_the_rest_is_told()
    {
        Page[] pages = Kernel.AllocPages(4);
        pages[2] = Kernel.VirtToPage(Kernel.Kmalloc(64, GfpFlags.Kernel)!.Address);
        int num = 4;
        int all = 2;

        Assert.Equal(0, MapBy(
            area =>
            {
                Assert.Equal(-Errno.EINVAL, Kernel.VmInsertPages(area, area.Start, pages, ref num));
                return Kernel.VmInsertPages(area, area.Start + (2 * Page.Size), pages.AsSpan(0, 2), ref all);
            },
            out ulong address, pages: 4));

        Assert.Equal((2, 0), (num, all));
        Assert.Equal(3, pages[0].RefCount);
        Assert.Equal(1, pages[3].RefCount);
        Assert.Equal(0, Mm.Munmap(address, 4 * Page.Size));
        Assert.Equal(1, pages[0].RefCount);
    }

    [Fact]
    public void Several_pages_that_do_not_fit_are_not_inserted_at_all()
    {
        Page[] pages = Kernel.AllocPages(3);
        List<(int Error, int Left)> results = [];
        Assert.Equal(0, MapBy(
            area =>
            {
                foreach ((ulong offset, int count) in new (ulong, int)[] { (0, 3), (Page.Size, 2), (0, -1), (2 * Page.Size, 1), (0, 0) })
                {
                    int num = count;
                    results.Add((Kernel.VmInsertPages(area, area.Start + offset, pages, ref num), num));
                }

                int before = 1;
                results.Add((Kernel.VmInsertPages(area, area.Start - Page.Size, pages, ref before), before));
                int announced = 4;
                Assert.Throws<ArgumentException>(() => Kernel.VmInsertPages(area, area.Start, pages, ref announced));
                return 0;
            },
            out _, pages: 2));

        Assert.Equal(
            [(-Errno.EFAULT, 3), (-Errno.EFAULT, 2), (-Errno.EINVAL, -1), (-Errno.EFAULT, 1), (0, 0), (-Errno.EFAULT, 1)], results);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
    }

    [Fact]
    public void Inserting_several_can_be_made_to_fail_or_to_stop_early()
    {
        Page[] pages = Kernel.AllocPages(4);
        List<(int Error, int Left)> results = [];
        Assert.Equal(0, MapBy(
            area =>
            {
                Kernel.Injection.FailNext(nameof(KernelMemory.VmInsertPages));
                int num = 4;
                results.Add((Kernel.VmInsertPages(area, area.Start, pages, ref num), num));
                Kernel.Injection.PartialNext(nameof(KernelMemory.VmInsertPages), 3);
                results.Add((Kernel.VmInsertPages(area, area.Start, pages, ref num), num));
                return 0;
            },
            out _, pages: 4));

        Assert.Equal([(-Errno.ENOMEM, 4), (-Errno.ENOMEM, 1)], results);
        Assert.Equal([2, 2, 2, 1], pages.Select(page => page.RefCount));
    }

    [Fact]
    public void An_area_that_is_a_mixed_map_takes_pages_with_the_lock_held_for_reading()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(new VmOperations(), pages: 1, flags: VmFlags.MixedMap);
        VmAreaStruct area = AreaOf(address);
        int num = 1;

        Mm.MmapReadLock();
        Assert.Equal(0, Kernel.VmInsertPages(area, address, [page], ref num));
        Mm.MmapReadUnlock();

        Assert.Equal(0, num);
        Assert.Empty(Kernel.Warnings);
    }

    [Fact]
    public void Memory_from_kmalloc_cannot_be_mapped_whatever_the_proposal_says()
    {
        Page page = Kernel.VirtToPage(Kernel.Kmalloc(64, GfpFlags.Kernel)!.Address);
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.VmInsertKmemPage(area, area.Start, page), out _));
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.VmInsertPage(area, area.Start, page), out _));
    }

    [Fact]
    public void The_page_of_zeroes_is_inserted_uncounted_and_only_where_nobody_can_write_it()
    {
        int before = Kernel.ZeroPage.RefCount;
        int Insert(VmAreaStruct area) => Kernel.VmInsertPage(area, area.Start, Kernel.ZeroPage);
        int InsertForGood(VmAreaStruct area)
        {
            area.Flags &= ~VmFlags.MayWrite;
            return Insert(area);
        }

        Assert.Equal(0, MapBy(Insert, out ulong copied, rights: VmFlags.Read | VmFlags.Write));
        Assert.Equal(-Errno.EINVAL, MapBy(Insert, out _, rights: VmFlags.Read | VmFlags.Shared));
        Assert.Equal(-Errno.EINVAL, MapBy(Insert, out _));
        Assert.Equal(0, MapBy(InsertForGood, out _, rights: VmFlags.Read | VmFlags.Shared));

        Assert.Equal(0, Mm.Write(copied, [1]));
        Assert.Equal(0, Kernel.ZeroPage.Span[0]);
        Assert.Equal(before, Kernel.ZeroPage.RefCount);
    }

    [Fact]
    public void A_compound_page_is_inserted_page_by_page_and_counted_on_its_head()
    {
        Page head = Kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        Assert.Equal(0, MapBy(area => Kernel.VmMapPages(area, [head, Kernel.NthPage(head, 1)], 2), out ulong address, pages: 2));

        Assert.Equal(3, head.RefCount);
        Kernel.FreePages(head, 1);
        Assert.Equal(0, Mm.Write(address + Page.Size, [1]));
        Assert.Equal(0, Mm.Munmap(address, 2 * Page.Size));
        Assert.True(head.IsFree);
    }

    [Fact]
    public void Mapping_pages_stops_at_the_first_failure_and_the_failed_mmap_takes_the_rest_down()
    {
        Page[] pages = Kernel.AllocPages(3);
        int mapped = 0;
        int error = MapBy(
            area =>
            {
                Kernel.Injection.FailNth(nameof(KernelMemory.VmMapPages), 3);
                int answer = Kernel.VmMapPages(area, pages, 3);
                mapped = pages.Count(page => page.RefCount == 2);
                return answer;
            },
            out _, pages: 3);

        Assert.Equal((-Errno.ENOMEM, 2), (error, mapped));
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
    }

    [Fact]
    public void Mapping_in_a_handler_without_the_mixed_map_stops_the_kernel_and_with_it_is_warned_about()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong plain = Map(fault => Kernel.VmMapPages(fault.Area, [page], 1) == 0 ? VmFaultCode.NoPage : VmFaultCode.SigBus);
        ulong mixed = Map(
            fault => Kernel.VmMapPages(fault.Area, [page], 1) == 0 ? VmFaultCode.NoPage : VmFaultCode.SigBus, flags: VmFlags.MixedMap);

        Assert.Contains("no mixed map", Stops(plain).Message);
        Assert.Equal(0, Read(mixed));

        Assert.Contains(Kernel.Warnings, warning => warning.Message.Contains("outside of a file's mmap operation"));
        IsUsable();
    }

    [Fact]
    public void A_second_page_at_an_address_is_busy_for_mmap_and_fine_for_a_handler()
    {
        Page[] pages = Kernel.AllocPages(2);
        int busy = 0;
        Assert.Equal(0, MapBy(
            area =>
            {
                int error = Kernel.VmInsertPage(area, area.Start, pages[0]);
                busy = Kernel.VmInsertPage(area, area.Start, pages[1]);
                return error;
            },
            out ulong address));
        Assert.Equal(-Errno.EBUSY, busy);
        Assert.Equal(1, pages[1].RefCount);

        VmFaultCode second = VmFaultCode.None;
        ulong handled = Map(
            fault =>
            {
                VmFaultCode first = Kernel.VmfInsertPage(fault.Area, fault.Address, pages[0]);
                second = Kernel.VmfInsertPage(fault.Area, fault.Address, pages[1]);
                return first;
            },
            flags: VmFlags.MixedMap);
        Assert.Equal(0, Read(handled));
        Assert.Equal(VmFaultCode.NoPage, second);
        Assert.Equal((3, 1), (pages[0].RefCount, pages[1].RefCount));
        Assert.Equal(0, Mm.Munmap(address, Page.Size));
    }

    [Theory]
    [InlineData(0, VmFaultCode.Oom)]
    [InlineData(-Errno.EBUSY, VmFaultCode.NoPage)]
    [InlineData(-Errno.EFAULT, VmFaultCode.SigBus)]
    public void A_handler_gets_the_failure_of_an_insert_as_a_fault_code(int errno, VmFaultCode expected)
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        List<VmFaultCode> codes = [];
        ulong address = Map(
            fault =>
            {
                Kernel.Injection.FailNext(nameof(KernelMemory.VmfInsertPage), errno);
                codes.Add(Kernel.VmfInsertPage(fault.Area, fault.Address, page));
                Kernel.Injection.FailNext(nameof(KernelMemory.VmfInsertPageMkwrite), errno);
                codes.Add(Kernel.VmfInsertPageMkwrite(fault, page, false));
                codes.Add(Kernel.VmfInsertPage(fault.Area, fault.Area.End, page));
                return VmFaultCode.SigBus;
            },
            flags: VmFlags.MixedMap);

        Assert.Equal(-Errno.EFAULT, Read(address));
        Assert.Equal([expected, expected, VmFaultCode.SigBus], codes);
        Assert.Equal(1, page.RefCount);
    }

    [Fact]
    public void A_page_inserted_for_a_write_is_writable_and_dirty_at_once_and_the_same_again_is_not_counted_again()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        int faults = 0;
        ulong address = Map(new VmOperations
        {
            Fault = fault =>
            {
                faults++;
                return Kernel.VmfInsertPageMkwrite(fault, page, fault.IsWrite);
            },
            PageMkwrite = fault =>
            {
                faults++;
                return Kernel.VmfInsertPageMkwrite(fault, page, write: true);
            },
        });

        Assert.Equal(0, Read(address));
        Assert.False(Mm.PageTable.Lookup(address).Writable);
        Assert.Equal(0, Mm.Write(address, [1]));
        Assert.True(Mm.PageTable.Lookup(address).Dirty);

        Assert.Equal((2, 2), (faults, page.RefCount));
        Assert.Empty(Kernel.Warnings);
        Assert.Equal(0, Mm.Munmap(address, Page.Size));
        Assert.True(page.IsDirty);
    }

    [Fact]
    public void Writing_where_another_page_is_mapped_is_refused_with_a_warning()
    {
        Page[] pages = Kernel.AllocPages(2);
        ulong address = Map(new VmOperations
        {
            Fault = fault => Kernel.VmfInsertPageMkwrite(fault, pages[0], false),
            PageMkwrite = fault => Kernel.VmfInsertPageMkwrite(fault, pages[1], true),
        });

        Assert.Equal(0, Read(address));
        Assert.Equal(-Errno.EFAULT, Mm.Write(address, [1]));
        Assert.Contains("is mapped at", Assert.Single(Kernel.Warnings).Message);
        Assert.Equal((2, 1), (pages[0].RefCount, pages[1].RefCount));
    }

    [Fact]
    public void Nothing_of_another_kernel_is_inserted()
    {
        using KernelMemory other = new(8);
        Page stranger = other.AllocPage(GfpFlags.Kernel)!;
        Assert.Throws<KernelBugException>(() => MapBy(area => Kernel.VmInsertPage(area, area.Start, stranger), out _));
        Assert.Throws<KernelBugException>(() => MapBy(area => other.VmInsertPage(area, area.Start, stranger), out _));
        Assert.Throws<ArgumentNullException>(() => MapBy(area => Kernel.VmInsertPage(area, area.Start, null!), out _));
        Assert.Throws<ArgumentNullException>(() => Kernel.VmInsertPage(null!, 0, stranger));
        Assert.Equal(1, stranger.RefCount);
        IsUsable();
    }
}
