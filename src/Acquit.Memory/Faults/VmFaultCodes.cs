namespace Acquit.Memory;

/// <summary>Between errnos and fault codes. There are several tables, and they differ: use the one that belongs to the API.</summary>
/// <remarks>Pure functions; safe from any thread.</remarks>
public static class VmFaultCodes
{
    /// <summary>All bits that mean something.</summary>
    internal const VmFaultCode All = (VmFaultCode)0x7f7f;

    /// <summary>
    /// What the inserting calls of fault handlers answer for the errno of an insert: that somebody else was faster is as good as
    /// inserted. <see cref="KernelMemory.VmfInsertPage"/> has converted already; this is for a driver that inserts by other means.
    /// </summary>
    /// <param name="error">0 or a negative errno.</param>
    /// <returns>"No page" for 0 and -EBUSY, out of memory for -ENOMEM, else a bus error.</returns>
    [return: Carries(CodeSorts.FaultCode, When = "error == 0 && return == NoPage")]
    [return: Carries(CodeSorts.FaultCode, When = "error == -16 && return == NoPage")]
    [return: Carries(CodeSorts.FaultCode, When = "error == -12 && return == Oom")]
    [return: Carries(CodeSorts.FaultCode, When = "return == SigBus")]
    public static VmFaultCode VmfInsertError([Carries(CodeSorts.Errno)] int error) => error switch
    {
        0 or -Errno.EBUSY => VmFaultCode.NoPage,
        -Errno.ENOMEM => VmFaultCode.Oom,
        _ => VmFaultCode.SigBus,
    };

    /// <summary>A failure of the handler's own work as a fault code (vmf_error). Not for 0, which it turns into a failure too.</summary>
    /// <remarks>Up to 6.0 poisoned memory was a bus error like all others.</remarks>
    /// <param name="error">A negative errno.</param>
    /// <returns>Out of memory for -ENOMEM, poison for -EHWPOISON, else a bus error.</returns>
    [return: Carries(CodeSorts.FaultCode, When = "error == -12 && return == Oom")]
    [return: Carries(CodeSorts.FaultCode, When = "error == -133 && return == HwPoison")]
    [return: Carries(CodeSorts.FaultCode, When = "return == SigBus")]
    public static VmFaultCode VmfError([Carries(CodeSorts.Errno, When = "error < 0")] int error) => error switch
    {
        -Errno.ENOMEM => VmFaultCode.Oom,
        -Errno.EHWPOISON => VmFaultCode.HwPoison,
        _ => VmFaultCode.SigBus,
    };

    /// <summary>The outcome of a file system's page_mkwrite as a fault code (vmf_fs_error): 0 means that the page is locked.</summary>
    /// <param name="error">0 or a negative errno.</param>
    /// <returns>
    /// Locked for 0; "no page", which has the access come again, for -EFAULT and -EAGAIN; out of memory for -ENOMEM; else a bus error.
    /// </returns>
    [return: Carries(CodeSorts.FaultCode, When = "error == 0 && return == Locked")]
    [return: Carries(CodeSorts.FaultCode, When = "error == -14 && return == NoPage")]
    [return: Carries(CodeSorts.FaultCode, When = "error == -11 && return == NoPage")]
    [return: Carries(CodeSorts.FaultCode, When = "error == -12 && return == Oom")]
    [return: Carries(CodeSorts.FaultCode, When = "return == SigBus")]
    public static VmFaultCode VmfFsError([Carries(CodeSorts.Errno)] int error) => error switch
    {
        0 => VmFaultCode.Locked,
        -Errno.EFAULT or -Errno.EAGAIN => VmFaultCode.NoPage,
        -Errno.ENOMEM => VmFaultCode.Oom,
        _ => VmFaultCode.SigBus,
    };

