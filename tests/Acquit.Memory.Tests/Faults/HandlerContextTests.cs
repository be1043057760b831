using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>What a fault handler may not do, and how it waits for a lock all the same.</summary>
public sealed class HandlerContextTests : FaultBench
{
    private readonly Page page;

    public HandlerContextTests() => page = Kernel.AllocPage(GfpFlags.Kernel)!;

    [Fact]
    public void Taking_the_mmap_lock_again_for_reading_is_warned_about()
    {
        ulong address = Map(fault =>
        {
            Mm.MmapReadLock();
            Mm.MmapReadUnlock();
            return Answer(fault, page);
        });

        Assert.Equal(0, Read(address));
        Assert.Contains("neither goes on", Kernel.Warnings[0].Message);
    }

    [Fact]
    public void Giving_the_lock_back_and_taking_it_again_is_warned_about()
    {
        ulong address = Map(fault =>
        {
            Mm.MmapReadUnlock();
            Mm.MmapReadLock();
            return Answer(fault, page);
        });

        Assert.Equal(0, Read(address));
        Assert.Contains("took it again", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void Copying_from_or_to_the_process_is_warned_about()
    {
        ulong other = Mm.MapAnonymous(1);
        Assert.Equal(0, Mm.Write(other, [7]));
        ulong address = Map(fault =>
        {
            Assert.Equal(0, Mm.CopyFromUser(new byte[1], other));
            Assert.Equal(0, Mm.CopyToUser(other, [8]));
            return Answer(fault, page);
        });

        Assert.Equal(0, Read(address));
        Assert.Equal(["CopyFromUser", "CopyToUser"], Kernel.Warnings.Select(warning => warning.CallSite.Api));
    }

    [Fact]
    public void Changing_the_areas_flags_is_warned_about()
    {
        ulong address = Map(fault =>
        {
            fault.Area.Flags |= VmFlags.DontExpand;
            return Answer(fault, page);
        });

        Assert.Equal(0, Read(address));
        Assert.Contains("without the mmap lock held for writing", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void Using_the_area_after_the_lock_was_given_back_is_warned_about()
    {
        ulong address = Map(fault =>
        {
            if (fault.AllowsRetryFirst)
            {
                Kernel.ReleaseFaultLock(fault);
                Assert.NotNull(fault.Area.Mm);
                return VmFaultCode.Retry;
            }

            return Answer(fault, page);
        });

        Assert.Equal(0, Read(address));
        Assert.Contains("may be gone", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void A_fault_is_over_when_its_handler_has_returned()
    {
        VmFault? kept = null;
        ulong address = Map(fault =>
        {
            kept = fault;
            return Answer(fault, page);
        });
        Assert.Equal(0, Read(address));

        Assert.Contains("after its handler had returned", Assert.Throws<KernelBugException>(() => kept!.Area).Message);
    }

    [Fact]
    public void A_lock_under_which_the_driver_faults_elsewhere_is_tried_for_and_waited_for_without_the_mmap_lock()
    {
        KernelMutex reservation = new(Kernel, "reservation");
        ulong user = Mm.MapAnonymous(1);
        Assert.Equal(0, Mm.Write(user, [1]));
        int tries = 0;
        ulong address = Map(fault =>
        {
            tries++;
            Kernel.Injection.Clear();
            if (tries == 1)
            {
                Kernel.Injection.FailNext(nameof(KernelMutex.MutexTrylock));
            }

            if (!reservation.MutexTrylock())
            {
                Assert.True(fault.AllowsRetryFirst);
                Kernel.ReleaseFaultLock(fault);
                reservation.MutexLock();
                reservation.MutexUnlock();
                return VmFaultCode.Retry;
            }

            VmFaultCode code = Answer(fault, page);
            reservation.MutexUnlock();
            return code;
        });
        reservation.MutexLock();
        Assert.Equal(0, Mm.CopyFromUser(new byte[1], user + 1));
        reservation.MutexUnlock();

        Assert.Equal(0, Read(address));

        Assert.Equal(2, tries);
        Assert.Empty(Kernel.Warnings);
    }

    [Fact]
    public void Waiting_under_the_mmap_lock_for_a_lock_that_is_held_over_faults_elsewhere_is_a_wrong_order()
    {
        KernelMutex reservation = new(Kernel, "reservation");
        ulong user = Mm.MapAnonymous(1);
        ulong address = Map(fault =>
        {
            reservation.MutexLock();
            reservation.MutexUnlock();
            return Answer(fault, page);
        });
        reservation.MutexLock();
        Assert.Equal(0, Mm.CopyToUser(user, [1]));
        reservation.MutexUnlock();

        Assert.Equal(0, Read(address));
        Assert.Contains("contradicting orders", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void A_locked_page_is_waited_for_without_the_mmap_lock_and_asked_for_again()
    {
        List<VmFaultCode> codes = [];
        using ManualResetEventSlim waits = new();
        ulong address = Map(fault =>
        {
            Kernel.GetPage(page);
            waits.Set();
            VmFaultCode code = Kernel.LockPageOrRetry(fault, page);
            codes.Add(code);
            if (code != VmFaultCode.None)
            {
                Kernel.PutPage(page);
                return code;
            }

            fault.Page = page;
            return VmFaultCode.Locked;
        });
        Kernel.LockPage(page);
        Thread reader = new(() => Read(address));
        reader.Start();
        waits.Wait();

        // Would wait for ever, if the other thread waited for the page with the mmap lock held.
        Mm.MmapWriteLock();
        Mm.MmapWriteUnlock();
        Kernel.UnlockPage(page);
        reader.Join();

        Assert.Equal(VmFaultCode.None, codes[^1]);
        Assert.True(codes.Count is 1 or 2);
        Assert.Equal((2, false), (page.RefCount, page.IsLocked));
        Assert.Empty(Kernel.Warnings);
    }

    [Fact]
    public void A_fatal_signal_ends_the_waiting_and_the_access()
    {
        int tries = 0;
        ulong address = Map(fault =>
        {
            tries++;
            return Kernel.LockPageOrRetry(fault, page);
        });
        Kernel.LockPage(page);
        Kernel.Injection.FailNext(nameof(KernelMemory.LockPageOrRetry));

        Assert.Equal(-Errno.EFAULT, Read(address));

        Assert.Equal(1, tries);
        Kernel.UnlockPage(page);
        IsUsable();
    }

    [Fact]
    public void A_signal_that_a_handler_asks_for_allows_a_retry_at_any_time()
    {
        int tries = 0;
        ulong address = Map(fault =>
        {
            tries++;
            Assert.Equal(tries == 2, Kernel.FatalSignalPending(fault));
            Kernel.ReleaseFaultLock(fault);
            return VmFaultCode.Retry;
        });
        Kernel.Injection.FailNth(nameof(KernelMemory.FatalSignalPending), 2);

        Assert.Equal(-Errno.EFAULT, Read(address));
        Assert.Equal(2, tries);
    }

    [Fact]
    public void Pages_around_are_mapped_without_sleeping()
    {
        ulong address = Map(new VmOperations
        {
            Fault = fault => Answer(fault, page),
            MapPages = (_, _, _) =>
            {
                Assert.True(KernelThread.Current.IsIn(ExecutionContexts.Atomic));
                Kernel.LockPage(page);
                Kernel.UnlockPage(page);
                return VmFaultCode.None;
            },
        });

        Assert.Equal(0, Read(address));
        Assert.Contains("may sleep", Assert.Single(Kernel.Warnings).Message);
    }

    [Fact]
    public void Pages_around_are_asked_for_on_reads_in_a_window_and_the_page_itself_only_if_it_is_missing()
    {
        List<(ulong First, ulong Last)> windows = [];
        int faults = 0;
        Page[] pages = Kernel.AllocPages(40);
        ulong address = Map(
            new VmOperations
            {
                Fault = fault =>
                {
                    faults++;
                    return Answer(fault, pages[fault.Pgoff]);
                },
                MapPages = (fault, first, last) =>
                {
                    windows.Add((first, last));
                    VmFaultCode code = VmFaultCode.None;
                    for (ulong at = first; at <= last; at++)
                    {
                        if (at % 2 == 0)
                        {
                            VmFaultCode one = Kernel.VmfInsertPage(fault.Area, fault.Area.Start + (at * Page.Size), pages[at]);
                            code = at == fault.Pgoff ? one : code;
                        }
                    }

                    return code;
                },
            },
            pages: 40, flags: VmFlags.MixedMap, at: 1UL << 32);

        Assert.Equal(0, Read(address + (4 * Page.Size)));
        Assert.Equal(0, faults);
        Assert.Equal(0, Read(address + (5 * Page.Size)));
        Assert.Equal(1, faults);
        Assert.Equal(0, Read(address + (6 * Page.Size)));
        Assert.Equal(0, Read(address + (39 * Page.Size)));
        Assert.Equal(0, Mm.Write(address + (21 * Page.Size), [1]));
        Kernel.FaultAroundBytes = Page.Size;
        Assert.Equal(0, Read(address + (23 * Page.Size)));

        Assert.Equal([(0UL, 15UL), (0UL, 15UL), (32UL, 39UL)], windows);
        Assert.Equal(4, faults);
    }

    [Theory]
    [InlineData(VmFaultCode.SigBus)]
    [InlineData(VmFaultCode.Retry)]
    [InlineData(VmFaultCode.Locked)]
    public void Mapping_pages_around_has_two_answers(VmFaultCode answer)
    {
        ulong address = Map(new VmOperations { Fault = fault => Answer(fault, page), MapPages = (_, _, _) => answer });
        Stops(address);
        Assert.False(KernelThread.Current.IsIn(ExecutionContexts.Atomic));
        IsUsable();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Page.Size / 2)]
    [InlineData(3 * Page.Size)]
    [InlineData(1024 * Page.Size)]
    public void The_window_is_a_power_of_two_of_pages_that_one_table_maps(int bytes)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Kernel.FaultAroundBytes = bytes);
        Assert.Equal(16 * Page.Size, Kernel.FaultAroundBytes);
    }

    [Fact]
    public void Pages_of_a_memory_file_that_are_in_memory_are_mapped_with_the_one_that_is_read()
    {
        using ShmemFile file = new(Kernel, 16 * Page.Size);
        Page[] cached = [.. Enumerable.Range(0, 3).Select(i => Kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out _)!)];
        Kernel.LockPage(cached[2]);
        Assert.Equal(0, Mm.Mmap(16 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file));

        Assert.Equal(0, Read(address + Page.Size));

        Assert.Equal([1, 1, 0], cached.Select(each => each.MapCount));
        Assert.Equal(3, file.Mapping.CachedPages);
        Kernel.UnlockPage(cached[2]);
        Kernel.ReleasePages(cached, 3);
        Assert.Equal(0, Mm.Munmap(address, 16 * Page.Size));
        Assert.Empty(Kernel.Warnings);
    }

    [Fact]
    public void A_handler_that_is_done_with_following_pages_leaves_the_current_process_alone()
    {
        ulong other = Mm.MapAnonymous(1);
        ulong address = Map(fault =>
        {
            Assert.Equal(1, Mm.GetUserPagesFast(other, 1, FollFlags.Write, new Page[1]));
            return Answer(fault, page);
        });
        Assert.Equal(0, Mm.Write(other, [1]));

        Assert.Equal(0, Read(address));

        Assert.Contains("GetUserPagesFast", Kernel.Warnings[0].Message);
        Mm.PutPage(Kernel.PfnToPage(Mm.PageTable.Lookup(other).Frame));
    }
}
