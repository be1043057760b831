using Acquit.Memory.Tests.Checking;
using Xunit;

namespace Acquit.Memory.Tests.MmReferences;

public sealed class MmReferenceTests : IDisposable
{
    private readonly KernelMemory kernel = new(32);
    private readonly MmStruct mm;

    public MmReferenceTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void A_user_keeps_the_address_space_after_the_process_has_ended()
    {
        int free = kernel.FreePageCount;
        ulong address = mm.MapAnonymous(1);
        Assert.Equal(0, mm.Write(address, [7]));
        mm.Mmget();
        mm.Dispose();

        byte[] read = new byte[1];
        Assert.Equal(0, mm.CopyFromUser(read, address));
        Assert.Equal(7, read[0]);
        mm.Mmput();
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(0, mm.Users);
    }

    [Fact]
    public void A_grab_keeps_only_the_object_and_asking_says_that_the_address_space_is_gone()
    {
        mm.Mmgrab();
        Assert.True(mm.MmgetNotZero());
        mm.Mmput();
        mm.Dispose();

        Assert.False(mm.MmgetNotZero());
        Assert.Throws<KernelBugException>(() => mm.Mmget());
        Assert.Contains(
            "has no users left",
            Assert.Throws<KernelBugException>(() => mm.PinUserPagesFast(0x1000_0000, 1, FollFlags.Write, new Page[1])).Message);
        mm.Mmdrop();
        Assert.Contains("nobody keeps", Assert.Throws<KernelBugException>(() => mm.MmgetNotZero()).Message);
        Assert.Throws<KernelBugException>(() => mm.Mmgrab());
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Putting_what_was_grabbed_or_dropping_what_was_got_is_refused_with_the_right_release()
    {
        mm.Mmgrab();
        Assert.Contains("held as mm-grab, which Mmput does not release; use Mmdrop", Assert.Throws<KernelBugException>(() => mm.Mmput()).Message);
        mm.Mmdrop();
        mm.Mmget();
        Assert.Contains("held as mm-user, which Mmdrop does not release; use Mmput", Assert.Throws<KernelBugException>(() => mm.Mmdrop()).Message);
        mm.Mmput();
        Assert.Equal((1, 1), (mm.Users, mm.Grabs));
    }

    [Fact]
    public void Putting_more_often_than_getting_takes_the_process_its_own_address_space_when_only_warned()
    {
        using KernelMemory lenient = new(16, TestKernel.Warning);
        using MmStruct victim = lenient.CreateMm();
        victim.MapAnonymous(1);

        victim.Mmput();

        Assert.Single(lenient.Warnings);
        Assert.Empty(victim.Areas);
        Assert.Throws<KernelBugException>(() => victim.Mmput());
    }

    [Fact]
    public void The_last_put_in_atomic_context_is_warned_about_and_the_asynchronous_one_is_not()
    {
        mm.MapAnonymous(1);
        Spinlock spinlock = new(kernel);
        mm.Mmget();
        mm.Mmget();
        mm.Dispose();

        spinlock.SpinLock();
        mm.Mmput();
        Assert.Single(kernel.Warnings);
        mm.MmputAsync();
        spinlock.SpinUnlock();
        kernel.FlushScheduledWork();

        Assert.Empty(mm.Areas);
        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void A_user_that_is_not_dropped_is_a_leak()
    {
        mm.Mmget();
        mm.Mmgrab();

        Assert.Equal([ResourceKinds.MmUser, ResourceKinds.MmGrab], kernel.LeakReport().Held.Select(held => held.Kind));
        mm.Mmdrop();
        mm.Mmput();
    }

    [Fact]
    public void Asking_can_be_made_to_fail()
    {
        kernel.Injection.FailNext(nameof(MmStruct.MmgetNotZero));
        Assert.False(mm.MmgetNotZero());
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Threads_that_get_and_put_lose_nothing()
    {
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                if (mm.MmgetNotZero())
                {
                    mm.Mmput();
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(1, mm.Users);
        Assert.True(kernel.LeakReport().IsEmpty);
    }
}
