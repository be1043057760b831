using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>The rules of the calls that map frames without counting them.</summary>
public sealed class FrameFidelityTests() : FaultBench(2048, new KernelMemoryOptions { DevicePages = 4 })
{
    private const ulong Far = 1 << 20;

    [Fact]
    public void A_bare_frame_is_mapped_without_a_reference_and_cannot_be_pinned()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span[0] = 5;
        ulong address = Map(fault => Kernel.VmfInsertPfn(fault.Area, fault.Address, page.Pfn), flags: VmFlags.PfnMap);

        Assert.Equal(0, Read(address));

        Assert.Equal((5, 1, 0), (Seen[0], page.RefCount, page.MapCount));
        Assert.Equal(-Errno.EFAULT, Mm.PinUserPagesFast(address, 1, FollFlags.None, new Page[1]));
        Assert.Equal(0, Mm.Munmap(address, Page.Size));
        Assert.Equal(1, page.RefCount);
    }

    [Theory]
    [InlineData(VmFlags.None, true, "neither")]
    [InlineData(VmFlags.PfnMap | VmFlags.MixedMap, true, "a mixed map too")]
    [InlineData(VmFlags.PfnMap, false, "is private")]
    [InlineData(VmFlags.MixedMap, true, "has a page")]
    public void The_area_maps_bare_frames_or_is_a_mixed_map_and_no_frame_is_both_counted_and_bare(
        VmFlags flags, bool shared, string says)
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        VmFlags rights = shared ? TestKernel.SharedReadWrite : VmFlags.Read | VmFlags.Write;
        ulong address = Map(fault => Kernel.VmfInsertPfn(fault.Area, fault.Address, page.Pfn), 1, flags, rights);

        Assert.Contains(says, Stops(address).Message);
        Assert.True(Mm.PageTable.Lookup(address).IsNone);
        IsUsable();
    }

    [Fact]
    public void Inserting_a_frame_answers_with_a_fault_code_for_every_outcome()
    {
        List<VmFaultCode> codes = [];
        ulong address = Map(
            fault =>
            {
                VmAreaStruct area = fault.Area;
                codes.Add(Kernel.VmfInsertPfn(area, area.Start - 1, Far));
                codes.Add(Kernel.VmfInsertPfn(area, area.End, Far));
                codes.Add(Kernel.VmfInsertPfn(area, area.Start, ulong.MaxValue >> 4));
                Kernel.Injection.FailNext(nameof(KernelMemory.VmfInsertPfn));
                codes.Add(Kernel.VmfInsertPfn(area, area.Start, Far));
                codes.Add(Kernel.VmfInsertPfnProt(area, area.Start, Far, PageProt.WriteCombined));
                codes.Add(Kernel.VmfInsertPfn(area, area.Start, Far + 1));
                return codes[^1];
            },
            flags: VmFlags.PfnMap);

        Assert.Equal(-Errno.EFAULT, Read(address));
        Assert.Equal(
            [VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.Oom, VmFaultCode.NoPage, VmFaultCode.NoPage], codes);
        Assert.Equal((Far, false), (Mm.PageTable.Lookup(address).Frame, Mm.PageTable.Lookup(address).Writable));
    }

    [Fact]
    public void The_first_write_to_a_bare_frame_asks_and_the_entry_becomes_writable_unless_refused()
    {
        VmFaultCode answer = VmFaultCode.SigBus;
        List<Page?> asked = [];
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(
            new VmOperations
            {
                Fault = fault => Kernel.VmfInsertPfn(fault.Area, fault.Address, page.Pfn),
                PfnMkwrite = fault =>
                {
                    asked.Add(fault.Page);
                    Assert.Equal(FaultFlags.Write | FaultFlags.MkWrite, fault.Flags);
                    return answer;
                },
            },
            flags: VmFlags.PfnMap);

        Assert.Equal(0, Read(address));
        Assert.Equal(-Errno.EFAULT, Mm.Write(address, [1]));
        answer = VmFaultCode.None;
        Assert.Equal(0, Mm.Write(address, [1]));
        Assert.Equal(0, Mm.Write(address, [2]));

        Assert.Equal([null, null], asked);
        Assert.Equal(2, page.Span[0]);
    }

    [Fact]
    public void A_mixed_map_takes_frames_with_and_without_pages_uncounted()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(
            fault => fault.Pgoff == 0
                ? Kernel.VmfInsertMixed(fault.Area, fault.Address, page.Pfn)
                : Kernel.VmfInsertMixedMkwrite(fault.Area, fault.Address, Far),
            pages: 2, flags: VmFlags.MixedMap);

        Assert.Equal(0, Read(address));
        Assert.Equal(-Errno.EFAULT, Mm.Write(address + Page.Size, [1]));

        Assert.Equal(1, page.RefCount);
        PageTableEntry far = Mm.PageTable.Lookup(address + Page.Size);
        Assert.Equal((Far, true, true, true), (far.Frame, far.Special, far.Dirty, far.Writable));
    }

    [Fact]
    public void An_area_that_is_no_mixed_map_is_a_bus_error_with_a_warning()
    {
        ulong address = Map(fault => Kernel.VmfInsertMixed(fault.Area, fault.Address, Far));
        Assert.Equal(-Errno.EFAULT, Read(address));
        Assert.Contains("no mixed map", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void A_devices_pages_are_mapped_uncounted_and_can_be_pinned()
    {
        ulong first = (ulong)Kernel.TotalPages;
        DevPagemap pgmap = new() { Pfn = first, PageCount = 4, Type = MemoryDeviceType.DevDax };
        Assert.NotEqual(0UL, Kernel.MemremapPages(pgmap, out int error));
        Assert.Equal(0, error);
        ulong address = Map(fault => Kernel.VmfInsertMixedMkwrite(fault.Area, fault.Address, first), flags: VmFlags.MixedMap);

        Assert.Equal(0, Mm.Write(address, [3]));
        Page[] pages = new Page[1];
        Assert.Equal(1, Mm.PinUserPagesFast(address, 1, FollFlags.Write, pages));

        Assert.Equal(3, pages[0].Span[0]);
        Mm.UnpinUserPage(pages[0]);
        Assert.Equal(0, Mm.Munmap(address, Page.Size));
        Kernel.MemunmapPages(pgmap);
    }

    [Fact]
    public void Remapping_makes_the_area_one_of_bare_frames_and_counts_nothing()
    {
        Page[] pages = Kernel.AllocPages(GfpFlags.Kernel, 1) is { } first ? [first, Kernel.NthPage(first, 1)] : [];
        pages[1].Span[7] = 9;
        Assert.Equal(0, MapBy(area => Kernel.RemapPfnRange(area, area.Start, pages[0].Pfn, 5000, area.PageProt), out ulong address, pages: 2));

        const VmFlags sets = VmFlags.Io | VmFlags.PfnMap | VmFlags.DontExpand | VmFlags.DontDump;
        Assert.Equal(sets, AreaOf(address).Flags & sets);
        Assert.Equal(0, Read(address + Page.Size + 7));
        Assert.Equal(0, Mm.Write(address, [4]));
        Assert.Equal((9, 4, 1), (Seen[0], pages[0].Span[0], pages[0].RefCount));
    }

    [Fact]
    public void Remapping_refuses_crooked_addresses_parts_of_private_areas_and_what_is_beyond()
    {
        List<int> errors = [];
        VmFlags copied = VmFlags.Read | VmFlags.Write;
        Assert.Equal(0, MapBy(
            area =>
            {
                errors.Add(Kernel.RemapPfnRange(area, area.Start + 1, Far, Page.Size, area.PageProt));
                errors.Add(Kernel.RemapPfnRange(area, area.Start, Far, Page.Size, area.PageProt));
                errors.Add(Kernel.RemapPfnRange(area, area.Start, Far, 3 * Page.Size, area.PageProt));
                errors.Add(Kernel.RemapPfnRange(area, area.End, Far, Page.Size, area.PageProt));
                errors.Add(Kernel.RemapPfnRange(area, area.Start, ulong.MaxValue >> 12, 2 * Page.Size, area.PageProt));
                return 0;
            },
            out ulong address, pages: 2, rights: copied));

        Assert.Equal([-Errno.EINVAL, -Errno.EINVAL, -Errno.EINVAL, -Errno.EINVAL, -Errno.EACCES], errors);
        Assert.True(Mm.PageTable.Lookup(address).IsNone);
        Assert.Contains("not a multiple", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void A_private_area_is_remapped_whole_and_remembers_its_frame_and_a_write_copies()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span.Fill(1);
        Assert.Equal(0, MapBy(
            area => Kernel.IoRemapPfnRange(area, area.Start, page.Pfn, Page.Size, area.PageProt),
            out ulong address, rights: VmFlags.Read | VmFlags.Write));
        Assert.Equal(page.Pfn, AreaOf(address).Pgoff);

        Assert.Equal(0, Mm.Write(address, [2]));
        Assert.Equal(0, Read(address + 1));

        Assert.Equal((1, 1), (Seen[0], page.Span[0]));
    }

    [Fact]
    public void Remapping_over_what_is_mapped_stops_the_kernel_and_changes_nothing()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        VmFlags left = VmFlags.None;
        KernelBugException bug = Assert.Throws<KernelBugException>(() => MapBy(
            area =>
            {
                Kernel.VmInsertPage(area, area.Start + Page.Size, page);
                try
                {
                    return Kernel.RemapPfnRange(area, area.Start, Far, 2 * Page.Size, area.PageProt);
                }
                finally
                {
                    left = area.Flags;
                }
            },
            out _, pages: 2));

        Assert.Contains("something is mapped", bug.Message);
        Assert.Equal(VmFlags.None, left & VmFlags.PfnMap);
        Assert.Equal(1, page.RefCount);
        Assert.Throws<KernelBugException>(() => MapBy(area => Kernel.RemapPfnRange(area, area.Start, Far, 0, area.PageProt), out _));
        IsUsable();
    }

    [Fact]
    public void A_remapping_that_fails_half_way_leaves_no_frame_mapped()
    {
        int error = 0;
        Assert.Equal(0, MapBy(
            area =>
            {
                Kernel.Injection.PartialNext(nameof(KernelMemory.RemapPfnRange), 2);
                error = Kernel.RemapPfnRange(area, area.Start, Far, 4 * Page.Size, area.PageProt);
                return 0;
            },
            out ulong address, pages: 4));

        Assert.Equal(-Errno.ENOMEM, error);
        Assert.True(Mm.PageTable.Lookup(address).IsNone);
    }

    [Fact]
    public void Remapping_in_a_fault_handler_is_warned_about()
    {
        ulong address = Map(fault =>
            Kernel.RemapPfnRange(fault.Area, fault.Address, 1, Page.Size, PageProt.ReadOnly) == 0 ? VmFaultCode.NoPage : VmFaultCode.SigBus);

        Assert.Equal(0, Read(address));

        Assert.Contains(Kernel.Warnings, warning => warning.Message.Contains("outside of a file's mmap operation"));
        Assert.Contains(Kernel.Warnings, warning => warning.Message.Contains("without the mmap lock held for writing"));
    }

    [Theory]
    [InlineData(0UL, 4UL, 4, 0UL, 0)]
    [InlineData(0UL, 4UL, 2, 2UL, 0)]
    [InlineData(0UL, 4UL, 3, 2UL, -Errno.EINVAL)]
    [InlineData(0UL, 4UL, 1, 5UL, -Errno.EINVAL)]
    [InlineData(ulong.MaxValue, 1UL, 1, 0UL, -Errno.EINVAL)]
    public void A_devices_memory_is_mapped_from_the_areas_offset_on(ulong start, ulong pages, int length, ulong pgoff, int expected)
    {
        ulong at = start == 0 ? (Far << Page.Shift) + 12 : start;
        Assert.Equal(
            expected,
            MapBy(area => Kernel.VmIomapMemory(area, at, (pages * Page.Size) - 12), out ulong address, length, pgoff));
        Assert.True(expected != 0 || Mm.PageTable.Lookup(address).Frame == Far + pgoff);
    }

    [Fact]
    public void Only_kernel_memory_that_was_made_for_it_is_mapped_to_processes()
    {
        VmArea memory = Kernel.VmallocUser(3 * Page.Size)!;
        VmArea other = Kernel.Vmalloc(3 * Page.Size)!;
        memory.Write(2 * Page.Size, [8]);
        Assert.Equal(0, MapBy(area => Kernel.RemapVmallocRange(area, memory, 1), out ulong address, pages: 2));

        Assert.Equal(0, Read(address + Page.Size));
        Assert.Equal(8, Seen[0]);
        Assert.Equal(VmFlags.DontExpand, AreaOf(address).Flags & VmFlags.DontExpand);
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.RemapVmallocRange(area, memory, 2), out _, pages: 2));
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.RemapVmallocRange(area, memory, ulong.MaxValue), out _));
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.RemapVmallocRange(area, other, 0), out _));
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.RemapVmallocRangePartial(area, area.Start + 1, memory, 0, Page.Size), out _));
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.RemapVmallocRangePartial(area, area.Start, memory, 0, 0), out _));
        Assert.Equal(-Errno.EFAULT, MapBy(area => Kernel.RemapVmallocRangePartial(area, area.End, memory, 0, 1), out _));
        Kernel.Vfree(memory);
        Assert.Equal(0, Read(address + Page.Size));
        Assert.Equal(-Errno.EINVAL, MapBy(area => Kernel.RemapVmallocRange(area, memory, 0), out _));
        Kernel.Vfree(other);
    }

    [Fact]
    public void A_freed_page_that_is_mapped_as_a_bare_frame_is_still_seen()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(fault => Kernel.VmfInsertPfn(fault.Area, fault.Address, page.Pfn), flags: VmFlags.PfnMap);
        Assert.Equal(0, Read(address));
        Kernel.FreePage(page);

        Page next = Kernel.AllocPage(GfpFlags.Kernel)!;
        next.Span[0] = 77;

        Assert.Equal(0, Read(address));
        Assert.Equal(next == page, Seen[0] == 77);
    }
}
