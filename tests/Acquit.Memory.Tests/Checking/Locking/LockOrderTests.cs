using Xunit;

namespace Acquit.Memory.Tests.Checking.Locking;

public sealed class LockOrderTests : IDisposable
{
    private readonly KernelMemory kernel = new(8);
    private readonly KernelMutex a;
    private readonly KernelMutex b;
    private readonly RwSemaphore c;

    public LockOrderTests()
    {
        a = new KernelMutex(kernel, "a");
        b = new KernelMutex(kernel, "b");
        c = new RwSemaphore(kernel, "c");
    }

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void The_first_contradiction_names_both_places_although_nobody_waited()
    {
        AThenB();
        AThenB();
        Assert.Empty(kernel.Warnings);
        BThenA();
        BThenA();

        LockOrderWarning warning = Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings));
        Assert.Equal("b", warning.Now.Outer);
        Assert.Equal("a", warning.Now.Inner);
        Assert.Equal(nameof(BThenA), warning.Now.OuterAt.Member);
        Assert.Equal(nameof(BThenA), warning.Now.InnerAt.Member);
        LockOrderStep before = Assert.Single(warning.Before);
        Assert.Equal(("a", "b"), (before.Outer, before.Inner));
        Assert.Equal(nameof(AThenB), before.InnerAt.Member);
        Assert.Contains("b was taken by MutexLock in AThenB (LockOrderTests.cs:", warning.Message);
        Assert.Contains("a was taken by MutexLock in BThenA (LockOrderTests.cs:", warning.Message);
    }

    [Fact]
    public void A_contradiction_over_a_third_lock_shows_the_whole_chain()
    {
        AThenB();
        b.MutexLock();
        c.DownRead();
        c.UpRead();
        b.MutexUnlock();

        c.DownWrite();
        a.MutexLock();
        a.MutexUnlock();
        c.UpWrite();

        LockOrderWarning warning = Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings));
        Assert.Equal([("a", "b"), ("b", "c")], warning.Before.Select(step => (step.Outer, step.Inner)));
    }

    [Fact]
    public void What_is_learnt_of_one_lock_holds_for_its_class()
    {
        LockClass inodes = new("inode");
        KernelMutex first = new(kernel, "inode 1", inodes);
        KernelMutex second = new(kernel, "inode 2", inodes);
        Nest(a, first);
        Nest(second, a);

        Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings));
    }

    [Fact]
    public void Locks_made_by_one_line_are_a_class_and_nesting_them_is_warned_about_unless_said()
    {
        KernelMutex[] rings = [.. Enumerable.Range(0, 2).Select(_ => new KernelMutex(kernel, "ring"))];
        rings[0].MutexLock();
        rings[1].MutexLockNested(1);
        rings[1].MutexUnlock();
        rings[0].MutexUnlock();
        Assert.Empty(kernel.Warnings);

        Nest(rings[0], rings[1]);
        Nest(rings[1], rings[0]);

        Assert.Contains("takes a lock of class ring while this thread holds another of that class", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Trying_contradicts_nothing_but_orders_what_is_taken_inside_it()
    {
        AThenB();
        b.MutexLock();
        Assert.True(a.MutexTrylock());
        a.MutexUnlock();
        b.MutexUnlock();
        Assert.Empty(kernel.Warnings);

        Assert.True(b.MutexTrylock());
        a.MutexLock();
        a.MutexUnlock();
        b.MutexUnlock();
        Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings));
    }

    [Fact]
    public void Locks_outside_one_that_was_tried_are_ordered_too()
    {
        a.MutexLock();
        Assert.True(b.MutexTrylock());
        c.DownRead();
        c.UpRead();
        b.MutexUnlock();
        a.MutexUnlock();

        c.DownRead();
        a.MutexLock();
        a.MutexUnlock();
        c.UpRead();

        Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings));
    }

    [Fact]
    public void The_mmap_lock_stands_in_the_same_order()
    {
        using MmStruct mm = kernel.CreateMm();
        using MmStruct other = kernel.CreateMm();
        mm.MmapReadLock();
        a.MutexLock();
        a.MutexUnlock();
        mm.MmapReadUnlock();

        a.MutexLock();
        other.MmapWriteLock();
        other.MmapWriteUnlock();
        a.MutexUnlock();

        Assert.Contains("mmap lock", Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings)).Message);
    }

    [Fact]
    public void Two_address_spaces_are_locked_one_inside_the_other_with_the_nested_form()
    {
        using MmStruct parent = kernel.CreateMm();
        using MmStruct child = kernel.CreateMm();
        parent.MmapWriteLock();
        child.MmapWriteLockNested(1);
        child.MmapWriteUnlock();
        Assert.Empty(kernel.Warnings);

        child.MmapWriteLock();
        child.MmapWriteUnlock();
        parent.MmapWriteUnlock();
        Assert.Contains("use the nested form", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void A_downgraded_lock_keeps_its_place()
    {
        c.DownWrite();
        c.DowngradeWrite();
        a.MutexLock();
        a.MutexUnlock();
        c.UpRead();
        a.MutexLock();
        c.DownRead();
        c.UpRead();
        a.MutexUnlock();

        Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings));
    }

    [Fact]
    public void Kernels_do_not_know_each_others_locks()
    {
        using KernelMemory other = new(8);
        KernelMutex foreign = new(other, "b");
        Nest(a, foreign);
        Nest(foreign, a);

        Assert.Empty(kernel.Warnings);
        Assert.Empty(other.Warnings);
    }

    [Fact]
    public void Without_checking_no_order_is_learnt()
    {
        using KernelMemory unchecking = new(8, new KernelMemoryOptions { Checking = false });
        KernelMutex first = new(unchecking, "first");
        KernelMutex second = new(unchecking, "second");
        Nest(first, second);
        Nest(second, first);
        second.LockdepAssertHeld();

        Assert.Empty(unchecking.Warnings);
        first.MutexLock();
        Assert.Throws<KernelBugException>(() => first.MutexLock());
        first.MutexUnlock();
    }

    [Fact]
    public void Threads_that_learn_orders_at_the_same_time_report_each_contradiction_once()
    {
        KernelMutex[] locks = [.. Enumerable.Range(0, 6).Select(i => new KernelMutex(kernel, $"lock {i}"))];
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            for (int round = 0; round < 200; round++)
            {
                int outer = (round + number) % 5;
                Nest(locks[outer], locks[outer + 1]);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(kernel.Warnings);

        Nest(locks[5], locks[0]);
        Nest(locks[5], locks[0]);

        LockOrderWarning warning = Assert.IsType<LockOrderWarning>(Assert.Single(kernel.Warnings));
        Assert.Equal(5, warning.Before.Count);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    private static void Nest(KernelMutex outer, KernelMutex inner)
    {
        outer.MutexLock();
        inner.MutexLock();
        inner.MutexUnlock();
        outer.MutexUnlock();
    }

    private void AThenB()
    {
        a.MutexLock();
        b.MutexLock();
        b.MutexUnlock();
        a.MutexUnlock();
    }

    private void BThenA()
    {
        b.MutexLock();
        a.MutexLock();
        a.MutexUnlock();
        b.MutexUnlock();
    }
}
