namespace Acquit.Memory;

/// <summary>A warning of the kernel, where <see cref="KernelMemoryOptions.OnWarn"/> says that it is thrown.</summary>
public sealed class KernelWarningException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="warning">The warning.</param>
    public KernelWarningException(KernelWarning warning)
        : base(warning?.Message) => Warning = warning ?? throw new ArgumentNullException(nameof(warning));

    /// <summary>The warning.</summary>
    public KernelWarning Warning { get; }
}
