using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>The tables between errnos and fault codes differ from each other, and are the kernel's.</summary>
public sealed class ConversionFidelityTests
{
    [Theory]
    [InlineData(0, VmFaultCode.NoPage, VmFaultCode.SigBus, VmFaultCode.Locked, VmFaultCode.NoPage)]
    [InlineData(-Errno.EBUSY, VmFaultCode.NoPage, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.NoPage)]
    [InlineData(-Errno.ENOMEM, VmFaultCode.Oom, VmFaultCode.Oom, VmFaultCode.Oom, VmFaultCode.Oom)]
    [InlineData(-Errno.EAGAIN, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.NoPage, VmFaultCode.NoPage)]
    [InlineData(-Errno.EFAULT, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.NoPage, VmFaultCode.SigBus)]
    [InlineData(-Errno.EHWPOISON, VmFaultCode.SigBus, VmFaultCode.HwPoison, VmFaultCode.SigBus, VmFaultCode.SigBus)]
    [InlineData(-Errno.EINTR, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.NoPage)]
    [InlineData(-Errno.ERESTARTSYS, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.NoPage)]
    [InlineData(-Errno.ENOSPC, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.NoPage)]
    [InlineData(-Errno.ENOBUFS, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.NoPage)]
    [InlineData(-Errno.EIO, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus)]
    [InlineData(17, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus, VmFaultCode.SigBus)]
    public void Each_table_has_its_own_answer_for_an_errno(
        int error, VmFaultCode insert, VmFaultCode own, VmFaultCode fileSystem, VmFaultCode driver)
    {
        Assert.Equal(insert, VmFaultCodes.VmfInsertError(error));
        Assert.Equal(own, VmFaultCodes.VmfError(error));
        Assert.Equal(fileSystem, VmFaultCodes.VmfFsError(error));
        Assert.Equal(fileSystem, VmFaultCodes.BlockPageMkwriteReturn(error));
        Assert.Equal(driver, VmFaultCodes.I915ErrorToVmfFault(error));
    }

    [Theory]
    [InlineData(VmFaultCode.Oom | VmFaultCode.SigBus, FollFlags.None, -Errno.ENOMEM)]
    [InlineData(VmFaultCode.HwPoison, FollFlags.None, -Errno.EFAULT)]
    [InlineData(VmFaultCode.HwPoison, FollFlags.HwPoison, -Errno.EHWPOISON)]
    [InlineData(VmFaultCode.HwPoisonLarge, FollFlags.HwPoison, -Errno.EHWPOISON)]
    [InlineData(VmFaultCode.SigBus, FollFlags.HwPoison, -Errno.EFAULT)]
    [InlineData(VmFaultCode.SigSegv | VmFaultCode.Major, FollFlags.None, -Errno.EFAULT)]
    [InlineData(VmFaultCode.NoPage | VmFaultCode.Retry | VmFaultCode.Locked | VmFaultCode.Completed, FollFlags.None, 0)]
    public void Back_again_there_are_four_answers(VmFaultCode code, FollFlags foll, int expected) =>
        Assert.Equal(expected, VmFaultCodes.VmFaultToErrno(code, foll));

    [Theory]
    [InlineData(VmFaultCode.Retry, -Errno.EBUSY)]
    [InlineData(VmFaultCode.Completed, -Errno.EAGAIN)]
    [InlineData(VmFaultCode.Oom, -Errno.ENOMEM)]
    [InlineData(VmFaultCode.NoPage | VmFaultCode.Major, 0)]
    public void Following_pages_tells_a_dropped_lock_from_a_page_that_is_there(VmFaultCode code, int expected) =>
        Assert.Equal(expected, VmFaultCodes.FaultinPageErrno(code));

    [Fact]
    public void The_bits_are_the_kernels()
    {
        Assert.Equal(
            [0, 0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x100, 0x200, 0x400, 0x800, 0x873, 0x1000, 0x2000, 0x4000],
            Enum.GetValues<VmFaultCode>().Select(code => (int)code).Order());
        Assert.Equal(
            [0, 0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400],
            Enum.GetValues<FaultFlags>().Select(flags => (int)flags).Order());
    }

    [Fact]
    public void An_errno_that_is_read_as_a_fault_code_has_nearly_every_bit()
    {
        VmFaultCode read = unchecked((VmFaultCode)(-Errno.EINVAL));
        Assert.NotEqual(VmFaultCode.None, read & VmFaultCode.AnyError);
        Assert.NotEqual(VmFaultCode.None, read & VmFaultCode.Retry);
        Assert.NotEqual(VmFaultCode.None, read & VmFaultCode.Completed);
    }
}
