using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>The rules of the flags: what excludes what, and how the core reacts.</summary>
public sealed class FlagFidelityTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;

    public FlagFidelityTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.True(kernel.LeakReport().IsEmpty);
        kernel.Dispose();
    }

    [Theory]
    [InlineData(FollFlags.Touch)]
    [InlineData(FollFlags.Tried)]
    [InlineData(FollFlags.Remote)]
    [InlineData(FollFlags.Pin)]
    [InlineData(FollFlags.FastOnly)]
    [InlineData(FollFlags.Unlockable)]
    [InlineData(FollFlags.MadvPopulate)]
    public void Internal_flags_passed_by_a_driver_are_warned_about_and_fail_in_every_form(FollFlags flag)
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];
        int locked = 1;
        mm.MmapReadLock();
        Assert.All(
            [
                mm.GetUserPages(start, 1, flag, pages), mm.PinUserPages(start, 1, flag, pages),
                mm.GetUserPagesRemote(start, 1, flag, pages, ref locked), mm.PinUserPagesRemote(start, 1, flag, pages, ref locked),
                mm.GetUserPagesRemote(start, 1, flag, pages), mm.PinUserPagesRemote(start, 1, flag, pages),
            ],
            result => Assert.Equal(-Errno.EINVAL, result));
        mm.MmapReadUnlock();
        Assert.All(
            [
                mm.GetUserPagesUnlocked(start, 1, flag, pages), mm.PinUserPagesUnlocked(start, 1, flag, pages),
                mm.GetUserPagesFast(start, 1, flag, pages), mm.PinUserPagesFast(start, 1, flag, pages),
            ],
            result => Assert.Equal(-Errno.EINVAL, result));
        Assert.Equal(0, mm.GetUserPagesFastOnly(start, 1, flag, pages));
        Assert.Equal(0, mm.PinUserPagesFastOnly(start, 1, flag, pages));
        Assert.False(mm.GetUserPageFastOnly(start, flag, out Page? page));

        Assert.Null(page);
        Assert.Null(pages[0]);
        Assert.Equal(1, locked);
        Assert.Equal(13, kernel.Warnings.Count);
    }

    [Fact]
    public void Get_and_pin_together_are_refused()
    {
        ulong start = mm.MapAnonymous(1);

        Assert.Equal(-Errno.EINVAL, mm.PinUserPagesFast(start, 1, FollFlags.Get, new Page[1]));
        Assert.Equal(-Errno.EINVAL, mm.PinUserPagesUnlocked(start, 1, FollFlags.Get, new Page[1]));

        Assert.Equal(2, kernel.Warnings.Count);
    }

    [Fact]
    public void Long_term_without_pin_is_refused()
    {
        ulong start = mm.MapAnonymous(1);

        Assert.Equal(-Errno.EINVAL, mm.GetUserPagesFast(start, 1, FollFlags.LongTerm, new Page[1]));
        Assert.Equal(-Errno.EINVAL, mm.GetUserPagesUnlocked(start, 1, FollFlags.LongTerm, new Page[1]));

        Assert.Equal(2, kernel.Warnings.Count);
    }

    [Fact]
    public void Long_term_with_memory_among_devices_is_refused()
    {
        ulong start = mm.MapAnonymous(1);

        Assert.Equal(
            -Errno.EINVAL, mm.PinUserPagesFast(start, 1, FollFlags.LongTerm | FollFlags.PciP2pDma, new Page[1]));

        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void Taking_pages_without_an_array_for_them_is_refused()
    {
        ulong start = mm.MapAnonymous(1);

        Assert.Equal(-Errno.EINVAL, mm.PinUserPagesUnlocked(start, 1, FollFlags.None, null));
        Assert.Equal(-Errno.EINVAL, mm.PinUserPagesFast(start, 1, FollFlags.None, null));
        Assert.Equal(-Errno.EINVAL, mm.GetUserPagesFast(start, 1, FollFlags.None, null));
        Assert.Equal(-Errno.EINVAL, mm.GetUserPagesUnlocked(start, 1, FollFlags.Get, null));

        Assert.Equal(4, kernel.Warnings.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void The_remote_forms_want_to_be_told_that_the_lock_is_held(int told)
    {
        ulong start = mm.MapAnonymous(1);
        int locked = told;
        mm.MmapReadLock();

        Assert.Equal(-Errno.EINVAL, mm.PinUserPagesRemote(start, 1, FollFlags.None, new Page[1], ref locked));
        Assert.Equal(-Errno.EINVAL, mm.GetUserPagesRemote(start, 1, FollFlags.None, new Page[1], ref locked));

        mm.MmapReadUnlock();
        Assert.Equal(told, locked);
        Assert.Equal(2, kernel.Warnings.Count);
    }

    [Theory]
    [InlineData(FollFlags.NoWait)]
    [InlineData(FollFlags.Dump)]
    [InlineData(FollFlags.HwPoison)]
    [InlineData(FollFlags.Anon)]
    [InlineData(FollFlags.SplitPmd)]
    [InlineData(FollFlags.Interruptible)]
    public void The_fast_forms_refuse_flags_that_need_a_look_at_areas(FollFlags flag)
    {
        ulong start = mm.MapAnonymous(1);
        Assert.Equal(0, mm.Write(start, [1]));
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.EINVAL, mm.PinUserPagesFast(start, 1, flag, pages));
        Assert.Single(kernel.Warnings);
        Assert.Equal(1, mm.PinUserPagesUnlocked(start, 1, flag | FollFlags.Write, pages));
        mm.UnpinUserPage(pages[0]);
    }

    [Theory]
    [InlineData(FollFlags.Write)]
    [InlineData(FollFlags.Force)]
    [InlineData(FollFlags.LongTerm)]
    [InlineData(FollFlags.PciP2pDma)]
    [InlineData(FollFlags.HonorNumaFault)]
    public void The_fast_forms_accept_flags_that_the_entries_answer(FollFlags flag)
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Equal(1, mm.PinUserPagesFast(start, 1, flag, pages));
        mm.UnpinUserPage(pages[0]);

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void The_core_adds_get_for_a_careless_caller_with_an_array()
    {
        ulong start = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Equal(1, mm.GetUserPagesUnlocked(start, 1, FollFlags.Write, pages));
        Assert.Equal(2, pages[0].RefCount);
        mm.PutPage(pages[0]);
        Assert.Equal(1, mm.GetUserPagesUnlocked(start, 1, FollFlags.Write | FollFlags.Get, pages));
        Assert.Equal(2, pages[0].RefCount);
        mm.PutPage(pages[0]);
    }

    [Fact]
    public void Long_term_pins_of_a_file_on_a_device_s_memory_are_not_supported()
    {
        FileStruct file = new(
            new FileOperations { Mmap = (_, _) => 0 })
        {
            IsDax = true,
        };
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite | VmFlags.MixedMap, out ulong start, file));

        Assert.Equal(-Errno.EOPNOTSUPP, mm.PinUserPagesFast(start, 1, FollFlags.LongTerm, new Page[1]));
        Assert.Equal(-Errno.EOPNOTSUPP, mm.PinUserPagesUnlocked(start, 1, FollFlags.LongTerm, new Page[1]));
    }

    [Theory]
    [InlineData(FollFlags.Write | FollFlags.LongTerm, -Errno.EFAULT)]
    [InlineData(FollFlags.LongTerm, 1)]
    [InlineData(FollFlags.Write, 1)]
    public void A_long_term_pin_for_writing_is_refused_where_somebody_tracks_writes(FollFlags flags, int expected)
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmOperations operations = new()
        {
            Fault = fault =>
            {
                kernel.GetPage(page);
                fault.Page = page;
                return VmFaultCode.None;
            },
            PageMkwrite = _ => VmFaultCode.None,
        };
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, TestKernel.FileWith(operations)));
        Assert.Equal(0, mm.Write(start, [1]));
        Page[] pages = new Page[1];

        Assert.Equal(expected, mm.PinUserPagesFast(start, 1, flags, pages));
        Assert.Equal(expected, mm.PinUserPagesUnlocked(start, 1, flags, pages));

        if (expected == 1)
        {
            mm.UnpinUserPage(page);
            mm.UnpinUserPage(page);
        }

        mm.Munmap(start, Page.Size);
        kernel.FreePage(page);
    }

    [Theory]
    [InlineData(VmFlags.Io)]
    [InlineData(VmFlags.PfnMap)]
    public void Areas_of_bare_frames_are_refused_whatever_is_mapped(VmFlags flags)
    {
        FileStruct file = TestKernel.FileWith(new VmOperations(), flags);
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));
        mm.InstallFrames(start, 7, PageTableLevel.Pte, EntryFlags.Special, writable: true);
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start, 1, FollFlags.None, pages));
        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start, 1, FollFlags.Write, pages));
        Assert.Equal(0, mm.GetUserPagesFastOnly(start, 1, FollFlags.None, pages));
    }

    [Fact]
    public void Force_overrides_what_private_areas_forbid_and_leaves_them_read_only()
    {
        Assert.Equal(0, mm.Mmap(2 * Page.Size, VmFlags.Read, out ulong start));
        Assert.Equal(0, mm.Read(start, new byte[1]));
        Page[] pages = new Page[2];

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start, 2, FollFlags.Write, pages));
        Assert.Equal(2, mm.PinUserPagesFast(start, 2, FollFlags.Write | FollFlags.Force, pages));

        Assert.All([start, start + Page.Size], address => Assert.False(mm.PageTable.Lookup(address).Writable));
        Assert.Equal(-Errno.EFAULT, mm.Write(start, [1]));
        pages[1].Span[0] = 9;
        byte[] seen = new byte[1];
        Assert.Equal(0, mm.Read(start + Page.Size, seen));
        Assert.Equal(9, seen[0]);
        Assert.DoesNotContain(kernel.ZeroPage, pages);
        mm.UnpinUserPagesDirtyLock(pages, 2, makeDirty: true);
    }

    [Fact]
    public void Force_does_not_help_with_shared_areas()
    {
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Shared, out ulong start));

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start, 1, FollFlags.Write | FollFlags.Force, new Page[1]));
    }

    [Fact]
    public void Force_reads_what_may_be_made_readable()
    {
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.None, out ulong start));
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start, 1, FollFlags.None, pages));
        Assert.Equal(1, mm.GetUserPagesUnlocked(start, 1, FollFlags.Force, pages));
        mm.PutPage(pages[0]);
    }

    [Fact]
    public void No_fault_takes_what_is_mapped_and_no_more()
    {
        ulong start = mm.MapAnonymous(2);
        Assert.Equal(0, mm.Write(start, [1]));
        Page[] pages = new Page[2];

        Assert.Equal(1, mm.PinUserPagesUnlocked(start, 2, FollFlags.NoFault, pages));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesUnlocked(start + Page.Size, 1, FollFlags.NoFault, pages.AsSpan(1)));

        mm.UnpinUserPage(pages[0]);
    }

    [Fact]
    public void Failed_memory_is_told_from_a_bad_address_if_the_caller_asks()
    {
        FileStruct file = TestKernel.FileWith(new VmOperations { Fault = _ => VmFaultCode.HwPoison });
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));

        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start, 1, FollFlags.None, new Page[1]));
        Assert.Equal(-Errno.EHWPOISON, mm.GetUserPagesUnlocked(start, 1, FollFlags.HwPoison, new Page[1]));
    }

    [Fact]
    public void Only_anonymous_memory_will_do_if_the_caller_says_so()
    {
        using ShmemFile file = new(kernel, Page.Size);
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong start, file));

        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start, 1, FollFlags.Anon, new Page[1]));
        mm.Munmap(start, Page.Size);
    }

    [Fact]
    public void A_dump_fills_no_holes_and_has_no_use_for_zeroes()
    {
        ulong start = mm.MapAnonymous(3);
        Assert.Equal(0, mm.Read(start, new byte[1]));
        Assert.Equal(0, mm.Write(start + (2 * Page.Size), [1]));
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start, 1, FollFlags.Dump, pages));
        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start + Page.Size, 1, FollFlags.Dump, pages));
        Assert.Equal(1, mm.GetUserPagesUnlocked(start + (2 * Page.Size), 1, FollFlags.Dump, pages));
        mm.PutPage(pages[0]);
        mm.Reclaim();
        Assert.Equal(1, mm.GetUserPagesUnlocked(start + (2 * Page.Size), 1, FollFlags.Dump, pages));
        mm.PutPage(pages[0]);
    }

    [Fact]
    public void Without_waiting_zero_pages_are_a_result()
    {
        ulong start = mm.MapAnonymous(2);
        Assert.Equal(0, mm.Write(start, [1]));
        Assert.Equal(1, mm.Reclaim());
        Page[] pages = new Page[2];

        Assert.Equal(0, mm.GetUserPagesUnlocked(start, 2, FollFlags.NoWait | FollFlags.Write, pages));
        Assert.Equal(1, mm.GetUserPagesUnlocked(start + Page.Size, 1, FollFlags.NoWait | FollFlags.Write, pages));
        mm.PutPage(pages[0]);
        Assert.Equal(2, mm.GetUserPagesUnlocked(start, 2, FollFlags.Write, pages));
        mm.ReleasePages(pages, 2);

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Memory_among_devices_needs_a_flag_that_says_it_will_do()
    {
        using KernelMemory other = new(16, new KernelMemoryOptions { DevicePages = 2 });
        using MmStruct process = other.CreateMm();
        DevPagemap pgmap = new() { Type = MemoryDeviceType.PciP2pDma, Pfn = 16, PageCount = 2 };
        Assert.NotEqual(0UL, other.MemremapPages(pgmap, out _));
        FileStruct file = TestKernel.FileWith(new VmOperations(), VmFlags.MixedMap);
        Assert.Equal(0, process.Mmap(2 * Page.Size, TestKernel.SharedReadWrite, out ulong start, file));
        process.InstallFrames(start, 16, PageTableLevel.Pte, EntryFlags.Device, writable: true);
        Page[] pages = new Page[1];

        Assert.Equal(-Errno.EREMOTEIO, process.PinUserPagesFast(start, 1, FollFlags.None, pages));
        Assert.Equal(1, process.PinUserPagesFast(start, 1, FollFlags.PciP2pDma, pages));

        process.UnpinUserPage(pages[0]);
        process.Munmap(start, 2 * Page.Size);
        other.MemunmapPages(pgmap);
    }
}
