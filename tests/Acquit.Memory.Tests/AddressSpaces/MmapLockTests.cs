using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class MmapLockTests : IDisposable
{
    private readonly KernelMemory kernel = new(16);
    private readonly MmStruct mm;

    public MmapLockTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Readers_share_and_a_writer_is_alone()
    {
        mm.MmapReadLock();
        Assert.True(OnAnotherThread(() =>
        {
            bool taken = mm.MmapReadTrylock();
            if (taken)
            {
                mm.MmapReadUnlock();
            }

            return taken;
        }));
        Assert.False(OnAnotherThread(() => mm.MmapWriteTrylock()));
        mm.MmapReadUnlock();

        mm.MmapWriteLock();
        Assert.False(OnAnotherThread(() => mm.MmapReadTrylock()));
        mm.MmapWriteDowngrade();
        Assert.True(OnAnotherThread(() =>
        {
            mm.MmapReadLock();
            mm.MmapReadUnlock();
            return true;
        }));
        mm.MmapReadUnlock();
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Killable_locks_answer_zero_when_held_and_EINTR_when_not()
    {
        Assert.Equal(0, mm.MmapReadLockKillable());
        mm.MmapReadUnlock();
        Assert.Equal(0, mm.MmapWriteLockKillable());
        mm.MmapWriteUnlock();

        kernel.Injection.FailNext(nameof(MmStruct.MmapReadLockKillable));
        kernel.Injection.FailNext(nameof(MmStruct.MmapWriteLockKillable));
        Assert.Equal(-Errno.EINTR, mm.MmapReadLockKillable());
        Assert.Equal(-Errno.EINTR, mm.MmapWriteLockKillable());
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Waiting_for_oneself_is_refused_instead()
    {
        mm.MmapReadLock();
        Assert.Throws<KernelBugException>(() => mm.MmapWriteLock());
        Assert.Throws<KernelBugException>(() => mm.MmapWriteUnlock());
        mm.MmapReadUnlock();
        mm.MmapWriteLock();
        Assert.Throws<KernelBugException>(() => mm.MmapReadLock());
        Assert.Throws<KernelBugException>(() => mm.Munmap(0, Page.Size));
        mm.MmapWriteUnlock();
    }

    [Fact]
    public void Reading_while_reading_is_warned_about()
    {
        mm.MmapReadLock();
        mm.MmapReadLock();
        mm.MmapReadUnlock();
        mm.MmapReadUnlock();

        Assert.Contains("while this thread holds it", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Unlocking_what_another_thread_holds_is_refused_and_says_who_does()
    {
        mm.MmapReadLock();
        KernelBugException? bug = null;

        OnAnotherThread(() =>
        {
            bug = Assert.Throws<KernelBugException>(() => mm.MmapReadUnlock());
            return true;
        });

        Assert.Contains(nameof(Unlocking_what_another_thread_holds_is_refused_and_says_who_does), bug!.Message);
        mm.MmapReadUnlock();
    }

    [Fact]
    public void Looking_an_area_up_needs_the_lock()
    {
        ulong address = mm.MapAnonymous(1);
        mm.MmapReadLock();
        Assert.Equal(address, mm.VmaLookup(address + 5)!.Start);
        Assert.Null(mm.VmaLookup(address + Page.Size));
        mm.MmapReadUnlock();
        Assert.Empty(kernel.Warnings);

        Assert.NotNull(mm.VmaLookup(address));
        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void An_address_space_that_ends_locked_says_so_and_ends()
    {
        MmStruct other = kernel.CreateMm();
        other.MapAnonymous(1);
        other.MmapReadLock();

        other.Dispose();

        Assert.Contains("ends while its mmap lock is held", Assert.Single(kernel.Warnings).Message);
        Assert.Contains(nameof(An_address_space_that_ends_locked_says_so_and_ends), kernel.LeakReport().ToString());
    }

    private static bool OnAnotherThread(Func<bool> action)
    {
        bool result = false;
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            try
            {
                result = action();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }
        });
        thread.Start();
        thread.Join();
        return thrown is null ? result : throw new InvalidOperationException("The other thread failed.", thrown);
    }
}
