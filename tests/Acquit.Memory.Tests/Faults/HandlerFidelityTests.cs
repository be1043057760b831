using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>What a fault handler answers, and what it must have done then.</summary>
public sealed class HandlerFidelityTests : FaultBench
{
    private readonly Page page;

    public HandlerFidelityTests() => page = Kernel.AllocPage(GfpFlags.Kernel)!;

    [Theory]
    [InlineData(VmFaultCode.NoPage)]
    [InlineData(VmFaultCode.SigBus)]
    public void A_reference_left_in_the_fault_is_nobodys_and_is_noticed(VmFaultCode answer)
    {
        ulong address = Map(fault =>
        {
            Answer(fault, page);
            return answer;
        });

        Assert.Equal(-Errno.EFAULT, Read(address));
        Assert.Contains("that nobody will drop", Kernel.Warnings[0].Message);
    }

    [Fact]
    public void A_page_in_the_fault_without_a_reference_of_its_own_is_nothing_to_notice()
    {
        ulong address = Map(
            fault =>
            {
                fault.Page = page;
                return Kernel.VmfInsertPage(fault.Area, fault.Address, page);
            },
            flags: VmFlags.MixedMap);

        Assert.Equal(0, Read(address));
        Assert.Empty(Kernel.Warnings);
    }

    [Fact]
    public void A_page_answered_with_locked_is_refused_before_its_reference_is_taken()
    {
        ulong address = Map(fault => Answer(fault, page) | VmFaultCode.Locked);
        Assert.Contains("which is not locked", Stops(address).Message);
        Assert.Equal(2, page.RefCount);
        Kernel.PutPage(page);
        IsUsable();
    }

    [Fact]
    public void Completed_means_done_and_the_lock_given_back()
    {
        ulong address = Map(
            fault =>
            {
                VmFaultCode code = Kernel.VmfInsertPage(fault.Area, fault.Address, page);
                Kernel.ReleaseFaultLock(fault);
                return code == VmFaultCode.NoPage ? VmFaultCode.Completed : VmFaultCode.SigBus;
            },
            flags: VmFlags.MixedMap);
        ulong keeps = Map(_ => VmFaultCode.Completed);

        Assert.Equal(0, Read(address));
        Assert.Contains("still holds", Stops(keeps).Message);
        IsUsable();
    }

    [Fact]
    public void A_fault_that_may_not_wait_keeps_the_lock_and_is_answered_with_retry()
    {
        bool releases = false;
        ulong address = Map(fault =>
        {
            if (releases)
            {
                Kernel.ReleaseFaultLock(fault);
            }

            return VmFaultCode.Retry;
        });
        const FaultFlags flags = FaultFlags.AllowRetry | FaultFlags.RetryNoWait;

        Assert.Equal(VmFaultCode.Retry, Fault(address, flags));
        releases = true;
        Assert.Contains("keeps the mmap lock", Assert.Throws<KernelBugException>(() => Fault(address, flags)).Message);
        IsUsable();
    }

    [Theory]
    [InlineData(FaultFlags.None)]
    [InlineData(FaultFlags.AllowRetry | FaultFlags.Tried)]
    [InlineData(FaultFlags.Killable)]
    public void Retry_is_for_a_first_try_that_may_be_repeated(FaultFlags flags)
    {
        ulong address = Map(fault =>
        {
            Kernel.ReleaseFaultLock(fault);
            return VmFaultCode.Retry;
        });
        Assert.Contains("does not allow", Assert.Throws<KernelBugException>(() => Fault(address, flags)).Message);
    }

    [Theory]
    [InlineData(FaultFlags.Write | FaultFlags.Unshare)]
    [InlineData(FaultFlags.Tried)]
    public void Flags_that_do_not_go_together_are_refused(FaultFlags flags)
    {
        ulong address = Mm.MapAnonymous(1);
        Assert.Equal(VmFaultCode.SigSegv, Fault(address, flags));
        Assert.Single(Kernel.Warnings);
        Assert.True(Mm.PageTable.Lookup(address).IsNone);
    }

    [Fact]
    public void A_fault_for_a_device_needs_the_lock_and_rights()
    {
        ulong address = Mm.MapAnonymous(1);
        VmAreaStruct area = AreaOf(address);
        Assert.Equal(0, Mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Shared, out ulong shared));

