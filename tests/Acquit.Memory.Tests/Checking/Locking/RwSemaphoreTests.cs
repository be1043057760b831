using Xunit;

namespace Acquit.Memory.Tests.Checking.Locking;

public sealed class RwSemaphoreTests : IDisposable
{
    private readonly KernelMemory kernel = new(8);
    private readonly RwSemaphore semaphore;

    public RwSemaphoreTests() => semaphore = new RwSemaphore(kernel, "tree");

    public void Dispose()
    {
        Assert.False(semaphore.IsLocked);
        Assert.True(kernel.LeakReport().IsEmpty);
        kernel.Dispose();
    }

    [Fact]
    public void Readers_share_and_a_writer_is_alone()
    {
        semaphore.DownRead();
        OtherThread.Run(() =>
        {
            Assert.True(semaphore.DownReadTrylock());
            Assert.False(semaphore.DownWriteTrylock());
            semaphore.UpRead();
        });
        semaphore.UpRead();

        semaphore.DownWrite();
        Assert.True(semaphore.IsLocked);
        Assert.False(OtherThread.Run(() => semaphore.DownReadTrylock()));
        semaphore.UpWrite();
    }

    [Fact]
    public void A_writer_that_downgrades_lets_readers_in_and_is_one()
    {
        Assert.True(semaphore.DownWriteTrylock());
        semaphore.DowngradeWrite();

        OtherThread.Run(() =>
        {
            semaphore.DownRead();
            semaphore.UpRead();
        });
        Assert.Throws<KernelBugException>(() => semaphore.UpWrite());
        Assert.Equal(ResourceKinds.RwSemaphore, Assert.Single(kernel.LeakReport().Held).Kind);
        semaphore.UpRead();
    }

    [Fact]
    public void Trylock_answers_true_when_held_and_the_killable_forms_answer_zero()
    {
        Assert.Equal(0, semaphore.DownReadKillable());
        semaphore.UpRead();
        Assert.Equal(0, semaphore.DownReadInterruptible());
        semaphore.UpRead();
        Assert.Equal(0, semaphore.DownWriteKillable());
        semaphore.UpWrite();
        Assert.True(semaphore.DownReadTrylock());
        semaphore.UpRead();

        kernel.Injection.FailNext(nameof(RwSemaphore.DownReadKillable));
        kernel.Injection.FailNext(nameof(RwSemaphore.DownReadInterruptible), -Errno.ERESTARTSYS);
        kernel.Injection.FailNext(nameof(RwSemaphore.DownWriteKillable));
        kernel.Injection.FailNext(nameof(RwSemaphore.DownWriteTrylock));
        Assert.Equal(-Errno.EINTR, semaphore.DownReadKillable());
        Assert.Equal(-Errno.ERESTARTSYS, semaphore.DownReadInterruptible());
        Assert.Equal(-Errno.EINTR, semaphore.DownWriteKillable());
        Assert.False(semaphore.DownWriteTrylock());
    }

    [Fact]
    public void Waiting_for_oneself_is_refused()
    {
        semaphore.DownRead();
        Assert.Throws<KernelBugException>(() => semaphore.DownWrite());
        semaphore.UpRead();
        semaphore.DownWrite();
        Assert.Contains("would wait for ever: this thread holds tree for writing", Assert.Throws<KernelBugException>(() => semaphore.DownRead()).Message);
        semaphore.UpWrite();
        Assert.Throws<KernelBugException>(() => semaphore.UpRead());
    }

    [Fact]
    public void Reading_twice_is_warned_about_because_a_writer_may_wait_between()
    {
        semaphore.DownRead();
        semaphore.DownRead();
        semaphore.UpRead();
        semaphore.UpRead();

        Assert.Contains("with a writer waiting between", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Whoever_does_not_hold_it_cannot_give_it_back()
    {
        semaphore.DownWrite();
        KernelBugException bug = OtherThread.Run(() => Assert.Throws<KernelBugException>(() => semaphore.UpWrite()));

        Assert.Contains("held as rw-semaphore-write, acquired by DownWrite in", bug.Message);
        Assert.Equal(ResourceKinds.RwSemaphoreWrite, Assert.Single(bug.Held).Kind);
        semaphore.UpWrite();
    }

    [Fact]
    public void Asserting_that_it_is_held_warns_when_it_is_not_held_that_way()
    {
        semaphore.DownRead();
        semaphore.LockdepAssertHeld();
        Assert.Empty(kernel.Warnings);
        semaphore.LockdepAssertHeldWrite();
        semaphore.UpRead();
        semaphore.LockdepAssertHeld();

        Assert.Equal(
            [nameof(RwSemaphore.LockdepAssertHeldWrite), nameof(RwSemaphore.LockdepAssertHeld)],
            kernel.Warnings.Select(warning => warning.CallSite.Api));
    }

    [Fact]
    public void A_waiting_writer_goes_before_later_readers()
    {
        semaphore.DownRead();
        Thread writer = new(() =>
        {
            semaphore.DownWrite();
            semaphore.UpWrite();
        });
        writer.Start();
        Assert.True(SpinWait.SpinUntil(() => !OtherThread.Run(TryRead), TimeSpan.FromSeconds(10)));
        semaphore.UpRead();
        writer.Join();
        Assert.True(OtherThread.Run(TryRead));
    }

    private bool TryRead()
    {
        bool taken = semaphore.DownReadTrylock();
        if (taken)
        {
            semaphore.UpRead();
        }

        return taken;
    }
}
