using Xunit;

namespace Acquit.Memory.Tests.Faults;

public sealed class FaultHandlerTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;
    private readonly byte[] seen = new byte[1];

    public FaultHandlerTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void A_handler_answers_with_a_page_whose_reference_the_core_then_owns()
    {
        Page[] pages = kernel.AllocPages(4);
        pages[3].Span[5] = 7;
        List<ulong> offsets = [];
        ulong address = Map(2, pgoff: 2, fault =>
        {
            offsets.Add(fault.Pgoff);
            fault.Page = pages[fault.Pgoff];
            kernel.GetPage(fault.Page);
            return VmFaultCode.None;
        });

        Assert.Equal(0, mm.Read(address + Page.Size + 5, seen));
        Assert.Equal(0, mm.Read(address + Page.Size + 6, seen));

        Assert.Equal([3UL], offsets);
        Assert.Equal(2, pages[3].RefCount);
        mm.Munmap(address, 2 * Page.Size);
        Assert.Equal(1, pages[3].RefCount);
        kernel.ReleasePages(pages, 4);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_handler_that_forgets_the_reference_is_caught()
    {
        ShmemFile file = new(kernel, Page.Size);
        Page kept = kernel.ShmemReadMappingPage(file.Mapping, 0, out _)!;
        kernel.PutPage(kept);
        ulong address = Map(1, 0, fault =>
        {
            fault.Page = kept;
            return VmFaultCode.None;
        });

        KernelBugException bug = Assert.Throws<KernelBugException>(() => mm.Read(address, seen));

        Assert.Contains("without a reference for the core", bug.Message);
        file.Dispose();
    }

    [Fact]
    public void A_handler_may_insert_the_page_itself_into_a_mixed_map()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span[0] = 4;
        ulong address = Map(1, 0, fault => kernel.VmfInsertPage(fault.Area, fault.Address, page), VmFlags.MixedMap);

        Assert.Equal(0, mm.Read(address, seen));

        Assert.Equal(4, seen[0]);
        Assert.Equal(2, page.RefCount);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Vm_insert_page_in_a_handler_stops_the_kernel_unless_the_area_is_a_mixed_map()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(1, 0, fault => Insert(fault, page));

        KernelBugException bug = Assert.Throws<KernelBugException>(() => mm.Read(address, seen));

        Assert.Contains("use VmfInsertPage", bug.Message);
        Assert.Equal(1, page.RefCount);
        mm.MmapWriteLock();
        mm.MmapWriteUnlock();
    }

    [Fact]
    public void Vm_insert_page_in_a_handler_of_a_mixed_map_is_warned_about()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(1, 0, fault => Insert(fault, page), VmFlags.MixedMap);

        Assert.Equal(0, mm.Read(address, seen));

        KernelWarning warning = Assert.Single(kernel.Warnings);
        Assert.Contains("use VmfInsertPage", warning.Message);
        Assert.Equal(nameof(Insert), warning.CallSite.Member);
    }

    [Fact]
    public void Vmf_insert_page_outside_of_a_handler_is_warned_about()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmFaultCode code = VmFaultCode.None;
        FileStruct file = new(new FileOperations
        {
            Mmap = (_, area) =>
            {
                code = kernel.VmfInsertPage(area, area.Start, page);
                return 0;
            },
        });

        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read, out _, file));

        Assert.Equal(VmFaultCode.NoPage, code);
        Assert.Contains("use VmInsertPage", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void An_errno_is_no_fault_code()
    {
        ulong address = Map(1, 0, _ => unchecked((VmFaultCode)(-Errno.EINVAL)));

        KernelBugException bug = Assert.Throws<KernelBugException>(() => mm.Read(address, seen));

        Assert.Contains("the errno -22", bug.Message);
    }

    [Fact]
    public void No_page_without_a_page_is_noticed()
    {
        ulong address = Map(1, 0, _ => VmFaultCode.NoPage);

        Assert.Equal(-Errno.EFAULT, mm.Read(address, seen));
        Assert.Contains("said to be mapped", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Success_without_a_page_stops_the_kernel()
    {
        ulong address = Map(1, 0, _ => VmFaultCode.None);
        Assert.Contains("without a page", Assert.Throws<KernelBugException>(() => mm.Read(address, seen)).Message);
    }

    [Theory]
    [InlineData(VmFaultCode.SigBus, -Errno.EFAULT)]
    [InlineData(VmFaultCode.SigSegv, -Errno.EFAULT)]
    [InlineData(VmFaultCode.HwPoison, -Errno.EFAULT)]
    [InlineData(VmFaultCode.Oom, -Errno.ENOMEM)]
    public void What_a_handler_refuses_cannot_be_pinned(VmFaultCode answer, int expected)
    {
        ulong address = Map(1, 0, _ => answer);

        Assert.Equal(-Errno.EFAULT, mm.Read(address, seen));
        Assert.Equal(expected, mm.PinUserPagesFast(address, 1, FollFlags.None, new Page[1]));
    }

    [Fact]
    public void A_handler_may_give_the_lock_back_and_be_asked_again_once()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        List<FaultFlags> flags = [];
        ulong address = Map(1, 0, fault =>
        {
            flags.Add(fault.Flags);
            if ((fault.Flags & FaultFlags.Tried) == 0)
            {
                mm.MmapReadUnlock();
                return VmFaultCode.Retry;
            }

            kernel.GetPage(page);
            fault.Page = page;
            return VmFaultCode.None;
        });

        Assert.Equal(0, mm.Read(address, seen));

        const FaultFlags first = FaultFlags.User | FaultFlags.Killable | FaultFlags.AllowRetry;
        Assert.Equal([first, first | FaultFlags.Tried], flags);
        Assert.DoesNotContain(kernel.LeakReport().Held, held => held.Kind == ResourceKinds.MmapLock);
    }

    [Fact]
    public void Retry_for_ever_stops_the_kernel()
    {
        ulong address = Map(1, 0, _ =>
        {
            mm.MmapReadUnlock();
            return VmFaultCode.Retry;
        });

        Assert.Contains("does not allow", Assert.Throws<KernelBugException>(() => mm.Read(address, seen)).Message);
    }

    [Fact]
    public void Retry_with_the_lock_held_and_success_without_it_stop_the_kernel()
    {
        ulong keeps = Map(1, 0, _ => VmFaultCode.Retry);
        ulong drops = Map(1, 0, _ =>
        {
            mm.MmapReadUnlock();
            return VmFaultCode.NoPage;
        });

        Assert.Contains("still holds", Assert.Throws<KernelBugException>(() => mm.Read(keeps, seen)).Message);
        Assert.Contains("gave the mmap lock back", Assert.Throws<KernelBugException>(() => mm.Read(drops, seen)).Message);
    }

    [Fact]
    public void A_handler_may_not_take_the_lock_for_writing_or_pin_through_it()
    {
        ulong locks = Map(1, 0, _ =>
        {
            mm.MmapWriteLock();
            return VmFaultCode.NoPage;
        });
        ulong anonymous = mm.MapAnonymous(1);
        ulong pins = Map(1, 0, _ =>
        {
            Page[] pages = new Page[1];
            mm.UnpinUserPages(pages, mm.PinUserPagesFast(anonymous, 1, FollFlags.Write, pages));
            return VmFaultCode.SigBus;
        });

        Assert.Contains("wait for ever", Assert.Throws<KernelBugException>(() => mm.Read(locks, seen)).Message);
        Assert.Equal(-Errno.EFAULT, mm.Read(pins, seen));
        Assert.Contains(kernel.Warnings, warning => warning.Message.Contains("PinUserPagesFast may take the mmap lock"));
    }

    [Fact]
    public void What_a_handler_throws_reaches_the_access_and_leaves_no_lock_behind()
    {
        ulong address = Map(1, 0, _ => throw new InvalidCastException());

        Assert.Throws<InvalidCastException>(() => mm.Read(address, seen));

        Assert.True(kernel.LeakReport().IsEmpty);
        mm.MmapWriteLock();
        mm.MmapWriteUnlock();
    }

    [Fact]
    public void What_a_handler_throws_leaves_no_pins_behind()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(2, 0, fault =>
        {
            fault.Page = fault.Pgoff == 0 ? page : throw new InvalidCastException();
            kernel.GetPage(page);
            return VmFaultCode.None;
        });
        Page[] pages = new Page[2];

        Assert.Throws<InvalidCastException>(() => mm.PinUserPagesFast(address, 2, FollFlags.None, pages));
        Assert.Throws<InvalidCastException>(() => mm.GetUserPagesFast(address, 2, FollFlags.None, pages));

        Assert.All(pages, Assert.Null);
        Assert.Equal(2, page.RefCount);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        Assert.Single(kernel.LeakReport().Held);
    }

    [Fact]
    public void A_locked_page_is_unlocked_by_the_core_and_an_unlocked_one_refused()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        bool locks = true;
        ulong address = Map(2, 0, fault =>
        {
            kernel.GetPage(page);
            if (locks)
            {
                kernel.LockPage(page);
            }

            fault.Page = page;
            return VmFaultCode.Locked;
        });

        Assert.Equal(0, mm.Read(address, seen));
        Assert.False(page.IsLocked);
        locks = false;
        Assert.Throws<KernelBugException>(() => mm.Read(address + Page.Size, seen));
    }

    [Fact]
    public void The_first_write_to_a_shared_page_asks_the_driver()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        List<FaultFlags> asked = [];
        FileStruct file = TestKernel.FileWith(new VmOperations
        {
            Fault = fault =>
            {
                kernel.GetPage(page);
                fault.Page = page;
                return VmFaultCode.None;
            },
            PageMkwrite = fault =>
            {
                Assert.Same(page, fault.Page);
                asked.Add(fault.Flags);
                kernel.LockPage(page);
                return VmFaultCode.Locked;
            },
        });
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong address, file));

        Assert.Equal(0, mm.Read(address, seen));
        Assert.Empty(asked);
        Assert.Equal(0, mm.Write(address, [1]));
        Assert.Equal(0, mm.Write(address, [2]));

        Assert.Single(asked);
        Assert.Equal(FaultFlags.MkWrite, asked[0] & FaultFlags.MkWrite);
        Assert.Equal(2, page.Span[0]);
        Assert.False(page.IsLocked);
    }

    [Fact]
    public void A_private_write_copies_the_handlers_page()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        page.Span.Fill(1);
        FileStruct file = TestKernel.FileWith(new VmOperations
        {
            Fault = fault =>
            {
                kernel.GetPage(page);
                fault.Page = page;
                return VmFaultCode.None;
            },
        });
        Assert.Equal(0, mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Write, out ulong address, file));

        Assert.Equal(0, mm.Write(address, [9]));

        Assert.Equal(1, page.Span[0]);
        Assert.Equal(1, page.RefCount);
    }

    [Fact]
    public void The_conversions_are_the_kernels()
    {
        Assert.Equal(VmFaultCode.Oom, VmFaultCodes.VmfError(-Errno.ENOMEM));
        Assert.Equal(VmFaultCode.SigBus, VmFaultCodes.VmfError(-Errno.EBUSY));
        Assert.Equal(VmFaultCode.SigBus, VmFaultCodes.VmfError(0));
        Assert.Equal(-Errno.ENOMEM, VmFaultCodes.VmFaultToErrno(VmFaultCode.Oom | VmFaultCode.Major));
        Assert.Equal(-Errno.EFAULT, VmFaultCodes.VmFaultToErrno(VmFaultCode.SigBus));
        Assert.Equal(0, VmFaultCodes.VmFaultToErrno(VmFaultCode.NoPage));
    }

    private VmFaultCode Insert(VmFault fault, Page page) =>
        kernel.VmInsertPage(fault.Area, fault.Address, page) == 0 ? VmFaultCode.NoPage : VmFaultCode.SigBus;

    private ulong Map(int pages, ulong pgoff, Func<VmFault, VmFaultCode> handler, VmFlags flags = VmFlags.None)
    {
        FileStruct file = TestKernel.FileWith(new VmOperations { Fault = handler }, flags);
        Assert.Equal(0, mm.Mmap((ulong)pages * Page.Size, TestKernel.SharedReadWrite, out ulong address, file, pgoff));
        return address;
    }
}
