using Xunit;

namespace Acquit.Memory.Tests.MmReferences;

public sealed class MmuIntervalNotifierTests : IDisposable
{
    private readonly KernelMemory kernel = new(32);
    private readonly MmStruct mm;
    private readonly List<MmuNotifierRange> heard = [];
    private readonly object driverLock = new();

    public MmuIntervalNotifierTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void A_reader_that_began_before_a_change_retries_and_one_that_began_after_does_not()
    {
        ulong address = mm.MapAnonymous(4);
        MmuIntervalNotifier notifier = Insert(address, 2 * Page.Size);
        ulong before = notifier.MmuIntervalReadBegin();
        Assert.False(notifier.MmuIntervalReadRetry(before));

        mm.Munmap(address + Page.Size, Page.Size);

        Assert.True(notifier.MmuIntervalCheckRetry(before));
        Assert.True(notifier.MmuIntervalReadRetry(before));
        Assert.False(notifier.MmuIntervalReadRetry(notifier.MmuIntervalReadBegin()));
        mm.MmuIntervalNotifierRemove(notifier);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Changes_elsewhere_are_not_told_and_make_nobody_retry()
    {
        ulong address = mm.MapAnonymous(4);
        MmuIntervalNotifier notifier = Insert(address, 2 * Page.Size);
        ulong before = notifier.MmuIntervalReadBegin();

        mm.Munmap(address + (2 * Page.Size), Page.Size);

        Assert.Empty(heard);
        Assert.False(notifier.MmuIntervalReadRetry(before));
        mm.MmuIntervalNotifierRemove(notifier);
    }

    [Fact]
    public void Inserting_may_take_the_mmap_lock_and_who_holds_it_uses_the_other_form()
    {
        MmuIntervalNotifier first = new((_, _, _) => true);
        MmuIntervalNotifier second = new((_, _, _) => true);
        mm.MmapWriteLock();

        Assert.Equal(0, mm.MmuIntervalNotifierInsertLocked(first, 0, Page.Size));
        Assert.Empty(kernel.Warnings);
        Assert.Equal(0, mm.MmuIntervalNotifierInsert(second, 0, Page.Size));

        Assert.Contains("may take the mmap lock", Assert.Single(kernel.Warnings).Message);
        mm.MmapWriteUnlock();
        mm.MmuIntervalNotifierRemove(first);
        mm.MmuIntervalNotifierRemove(second);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void The_form_for_holders_of_the_lock_wants_it_held_for_writing()
    {
        MmuIntervalNotifier notifier = new((_, _, _) => true);

        Assert.Equal(0, mm.MmuIntervalNotifierInsertLocked(notifier, 0, Page.Size));

        Assert.Single(kernel.Warnings);
        mm.MmuIntervalNotifierRemove(notifier);
    }

    [Fact]
    public void Reading_begins_when_the_change_is_over()
    {
        MmuIntervalNotifier notifier = Insert(0, Page.Size);
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);
        mm.MmuNotifierInvalidateRangeStart(range);
        ulong? begun = null;
        Thread reader = new(() => begun = notifier.MmuIntervalReadBegin());
        reader.Start();
        Assert.True(SpinWait.SpinUntil(() => reader.ThreadState == ThreadState.WaitSleepJoin, TimeSpan.FromSeconds(10)));
        Assert.Null(begun);

        mm.MmuNotifierInvalidateRangeEnd(range);
        reader.Join();

        Assert.False(notifier.MmuIntervalReadRetry(begun!.Value));
        mm.MmuIntervalNotifierRemove(notifier);
    }

    [Fact]
    public void Whoever_is_inserted_during_a_change_reads_after_it()
    {
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);
        mm.MmuNotifierInvalidateRangeStart(range);
        MmuIntervalNotifier notifier = Insert(0, Page.Size);
        Thread reader = new(() => notifier.MmuIntervalReadBegin());
        reader.Start();
        Assert.True(SpinWait.SpinUntil(() => reader.ThreadState == ThreadState.WaitSleepJoin, TimeSpan.FromSeconds(10)));
        mm.MmuNotifierInvalidateRangeEnd(range);
        reader.Join();

        Assert.Empty(heard);
        mm.MmuIntervalNotifierRemove(notifier);
    }

