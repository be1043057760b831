namespace Acquit.Memory;

/// <summary>Between errnos and fault codes. There are several tables, and they differ: use the one that belongs to the API.</summary>
public static class VmFaultCodes
{
    internal const VmFaultCode All = (VmFaultCode)0x7f77;

    /// <summary>A failure of the handler's own work as a fault code (vmf_error). Not for 0, which it turns into a failure too.</summary>
    /// <param name="error">A negative errno.</param>
    /// <returns>Out of memory for -ENOMEM, poison for -EHWPOISON, else a bus error.</returns>
    public static VmFaultCode VmfError(int error) => error switch
    {
        -Errno.ENOMEM => VmFaultCode.Oom,
        -Errno.EHWPOISON => VmFaultCode.HwPoison,
        _ => VmFaultCode.SigBus,
    };

    /// <summary>A fault code as an errno (vm_fault_to_errno).</summary>
    /// <param name="code">The fault code.</param>
    /// <returns>-ENOMEM, -EFAULT, or 0 when the code means no failure.</returns>
    public static int VmFaultToErrno(VmFaultCode code) =>
        (code & VmFaultCode.Oom) != 0 ? -Errno.ENOMEM
        : (code & (VmFaultCode.SigBus | VmFaultCode.SigSegv | VmFaultCode.HwPoison | VmFaultCode.HwPoisonLarge)) != 0 ? -Errno.EFAULT
        : 0;

    /// <summary>The table of the inserting calls: being there already is as good as inserted.</summary>
    internal static VmFaultCode FromInsert(int error) => error switch
    {
        0 or -Errno.EBUSY => VmFaultCode.NoPage,
        -Errno.ENOMEM => VmFaultCode.Oom,
        _ => VmFaultCode.SigBus,
    };
}
