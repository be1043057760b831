namespace Acquit.Memory;

/// <summary>The kernel's error numbers. They are positive here, and returned negated: <c>return -Errno.EFAULT;</c>.</summary>
[Carries(CodeSorts.Errno, Use = nameof(VmFaultCodes.VmFaultToErrno))]
public static class Errno
{
    /// <summary>Operation not permitted.</summary>
    public const int EPERM = 1;

    /// <summary>No such entry.</summary>
    public const int ENOENT = 2;

    /// <summary>Interrupted by a signal.</summary>
    public const int EINTR = 4;

    /// <summary>Input or output error.</summary>
    public const int EIO = 5;

    /// <summary>No such device or address.</summary>
    public const int ENXIO = 6;

    /// <summary>Try again.</summary>
    public const int EAGAIN = 11;

    /// <summary>Out of memory.</summary>
    public const int ENOMEM = 12;

    /// <summary>Permission denied.</summary>
    public const int EACCES = 13;

    /// <summary>Bad address.</summary>
    public const int EFAULT = 14;

    /// <summary>Busy.</summary>
    public const int EBUSY = 16;

    /// <summary>Already there.</summary>
    public const int EEXIST = 17;

    /// <summary>No such device.</summary>
    public const int ENODEV = 19;

    /// <summary>Invalid argument.</summary>
    public const int EINVAL = 22;

    /// <summary>Not for this device.</summary>
    public const int ENOTTY = 25;

    /// <summary>No space left.</summary>
    public const int ENOSPC = 28;

    /// <summary>Too many links; inside the core: shared with another address space.</summary>
    public const int EMLINK = 31;

    /// <summary>Result out of range.</summary>
    public const int ERANGE = 34;

    /// <summary>Value too large.</summary>
    public const int EOVERFLOW = 75;

    /// <summary>Not supported.</summary>
    public const int EOPNOTSUPP = 95;

    /// <summary>No room for now.</summary>
    public const int ENOBUFS = 105;

    /// <summary>Timed out.</summary>
    public const int ETIMEDOUT = 110;

    /// <summary>Input or output error on a remote device.</summary>
    public const int EREMOTEIO = 121;

    /// <summary>The page's memory has failed.</summary>
    public const int EHWPOISON = 133;

    /// <summary>Restart the system call after the signal.</summary>
    public const int ERESTARTSYS = 512;
}
