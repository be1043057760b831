using Xunit;

namespace Acquit.Memory.Tests.MmReferences;

public sealed class AccountingTests : IDisposable
{
    private readonly KernelMemory kernel = new(32);
    private readonly MmStruct mm;

    public AccountingTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Locked_pages_are_accounted_up_to_the_limit()
    {
        mm.RlimitMemlock = 10 * Page.Size;

        Assert.Equal(0, mm.AccountLockedVm(8, inc: true));
        Assert.Equal(-Errno.ENOMEM, mm.AccountLockedVm(3, inc: true));
        Assert.Equal(0, mm.AccountLockedVm(2, inc: true));
        Assert.Equal(10, mm.LockedVm);
        Assert.Equal(0, mm.AccountLockedVm(10, inc: false));
        Assert.Equal(0, mm.LockedVm);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Nothing_to_account_is_success_and_takes_no_lock()
    {
        mm.MmapReadLock();
        Assert.Equal(0, mm.AccountLockedVm(0, inc: true));
        Assert.Throws<KernelBugException>(() => mm.AccountLockedVm(1, inc: true));
        mm.MmapReadUnlock();
        Assert.Throws<ArgumentOutOfRangeException>(() => mm.AccountLockedVm(-1, inc: true));
        Assert.Equal(0, mm.LockedVm);
    }

    [Fact]
    public void Taking_back_too_much_is_warned_about_and_does_not_go_below_nothing()
    {
        Assert.Equal(0, mm.AccountLockedVm(4, inc: true));
        Assert.Equal(0, mm.AccountLockedVm(5, inc: false));

        Assert.Contains("takes 5 locked pages back", Assert.Single(kernel.Warnings).Message);
        Assert.Equal(0, mm.LockedVm);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Under_the_lock_the_other_form_is_used_and_may_go_over_the_limit()
    {
        mm.RlimitMemlock = 0;
        mm.MmapWriteLock();
        Assert.Equal(-Errno.ENOMEM, mm.AccountLockedVmUnderLock(1, inc: true, bypassLimit: false));
        Assert.Equal(0, mm.AccountLockedVmUnderLock(1, inc: true, bypassLimit: true));
        mm.MmapWriteUnlock();
        Assert.Empty(kernel.Warnings);
        mm.MmapReadLock();
        Assert.Equal(0, mm.AccountLockedVmUnderLock(1, inc: false, bypassLimit: true));
        mm.MmapReadUnlock();

        Assert.Contains("for writing", Assert.Single(kernel.Warnings).Message);
    }

    [Fact]
    public void What_stays_accounted_is_reported_with_its_number()
    {
        Assert.Equal(0, mm.AccountLockedVm(4, inc: true));
        Assert.Equal(0, mm.AccountLockedVm(1, inc: false));

        Assert.Equal(3, Assert.Single(kernel.LeakReport().Held).Count);
        Assert.StartsWith("3 locked-vm still held", kernel.LeakReport().ToString());
        Assert.Equal(0, mm.AccountLockedVm(3, inc: false));
    }

    [Fact]
    public void Pinned_pages_are_taken_back_as_added_not_as_pinned()
    {
        using MmStruct other = kernel.CreateMm();
        Assert.Equal(4, mm.AddPinnedVm(4));
        Assert.Throws<KernelBugException>(() => mm.SubPinnedVm(5));
        Assert.Throws<KernelBugException>(() => other.SubPinnedVm(4));
        Assert.Equal(4, mm.PinnedVm);
        mm.SubPinnedVm(1);
        mm.SubPinnedVm(3);

        Assert.Equal(0, mm.PinnedVm);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Accounting_can_be_made_to_fail()
    {
        kernel.Injection.FailNext(nameof(MmStruct.AccountLockedVm));
        Assert.Equal(-Errno.ENOMEM, mm.AccountLockedVm(1, inc: true));
        Assert.Equal(0, mm.LockedVm);
    }
}