        Assert.Throws<KernelBugException>(() => Mm.HandleMmFault(area, address, FaultFlags.None));
        Assert.Equal(VmFaultCode.None, Fault(address, FaultFlags.Write));
        Assert.Equal(VmFaultCode.SigSegv, Fault(shared, FaultFlags.Write));
        Mm.MmapReadLock();
        Assert.Equal(VmFaultCode.SigSegv, Mm.HandleMmFault(area, area.End, FaultFlags.None));
        Mm.MmapReadUnlock();
        Assert.Contains("may not be written", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void A_handler_may_make_the_private_copy_itself()
    {
        page.Span.Fill(1);
        bool maps = true;
        ulong address = Map(
            fault =>
            {
                fault.CowPage!.Span.Fill(3);
                VmFaultCode code = maps ? Kernel.FinishFault(fault) : VmFaultCode.None;
                return code | VmFaultCode.DoneCow;
            },
            pages: 2, rights: VmFlags.Read | VmFlags.Write);
        int free = Kernel.FreePageCount;

        Assert.Equal(0, Mm.Write(address, [9]));
        Assert.Equal(0, Read(address + 1));
        Assert.Equal(3, Seen[0]);
        maps = false;
        Assert.Contains("has not mapped the copy", Stops(address + Page.Size, write: true).Message);

        Assert.Equal(free - 1, Kernel.FreePageCount);
        IsUsable();
    }

    [Fact]
    public void Nothing_is_copied_for_a_shared_write_or_a_read()
    {
        ulong address = Map(fault =>
        {
            Assert.Null(fault.CowPage);
            return VmFaultCode.DoneCow;
        });
        Assert.Contains("means nothing there", Stops(address, write: true).Message);
        Assert.Contains("means nothing there", Stops(address).Message);
    }

    [Fact]
    public void A_page_that_is_finished_by_the_handler_is_mapped_with_its_reference()
    {
        ulong address = Map(fault =>
        {
            Answer(fault, page);
            return Kernel.FinishFault(fault) | VmFaultCode.NoPage;
        });
        ulong nothing = Map(fault => Kernel.FinishFault(fault));

        Assert.Equal(0, Mm.Write(address, [2]));
        Assert.Equal((2, 2), (page.RefCount, page.Span[0]));
        Assert.Contains("no page to map", Stops(nothing).Message);
    }

    [Fact]
    public void Fallback_is_for_huge_faults()
    {
        ulong address = Map(_ => VmFaultCode.Fallback);
        Assert.Contains("means nothing there", Stops(address).Message);
    }

    [Fact]
    public void A_first_write_cannot_be_retried()
    {
        FaultFlags seen = FaultFlags.None;
        ulong address = Map(new VmOperations
        {
            Fault = fault => Answer(fault, page),
            PageMkwrite = fault =>
            {
                seen = fault.Flags;
                Kernel.ReleaseFaultLock(fault);
                return VmFaultCode.Retry;
            },
        });
        Assert.Equal(0, Read(address));

        Assert.Contains("answered Retry", Stops(address, write: true).Message);

        Assert.Equal(FaultFlags.Write | FaultFlags.MkWrite, seen);
        Assert.Equal(2, page.RefCount);
        Assert.False(Mm.PageTable.Lookup(address).Writable);
        IsUsable();
    }

    [Fact]
    public void The_page_is_not_locked_when_the_driver_is_asked_about_a_write_and_may_be_afterwards()
    {
        List<bool> locked = [];
        ulong address = Map(new VmOperations
        {
            Fault = fault =>
            {
                Kernel.LockPage(page);
                return Answer(fault, page) | VmFaultCode.Locked;
            },
            PageMkwrite = fault =>
            {
                locked.Add(page.IsLocked);
                Kernel.LockPage(page);
                return VmFaultCode.Locked;
            },
        });

        Assert.Equal(0, Mm.Write(address, [1]));
        Assert.Equal([false], locked);
        Assert.False(page.IsLocked);
        Assert.True(Mm.PageTable.Lookup(address).Dirty);
    }

    [Theory]
    [InlineData(VmFaultCode.SigBus)]
    [InlineData(VmFaultCode.NoPage)]
    public void A_refused_write_maps_nothing_and_drops_the_page(VmFaultCode answer)
    {
        ulong address = Map(new VmOperations { Fault = fault => Answer(fault, page), PageMkwrite = _ => answer });
        Assert.Equal(-Errno.EFAULT, Mm.Write(address, [1]));
        Assert.Equal(1, page.RefCount);
        Assert.True(Mm.PageTable.Lookup(address).IsNone);
    }

    [Fact]
    public void What_any_operation_throws_leaves_locks_and_table_as_they_were()
    {
        VmFaultCode Throw(VmFault fault) => throw new InvalidCastException();
        ulong fault = Map(Throw, rights: VmFlags.Read | VmFlags.Write);
        ulong write = Map(new VmOperations { Fault = fault => Answer(fault, page), PageMkwrite = Throw });
        ulong frame = Map(
            new VmOperations { Fault = fault => Kernel.VmfInsertPfn(fault.Area, fault.Address, page.Pfn), PfnMkwrite = Throw },
            flags: VmFlags.PfnMap);
        ulong around = Map(new VmOperations { Fault = fault => Answer(fault, page), MapPages = (fault, _, _) => Throw(fault) });
        ulong huge = Map(new VmOperations { HugeFault = (fault, _) => Throw(fault) }, at: 1UL << 40);
        Assert.Equal(0, Read(frame));
        int free = Kernel.FreePageCount;

        foreach ((ulong address, bool writes) in new[] { (fault, true), (write, true), (frame, true), (around, false), (huge, false) })
        {
            Assert.Throws<InvalidCastException>(() => writes ? Mm.Write(address, [1]) : Read(address));
            Assert.Equal(address == frame, Mm.PageTable.Lookup(address).Present);
            Assert.False(Mm.PageTable.Lookup(address).Writable);
            IsUsable();
        }

        Assert.Equal((free, 1), (Kernel.FreePageCount, page.RefCount));
        Assert.False(KernelThread.Current.IsIn(ExecutionContexts.PageFault));
        Assert.False(KernelThread.Current.IsIn(ExecutionContexts.Atomic));
    }

    private VmFaultCode Fault(ulong address, FaultFlags flags)
    {
        VmAreaStruct area = AreaOf(address);
        Mm.MmapReadLock();
        try
        {
            return Mm.HandleMmFault(area, address, flags);
        }
        finally
        {
            if (KernelThread.Current.HoldsMmapLock(Mm))
            {
                Mm.MmapReadUnlock();
            }
        }
    }
}
