namespace Acquit.Memory;

/// <summary>What happens when a driver does what the kernel would not notice, but suffer from.</summary>
public enum MisuseReaction
{
    /// <summary>The call throws a <see cref="KernelBugException"/> and changes nothing.</summary>
    Throw,

    /// <summary>A <see cref="KernelWarning"/> is raised, and the call does what the kernel would do, as far as that is safe.</summary>
    Warn,
}