    [Fact]
    public void A_range_without_length_or_beyond_the_last_address_is_refused()
    {
        MmuIntervalNotifier notifier = new((_, _, _) => true);
        Assert.Equal(-Errno.EOVERFLOW, mm.MmuIntervalNotifierInsert(notifier, 0, 0));
        Assert.Equal(-Errno.EOVERFLOW, mm.MmuIntervalNotifierInsert(notifier, ulong.MaxValue, 2));
        kernel.Injection.FailNext(nameof(MmStruct.MmuIntervalNotifierInsert));
        Assert.Equal(-Errno.ENOMEM, mm.MmuIntervalNotifierInsert(notifier, 0, 1));
        Assert.Equal(0, mm.MmuIntervalNotifierInsert(notifier, ulong.MaxValue, 1));
        Assert.Throws<KernelBugException>(() => mm.MmuIntervalNotifierInsert(notifier, 0, 1));
        mm.MmuIntervalNotifierRemove(notifier);
        Assert.Throws<KernelBugException>(() => mm.MmuIntervalNotifierRemove(notifier));
        Assert.Throws<InvalidOperationException>(() => notifier.MmuIntervalReadBegin());
    }

    [Fact]
    public void A_refusal_of_a_change_that_must_not_wait_ends_it()
    {
        MmuIntervalNotifier refusing = new((self, range, seq) => range.IsBlockable && Accept(self, seq));
        Assert.Equal(0, mm.MmuIntervalNotifierInsert(refusing, 0, Page.Size));
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);

        Assert.Equal(-Errno.EAGAIN, mm.MmuNotifierInvalidateRangeStartNonblock(range));
        refusing.MmuIntervalReadBegin();
        mm.MmuNotifierInvalidateRangeStart(range);
        mm.MmuNotifierInvalidateRangeEnd(range);

        Assert.Empty(kernel.Warnings);
        mm.MmuIntervalNotifierRemove(refusing);
    }

    [Fact]
    public void A_callback_that_does_not_set_the_number_is_warned_about()
    {
        MmuIntervalNotifier forgetful = new((_, _, _) => true);
        Assert.Equal(0, mm.MmuIntervalNotifierInsert(forgetful, 0, ulong.MaxValue));
        mm.Munmap(mm.MapAnonymous(1), Page.Size);

        Assert.Contains("did not call MmuIntervalSetSeq", Assert.Single(kernel.Warnings).Message);
        mm.MmuIntervalNotifierRemove(forgetful);
    }

    [Fact]
    public void Removing_in_a_callback_is_refused_and_the_end_of_the_address_space_is_told()
    {
        MmuIntervalNotifier notifier = new((self, range, seq) => Accept(self, seq) && Hear(range)
            && Assert.Throws<KernelBugException>(() => mm.MmuIntervalNotifierRemove(self)) is not null);
        Assert.Equal(0, mm.MmuIntervalNotifierInsert(notifier, 0, Page.Size));

        mm.Dispose();

        Assert.Equal(MmuNotifyEvent.Release, Assert.Single(heard).Event);
        mm.MmuIntervalNotifierRemove(notifier);
        Assert.Equal(0, mm.Grabs);
        Assert.Empty(kernel.Warnings);
    }

    private static bool Accept(MmuIntervalNotifier notifier, ulong seq)
    {
        notifier.MmuIntervalSetSeq(seq);
        return true;
    }

    private bool Hear(MmuNotifierRange range)
    {
        heard.Add(range);
        return true;
    }

    private MmuIntervalNotifier Insert(ulong start, ulong length)
    {
        MmuIntervalNotifier notifier = new((self, range, seq) =>
        {
            lock (driverLock)
            {
                Hear(range);
                return Accept(self, seq);
            }
        });
        Assert.Equal(0, mm.MmuIntervalNotifierInsert(notifier, start, length));
        return notifier;
    }
}
