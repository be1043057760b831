using Xunit;

namespace Acquit.Memory.Tests.Checking;

/// <summary>With checking off, what runs often allocates nothing.</summary>
public sealed class AllocationTests : IDisposable
{
    private readonly KernelMemory kernel = new(64, new KernelMemoryOptions { Checking = false });

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void Pinning_and_referencing_pages_allocates_nothing()
    {
        using MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(16);
        Page[] pages = new Page[16];
        AssertAllocatesNothing(() =>
        {
            int pinned = mm.PinUserPagesFast(address, 16, FollFlags.Write, pages);
            mm.GetPage(pages[0]);
            mm.PutPage(pages[0]);
            mm.UnpinUserPages(pages, pinned);
        });
    }

    [Fact]
    public void Taking_and_giving_back_locks_allocates_nothing()
    {
        using MmStruct mm = kernel.CreateMm();
        Spinlock spinlock = new(kernel);
        KernelMutex mutex = new(kernel);
        RwSemaphore semaphore = new(kernel);
        AssertAllocatesNothing(() =>
        {
            mutex.MutexLock();
            semaphore.DownWrite();
            semaphore.DowngradeWrite();
            mm.MmapReadLock();
            spinlock.SpinLock();
            spinlock.SpinUnlock();
            mm.MmapReadUnlock();
            semaphore.UpRead();
            mutex.MutexUnlock();
        });
    }

    [Fact]
    public void Keeping_address_spaces_and_announcing_changes_nobody_listens_to_allocates_nothing()
    {
        using MmStruct mm = kernel.CreateMm();
        MmuNotifierRange range = new(mm, 0, Page.Size, MmuNotifyEvent.Clear);
        AssertAllocatesNothing(() =>
        {
            mm.Mmgrab();
            if (mm.MmgetNotZero())
            {
                mm.Mmput();
            }

            mm.MmuNotifierInvalidateRangeStart(range);
            mm.MmuNotifierInvalidateRangeEnd(range);
            mm.Mmdrop();
        });
    }

    private static void AssertAllocatesNothing(Action action)
    {
        // Lists grow, and code is compiled, in the first rounds.
        for (int i = 0; i < 3; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            action();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
