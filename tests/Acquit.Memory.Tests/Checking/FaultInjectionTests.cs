using Xunit;

namespace Acquit.Memory.Tests.Checking;

public class FaultInjectionTests
{
    [Theory]
    [InlineData("PinUserPageFast", nameof(MmStruct.PinUserPagesFast))]
    [InlineData("alocpage", nameof(KernelMemory.AllocPage))]
    [InlineData("gup_fsat", MmStruct.FastHalf)]
    public void A_name_that_cannot_fail_is_refused_with_the_nearest_that_can(string name, string nearest)
    {
        using KernelMemory kernel = new(32);

        Assert.Contains($"'{nearest}'", Assert.Throws<ArgumentException>(() => kernel.Injection.FailNext(name)).Message);
        Assert.Throws<ArgumentException>(() => kernel.Injection.FailNth(name, 2));
        Assert.Throws<ArgumentException>(() => kernel.Injection.PartialNext(name, 1));
        Assert.False(kernel.Injection.IsPending);
    }

    [Fact]
    public void A_member_that_returns_nothing_is_refused()
    {
        using KernelMemory kernel = new(32);

        Assert.Throws<ArgumentException>(() => kernel.Injection.FailNext(nameof(KernelMemory.Vunmap)));
    }

    [Fact]
    public void The_nth_call_fails_once()
    {
        using KernelMemory kernel = new(32);
        kernel.Injection.FailNth(nameof(KernelMemory.AllocPage), 3);

        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(_ => kernel.AllocPage(GfpFlags.Kernel) is not null));
        Assert.False(kernel.Injection.IsPending);
    }

    [Fact]
    public void A_call_succeeds_in_part_with_the_count_asked_for()
    {
        using KernelMemory kernel = new(32);
        using MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(4);
        Page[] pages = new Page[4];
        kernel.Injection.PartialNext(nameof(MmStruct.PinUserPagesFast), 2);

        Assert.Equal(2, mm.PinUserPagesFast(address, 4, FollFlags.Write, pages));
        Assert.Null(pages[2]);
        Assert.Equal(2, kernel.LeakReport().Held.Count);
        mm.UnpinUserPages(pages, 2);
        Assert.Equal(4, mm.PinUserPagesFast(address, 4, FollFlags.Write, pages));
        mm.UnpinUserPages(pages, 4);
    }

    [Fact]
    public void A_failing_call_answers_the_errno_asked_for()
    {
        using KernelMemory kernel = new(32);
        using MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(1);
        kernel.Injection.FailNext(nameof(MmStruct.GetUserPagesFast), -Errno.EAGAIN);
        kernel.Injection.FailNext(nameof(MmStruct.PinUserPagesFast));
        kernel.Injection.FailNext(nameof(MmStruct.CopyToUser));

        Assert.Equal(-Errno.EAGAIN, mm.GetUserPagesFast(address, 1, FollFlags.None, new Page[1]));
        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(address, 1, FollFlags.None, new Page[1]));
        Assert.Equal(3, mm.CopyToUser(address, new byte[3]));
    }

    [Fact]
    public void Forgotten_failures_do_not_happen()
    {
        using KernelMemory kernel = new(32);
        kernel.Injection.FailNext(nameof(KernelMemory.AllocPage));
        kernel.Injection.FailNthOfAny(1);
        Assert.True(kernel.Injection.IsPending);

        kernel.Injection.Clear();

        Assert.NotNull(kernel.AllocPage(GfpFlags.Kernel));
    }

    [Fact]
    public void Failing_each_call_in_turn_visits_every_error_path()
    {
        using KernelMemory kernel = new(32);
        HashSet<int> outcomes = [];
        for (int nth = 1; ; nth++)
        {
            kernel.Injection.FailNthOfAny(nth);
            outcomes.Add(MapTwoPages(kernel));
            Assert.True(kernel.LeakReport().IsEmpty, kernel.LeakReport().ToString());
            if (kernel.Injection.IsPending)
            {
                kernel.Injection.Clear();
                break;
            }
        }

        Assert.Equal([0, 1, 2, 3], outcomes.Order());
    }

    /// <summary>Answers which step failed, or 0.</summary>
    private static int MapTwoPages(KernelMemory kernel)
    {
        Page? first = kernel.AllocPage(GfpFlags.Kernel);
        if (first is null)
        {
            return 1;
        }

        Page? second = kernel.AllocPage(GfpFlags.Kernel);
        if (second is null)
        {
            kernel.FreePage(first);
            return 2;
        }

        VmArea? area = kernel.Vmap([first, second], VmapFlags.PutPages);
        if (area is null)
        {
            kernel.FreePage(first);
            kernel.FreePage(second);
            return 3;
        }

        kernel.Vfree(area);
        return 0;
    }
}
