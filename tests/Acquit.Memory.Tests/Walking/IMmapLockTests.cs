using Xunit;

namespace Acquit.Memory.Tests.Walking;

public sealed class IMmapLockTests : IDisposable
{
    private readonly KernelMemory kernel = new(16);
    private readonly AddressSpace mapping;

    public IMmapLockTests() => mapping = new AddressSpace(kernel);

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void Readers_share_and_a_writer_is_alone()
    {
        mapping.IMmapLockRead();
        Assert.True(OnAnotherThread(() => Taken(mapping.IMmapTrylockRead(), () => mapping.IMmapUnlockRead())));
        Assert.False(OnAnotherThread(() => mapping.IMmapTrylockWrite()));
        mapping.IMmapUnlockRead();

        mapping.IMmapLockWrite();
        Assert.False(OnAnotherThread(() => mapping.IMmapTrylockRead()));
        mapping.IMmapUnlockWrite();
        Assert.True(OnAnotherThread(() => Taken(mapping.IMmapTrylockWrite(), () => mapping.IMmapUnlockWrite())));
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Who_holds_it_is_known()
    {
        mapping.IMmapLockRead();
        Assert.Contains("mapping-lock", kernel.LeakReport().ToString());
        mapping.IMmapUnlockRead();
        mapping.IMmapLockWrite();
        Assert.Contains("mapping-lock-write", kernel.LeakReport().ToString());
        mapping.IMmapUnlockWrite();
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Waiting_for_oneself_is_refused_instead()
    {
        mapping.IMmapLockRead();
        Assert.Throws<KernelBugException>(() => mapping.IMmapLockWrite());
        Assert.Throws<KernelBugException>(() => mapping.IMmapUnlockWrite());
        mapping.IMmapUnlockRead();
        mapping.IMmapLockWrite();
        Assert.Throws<KernelBugException>(() => mapping.IMmapLockRead());
        Assert.Throws<KernelBugException>(() => mapping.IMmapLockWrite());
        Assert.Throws<KernelBugException>(() => mapping.IMmapUnlockRead());
        mapping.IMmapUnlockWrite();
        Assert.Throws<KernelBugException>(() => mapping.IMmapUnlockWrite());
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Reading_while_reading_is_warned_about()
    {
        mapping.IMmapLockRead();
        mapping.IMmapLockRead();
        mapping.IMmapUnlockRead();
        mapping.IMmapUnlockRead();
        Assert.Contains("while this thread holds it", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Mapping_and_unmapping_a_file_whose_areas_are_locked_is_refused_and_changes_nothing()
    {
        using MmStruct mm = kernel.CreateMm();
        FileStruct file = new(new FileOperations { Mmap = (_, _) => 0 }, mapping: mapping);
        Assert.Equal(0, mm.Mmap(4 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file));

        mapping.IMmapLockRead();
        Assert.Throws<KernelBugException>(() => mm.Mmap(Page.Size, VmFlags.Read, out _, file));
        Assert.Throws<KernelBugException>(() => mm.Munmap(address, Page.Size));
        Assert.Equal(4UL, Assert.Single(mapping.AreasOf(0, 10)).PageCount);
        mapping.IMmapUnlockRead();

        Assert.Equal(0, mm.Munmap(address, Page.Size));
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void It_comes_after_the_mmap_lock_and_the_other_way_round_is_warned_about()
    {
        using MmStruct mm = kernel.CreateMm();
        FileStruct file = new(new FileOperations { Mmap = (_, _) => 0 }, mapping: mapping);
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out _, file));

        mapping.IMmapLockRead();
        mm.MmapReadLock();
        mm.MmapReadUnlock();
        mapping.IMmapUnlockRead();

        Assert.Contains("contradicting orders", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void It_may_not_be_waited_for_in_atomic_context()
    {
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            mapping.IMmapLockRead();
            mapping.IMmapUnlockRead();
        }

        Assert.Contains("atomic", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void Looking_at_the_areas_without_it_is_warned_about()
    {
        Assert.Empty(mapping.AreasOf(0, 1));
        mapping.IMmapAssertLocked();
        mapping.IMmapLockRead();
        mapping.IMmapAssertLocked();
        mapping.IMmapAssertWriteLocked();
        mapping.IMmapUnlockRead();
        Assert.Equal(3, kernel.Warnings.Count);
    }

    [Fact]
    public void Trying_can_be_made_to_fail()
    {
        kernel.Injection.FailNext(nameof(AddressSpace.IMmapTrylockRead));
        kernel.Injection.FailNext(nameof(AddressSpace.IMmapTrylockWrite));
        Assert.False(mapping.IMmapTrylockRead());
        Assert.False(mapping.IMmapTrylockWrite());
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    private static bool Taken(bool taken, Action unlock)
    {
        if (taken)
        {
            unlock();
        }

        return taken;
    }

    private static bool OnAnotherThread(Func<bool> action)
    {
        bool result = false;
        Thread thread = new(() => result = action());
        thread.Start();
        thread.Join();
        return result;
    }
}
