namespace Acquit.Memory;

/// <summary>What happens when the kernel would not survive (BUG). It never goes on.</summary>
public enum BugReaction
{
    /// <summary>The call throws a <see cref="KernelBugException"/>.</summary>
    Throw,

    /// <summary>The process ends at once, as the kernel would (panic_on_oops): what is left is a dump of the moment.</summary>
    EndProcess,
}
