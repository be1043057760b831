using Acquit.Memory.Tests.Checking;
using Xunit;

namespace Acquit.Memory.Tests.MmReferences;

public sealed class MmuNotifierTests : IDisposable
{
    private readonly KernelMemory kernel = new(32);
    private readonly MmStruct mm;
    private readonly List<string> heard = [];

    public MmuNotifierTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void A_release_that_throws_keeps_nothing_mapped_and_nobody_else_uninformed()
    {
        int free = kernel.FreePageCount;
        MmStruct ending = kernel.CreateMm();
        Assert.Equal(0, ending.Write(ending.MapAnonymous(2), [1]));
        foreach (string name in new[] { "first", "second" })
        {
            Assert.Equal(0, ending.MmuNotifierRegister(new(new MmuNotifierOps
            {
                Release = (_, _) =>
                {
                    heard.Add(name);
                    throw new InvalidOperationException(name);
                },
            })));
        }

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(ending.Dispose);

        Assert.Equal(2, heard.Count);
        Assert.Equal(heard[0], thrown.Message);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(2, ending.Grabs);
    }

    [Fact]
    public void Whoever_registered_hears_of_an_unmapping_before_and_after()
    {
        ulong address = mm.MapAnonymous(2);
        Assert.Equal(0, mm.Write(address, [1]));
        bool mapped = false;
        MmuNotifier notifier = new(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, range) =>
            {
                mapped = kernel.FreePageCount < kernel.TotalPages - 1;
                heard.Add($"start {range.Event} {range.Start == address} {range.End - range.Start}");
                return 0;
            },
            InvalidateRangeEnd = (_, range) => heard.Add($"end {range.Event}"),
        });
        Assert.Equal(0, mm.MmuNotifierRegister(notifier));

        mm.Munmap(address, Page.Size);

        Assert.True(mapped);
        Assert.Equal(["start Unmap True 4096", "end Unmap"], heard);
        mm.MmuNotifierUnregister(notifier);
        mm.Munmap(address, 2 * Page.Size);
        Assert.Equal(2, heard.Count);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_callback_does_not_wait_for_page_locks_but_may_try_them()
    {
        ulong address = mm.MapAnonymous(1);
        Page[] pages = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(address, 1, FollFlags.Write, pages));
        MmuNotifier notifier = new(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, _) =>
            {
                if (kernel.TrylockPage(pages[0]))
                {
                    kernel.SetPageDirty(pages[0]);
                    kernel.UnlockPage(pages[0]);
                }

                heard.Add($"{kernel.Warnings.Count}");
                kernel.SetPageDirtyLock(pages[0]);
                heard.Add($"{kernel.Warnings.Count}");
                mm.UnpinUserPagesDirtyLock(pages, 1, makeDirty: true);
                heard.Add($"{kernel.Warnings.Count}");
                return 0;
            },
        });
        Assert.Equal(0, mm.MmuNotifierRegister(notifier));

        mm.Munmap(address, Page.Size);

        Assert.Equal(["0", "1", "2"], heard);
        Assert.All(kernel.Warnings, warning => Assert.Contains("lock of a page", warning.Message));
        mm.MmuNotifierUnregister(notifier);
    }

    [Fact]
    public void After_a_refusal_those_who_began_are_told_of_the_end_by_the_core()
    {
        MmuNotifier willing = Listener("willing", 0);
        MmuNotifier refusing = new(new MmuNotifierOps { InvalidateRangeStart = (_, _) => -Errno.EAGAIN });
        MmuNotifier other = Listener("other", 0);
        Register(willing, refusing, other);
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);

        Assert.Equal(-Errno.EAGAIN, mm.MmuNotifierInvalidateRangeStartNonblock(range));

        Assert.Equal(["other end", "other start", "willing end", "willing start"], heard.Order());
        Assert.Throws<KernelBugException>(() => mm.MmuNotifierInvalidateRangeEnd(range));
        Assert.Empty(kernel.Warnings);
        Unregister(willing, refusing, other);
    }

    [Fact]
    public void Whoever_refuses_must_not_want_to_hear_of_the_end_and_may_not_refuse_when_it_may_sleep()
    {
        MmuNotifier both = Listener("both", -Errno.EAGAIN);
        Register(both);
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);

        Assert.Equal(-Errno.EAGAIN, mm.MmuNotifierInvalidateRangeStartNonblock(range));
        Assert.Contains("has refused a start and has InvalidateRangeEnd", Assert.Single(kernel.Warnings).Message);
        mm.MmuNotifierInvalidateRangeStart(range);
        mm.MmuNotifierInvalidateRangeEnd(range);

        Assert.Contains(kernel.Warnings, warning => warning.Message.Contains("only -EAGAIN, when it may not sleep"));
        Unregister(both);
    }

    [Fact]
    public void Sleeping_in_a_callback_of_a_change_that_must_not_wait_is_warned_about()
    {
        MmuNotifier notifier = new(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, _) =>
            {
                kernel.FreePage(kernel.AllocPage(GfpFlags.Kernel)!);
                return 0;
            },
        });
        Register(notifier);
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);
        mm.MmuNotifierInvalidateRangeStart(range);
        mm.MmuNotifierInvalidateRangeEnd(range);
        Assert.Empty(kernel.Warnings);

        Assert.Equal(0, mm.MmuNotifierInvalidateRangeStartNonblock(range));
        mm.MmuNotifierInvalidateRangeEnd(range);

        Assert.Equal(nameof(KernelMemory.AllocPage), Assert.Single(kernel.Warnings).CallSite.Api);
        Unregister(notifier);
    }

    [Fact]
    public void A_start_without_an_end_is_a_leak()
    {
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);
        mm.MmuNotifierInvalidateRangeStart(range);
        Assert.Equal(ResourceKinds.MmuInvalidation, Assert.Single(kernel.LeakReport().Held).Kind);
        mm.MmuNotifierInvalidateRangeEnd(range);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_callback_that_throws_leaves_the_lock_free_and_the_others_told()
    {
        ulong address = mm.MapAnonymous(1);
        MmuNotifier willing = Listener("willing", 0);
        MmuNotifier throwing = new(new MmuNotifierOps { InvalidateRangeStart = (_, _) => throw new TimeoutException() });
        Register(throwing, willing);

        Assert.Throws<TimeoutException>(() => mm.Munmap(address, Page.Size));

        Assert.Equal(["willing start", "willing end"], heard);
        mm.MmapWriteLock();
        mm.MmapWriteUnlock();
        mm.MmuNotifierUnregister(throwing);
        Assert.Equal(0, mm.Munmap(address, Page.Size));
        mm.MmuNotifierUnregister(willing);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void The_end_of_the_address_space_is_told_once_and_the_object_lives_until_unregistered()
    {
        MmuNotifier early = Listener("early", 0);
        MmuNotifier late = Listener("late", 0);
        Register(early, late);
        mm.MmuNotifierUnregister(early);
        Assert.Equal(["early release"], heard);
        mm.Dispose();
        Assert.Equal(["early release", "late release"], heard);
        Assert.Equal(1, mm.Grabs);

        mm.MmuNotifierUnregister(late);

        Assert.Equal(2, heard.Count);
        Assert.Equal(0, mm.Grabs);
    }

    [Fact]
    public void Registering_needs_a_living_address_space_and_its_lock_free_and_nothing_registered_twice()
    {
        MmuNotifier notifier = Listener("it", 0);
        mm.MmapReadLock();
        Assert.Throws<KernelBugException>(() => mm.MmuNotifierRegister(notifier));
        mm.MmapReadUnlock();
        kernel.Injection.FailNext(nameof(MmStruct.MmuNotifierRegister));
        Assert.Equal(-Errno.ENOMEM, mm.MmuNotifierRegister(notifier));
        Register(notifier);
        Assert.Throws<KernelBugException>(() => mm.MmuNotifierRegister(notifier));
        Unregister(notifier);
        Assert.Throws<KernelBugException>(() => mm.MmuNotifierUnregister(notifier));

        mm.MmapWriteLock();
        Assert.Equal(0, mm.MmuNotifierRegisterUnderLock(notifier));
        mm.MmapWriteUnlock();
        Unregister(notifier);
        mm.Mmgrab();
        mm.Dispose();
        Assert.Throws<KernelBugException>(() => mm.MmuNotifierRegister(notifier));
        mm.Mmdrop();
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Unregistering_in_a_callback_would_wait_for_the_callback()
    {
        MmuNotifier notifier = null!;
        notifier = new MmuNotifier(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, _) =>
            {
                Assert.Throws<KernelBugException>(() => mm.MmuNotifierUnregister(notifier));
                heard.Add("refused");
                return 0;
            },
        });
        Register(notifier);
        mm.Munmap(mm.MapAnonymous(1), Page.Size);

        Assert.Equal(["refused"], heard);
        Unregister(notifier);
    }

    [Fact]
    public void Unregistering_waits_for_callbacks_that_run()
    {
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim go = new();
        bool left = false;
        MmuNotifier notifier = new(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, _) =>
            {
                entered.Set();
                go.Wait();
                Volatile.Write(ref left, true);
                return 0;
            },
        });
        Register(notifier);
        ulong address = mm.MapAnonymous(1);
        Thread unmapping = new(() => mm.Munmap(address, Page.Size));
        unmapping.Start();
        entered.Wait();
        using Timer timer = new(_ => go.Set(), null, 50, Timeout.Infinite);

        mm.MmuNotifierUnregister(notifier);

        Assert.True(Volatile.Read(ref left));
        unmapping.Join();
    }

    [Fact]
    public void Getting_twice_gives_one_notifier_which_the_last_put_frees_later()
    {
        List<MmuNotifier> freed = [];
        MmuNotifierOps ops = null!;
        ops = new MmuNotifierOps { AllocNotifier = _ => new MmuNotifier(ops), FreeNotifier = freed.Add };

        MmuNotifier first = mm.MmuNotifierGet(ops, out int error)!;
        Assert.Equal(0, error);
        Assert.Same(first, mm.MmuNotifierGet(ops, out _));
        mm.MmuNotifierPut(first);
        mm.MmuNotifierSynchronize();
        Assert.Empty(freed);
        mm.MmuNotifierPut(first);
        mm.MmuNotifierSynchronize();

        Assert.Same(first, Assert.Single(freed));
        Assert.Throws<KernelBugException>(() => mm.MmuNotifierPut(first));
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(1, mm.Grabs);
    }

    [Fact]
    public void Getting_fails_with_null_and_an_errno()
    {
        Assert.Null(mm.MmuNotifierGet(new MmuNotifierOps { AllocNotifier = _ => null }, out int error));
        Assert.Equal(-Errno.ENOMEM, error);
        List<MmuNotifier> freed = [];
        MmuNotifierOps ops = null!;
        ops = new MmuNotifierOps { AllocNotifier = _ => new MmuNotifier(ops), FreeNotifier = freed.Add };
        kernel.Injection.FailNext(nameof(MmStruct.MmuNotifierGet), -Errno.EINTR);
        Assert.Null(mm.MmuNotifierGet(ops, out error));
        Assert.Equal(-Errno.EINTR, error);
        Assert.Single(freed);
    }

    [Fact]
    public void Freeing_that_throws_is_warned_about_and_thrown_to_whoever_waits_for_it()
    {
        MmuNotifierOps ops = null!;
        ops = new MmuNotifierOps { AllocNotifier = _ => new MmuNotifier(ops), FreeNotifier = _ => throw new TimeoutException("stuck") };
        mm.MmuNotifierPut(mm.MmuNotifierGet(ops, out _)!);

        Assert.Throws<TimeoutException>(() => mm.MmuNotifierSynchronize());
        Assert.Contains("stuck", Assert.Single(kernel.Warnings).Message);
        mm.MmuNotifierSynchronize();
    }

    [Fact]
    public void What_was_registered_without_a_way_to_free_it_cannot_be_put()
    {
        MmuNotifier notifier = Listener("it", 0);
        Register(notifier);
        Assert.Contains("FreeNotifier", Assert.Throws<KernelBugException>(() => mm.MmuNotifierPut(notifier)).Message);
        Unregister(notifier);
    }

    [Fact]
    public void Registering_waits_until_no_change_is_open_and_refuses_to_wait_for_its_own()
    {
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);
        MmuNotifier notifier = Listener("it", 0);
        mm.MmuNotifierInvalidateRangeStart(range);
        Assert.Throws<KernelBugException>(() => mm.MmuNotifierRegister(notifier));
        Thread other = new(() => Register(notifier));
        other.Start();
        Assert.True(SpinWait.SpinUntil(() => other.ThreadState == ThreadState.WaitSleepJoin, TimeSpan.FromSeconds(10)));
        mm.MmuNotifierInvalidateRangeEnd(range);
        other.Join();

        Assert.Empty(heard);
        OtherThread.Run(() => Unregister(notifier));
    }

    private MmuNotifier Listener(string name, int answer) => new(new MmuNotifierOps
    {
        InvalidateRangeStart = (_, _) =>
        {
            heard.Add($"{name} start");
            return answer;
        },
        InvalidateRangeEnd = (_, _) => heard.Add($"{name} end"),
        Release = (_, _) => heard.Add($"{name} release"),
    });

    private void Register(params MmuNotifier[] notifiers) =>
        Assert.All(notifiers, notifier => Assert.Equal(0, mm.MmuNotifierRegister(notifier)));

    private void Unregister(params MmuNotifier[] notifiers) =>
        Array.ForEach(notifiers, notifier => mm.MmuNotifierUnregister(notifier));
}