    /// <summary>The older name of <see cref="VmfFsError"/> (block_page_mkwrite_return).</summary>
    /// <param name="error">0 or a negative errno.</param>
    /// <returns>As <see cref="VmfFsError"/>.</returns>
    [ReplacedBy(nameof(VmfFsError))]
    public static VmFaultCode BlockPageMkwriteReturn([Carries(CodeSorts.Errno)] int error) => VmfFsError(error);

    /// <summary>
    /// An example of a driver's own table (i915_error_to_vmf_fault): what is transient has the access come again, instead of
    /// killing the process.
    /// </summary>
    /// <remarks>The driver also warns of errnos it does not expect. Here that is its caller's to do.</remarks>
    /// <param name="error">0 or a negative errno.</param>
    /// <returns>
    /// "No page" for 0, -EAGAIN, -ENOSPC, -ENOBUFS, -ERESTARTSYS, -EINTR and -EBUSY; out of memory for -ENOMEM; else a bus error.
    /// </returns>
    public static VmFaultCode I915ErrorToVmfFault([Carries(CodeSorts.Errno)] int error) => error switch
    {
        0 or -Errno.EAGAIN or -Errno.ENOSPC or -Errno.ENOBUFS or -Errno.ERESTARTSYS or -Errno.EINTR or -Errno.EBUSY
            => VmFaultCode.NoPage,
        -Errno.ENOMEM => VmFaultCode.Oom,
        _ => VmFaultCode.SigBus,
    };

    /// <summary>A fault code as an errno (vm_fault_to_errno).</summary>
    /// <param name="code">The fault code.</param>
    /// <param name="foll">Whether the caller wants to know of poisoned memory (<see cref="FollFlags.HwPoison"/>).</param>
    /// <returns>
    /// -ENOMEM, -EHWPOISON if asked for, -EFAULT, or 0 when the code means no failure. "Retry" and "no page" are 0 as well.
    /// </returns>
    [return: Carries(CodeSorts.Errno, When = "code has Oom && return == -12")]
    [return: Carries(CodeSorts.Errno, When = "code has HwPoison && return == -14")]
    [return: Carries(CodeSorts.Errno, When = "code has HwPoisonLarge && return == -14")]
    [return: Carries(CodeSorts.Errno, When = "code has SigBus && return == -14")]
    [return: Carries(CodeSorts.Errno, When = "code has SigSegv && return == -14")]
    [return: Carries(CodeSorts.Errno, When = "return == 0")]
    public static int VmFaultToErrno(VmFaultCode code, FollFlags foll = FollFlags.None) =>
        (code & VmFaultCode.Oom) != 0 ? -Errno.ENOMEM
        : (code & (VmFaultCode.HwPoison | VmFaultCode.HwPoisonLarge)) != 0
            ? (foll & FollFlags.HwPoison) != 0 ? -Errno.EHWPOISON : -Errno.EFAULT
        : (code & (VmFaultCode.SigBus | VmFaultCode.SigSegv)) != 0 ? -Errno.EFAULT
        : 0;

    /// <summary>
    /// A fault code as the errno that following user pages uses inside (faultin_page): it tells a lock that was given back from a
    /// page that is there. No caller of the get and pin calls ever sees the last two.
    /// </summary>
    /// <param name="code">The fault code.</param>
    /// <param name="foll">As for <see cref="VmFaultToErrno"/>.</param>
    /// <returns>
    /// As <see cref="VmFaultToErrno"/>; -EAGAIN when the fault is done and the lock given back, -EBUSY when it has to be tried again.
    /// </returns>
    [return: Carries(CodeSorts.Errno)]
    public static int FaultinPageErrno(VmFaultCode code, FollFlags foll = FollFlags.None) =>
        (code & VmFaultCode.Completed) != 0 ? -Errno.EAGAIN
        : VmFaultToErrno(code, foll) is < 0 and int error ? error
        : (code & VmFaultCode.Retry) != 0 ? -Errno.EBUSY
        : 0;
}
