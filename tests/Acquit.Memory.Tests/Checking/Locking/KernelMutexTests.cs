using Xunit;

namespace Acquit.Memory.Tests.Checking.Locking;

public sealed class KernelMutexTests : IDisposable
{
    private readonly KernelMemory kernel = new(8);
    private readonly KernelMutex mutex;

    public KernelMutexTests() => mutex = new KernelMutex(kernel, "ring");

    public void Dispose()
    {
        Assert.False(mutex.IsLocked);
        Assert.True(kernel.LeakReport().IsEmpty);
        kernel.Dispose();
    }

    [Fact]
    public void Trylock_answers_true_when_held_and_the_killable_forms_answer_zero()
    {
        Assert.True(mutex.MutexTrylock());
        Assert.False(mutex.MutexTrylock());
        Assert.False(OtherThread.Run(() => mutex.MutexTrylock()));
        mutex.MutexUnlock();
        Assert.Equal(0, mutex.MutexLockKillable());
        mutex.MutexUnlock();
        Assert.Equal(0, mutex.MutexLockInterruptible());
        mutex.MutexUnlock();

        kernel.Injection.FailNext(nameof(KernelMutex.MutexLockInterruptible));
        kernel.Injection.FailNext(nameof(KernelMutex.MutexLockKillable), -Errno.ERESTARTSYS);
        kernel.Injection.FailNext(nameof(KernelMutex.MutexTrylock));
        Assert.Equal(-Errno.EINTR, mutex.MutexLockInterruptible());
        Assert.Equal(-Errno.ERESTARTSYS, mutex.MutexLockKillable());
        Assert.False(mutex.MutexTrylock());
    }

    [Fact]
    public void Taking_it_twice_is_refused_and_says_where_it_was_taken()
    {
        TakeFirst();
        KernelBugException bug = Assert.Throws<KernelBugException>(() => mutex.MutexLock());

        Assert.Contains("ring would wait for ever", bug.Message);
        Assert.Contains("acquired by MutexLock in TakeFirst (KernelMutexTests.cs:", bug.Message);
        mutex.MutexUnlock();
    }

    [Fact]
    public void Only_its_holder_gives_it_back()
    {
        mutex.MutexLock();
        OtherThread.Run(() => Assert.Throws<KernelBugException>(() => mutex.MutexUnlock()));
        Assert.True(mutex.IsLocked);
        mutex.MutexUnlock();
        Assert.Throws<KernelBugException>(() => mutex.MutexUnlock());
    }

    [Fact]
    public void One_may_sleep_under_it_but_not_wait_for_it_under_a_spinlock()
    {
        Spinlock spinlock = new(kernel, "irq");
        mutex.MutexLock();
        kernel.FreePage(kernel.AllocPage(GfpFlags.Kernel)!);
        mutex.MutexUnlock();
        Assert.Empty(kernel.Warnings);

        TakeSpinlock(spinlock);
        mutex.MutexLock();
        mutex.MutexUnlock();
        spinlock.SpinUnlock();

        string message = Assert.Single(kernel.Warnings).Message;
        Assert.StartsWith("MutexLock may sleep, and was called in atomic context", message);
        Assert.Contains("this thread holds irq, taken by SpinLock in TakeSpinlock (KernelMutexTests.cs:", message);
    }

    [Fact]
    public void Asserting_that_it_is_held_warns_when_another_thread_holds_it()
    {
        mutex.MutexLock();
        mutex.LockdepAssertHeld();
        Assert.Empty(kernel.Warnings);
        OtherThread.Run(() => mutex.LockdepAssertHeld());
        mutex.MutexUnlock();

        Assert.Contains("ring should be held by this thread; held as mutex", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void What_a_thread_holds_and_is_in_can_be_asked()
    {
        Spinlock spinlock = new(kernel, "irq");
        using (kernel.EnterContext(ExecutionContexts.PageFault))
        {
            mutex.MutexLock();
            spinlock.SpinLock();
            Assert.Equal([("ring", true), ("irq", true)], kernel.HeldLocks().Select(held => (held.Lock, held.ForWrite)));
            Assert.Equal(nameof(Spinlock.SpinLock), kernel.HeldLocks()[1].TakenAt.Api);
            Assert.Equal([ExecutionContexts.PageFault, ExecutionContexts.Atomic], kernel.EnteredContexts().TakeLast(2));
            Assert.Empty(OtherThread.Run(() => kernel.HeldLocks()));
            spinlock.SpinUnlock();
            mutex.MutexUnlock();
        }

        Assert.Empty(kernel.HeldLocks());
    }

    private static void TakeSpinlock(Spinlock spinlock) => spinlock.SpinLock();

    private void TakeFirst() => mutex.MutexLock();
}
