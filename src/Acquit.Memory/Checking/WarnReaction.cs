namespace Acquit.Memory;

/// <summary>What happens when the kernel would have written a warning to its log (WARN).</summary>
public enum WarnReaction
{
    /// <summary>It is kept in <see cref="KernelMemory.Warnings"/> and raised by <see cref="KernelMemory.Warned"/>; the call goes on.</summary>
    Collect,

    /// <summary>It is raised by <see cref="KernelMemory.Warned"/> and not kept, as for a simulator that runs for days; the call goes on.</summary>
    Raise,

    /// <summary>
    /// It is kept and raised, and thrown as a <see cref="KernelWarningException"/> (panic_on_warn): the call ends where it was, and
    /// may be done in part.
    /// </summary>
    Throw,
}
