using System.Diagnostics;

namespace Acquit.Memory;

/// <summary>What the kernel would have written to its log (WARN) before it went on.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="CallSite">The call it is about.</param>
public record KernelWarning(string Message, CallSite CallSite)
{
    /// <summary>How the call was reached; null unless <see cref="KernelMemoryOptions.RecordStacks"/>.</summary>
    public StackTrace? Stack { get; init; }

    /// <summary>The warning in words.</summary>
    /// <returns>The message.</returns>
    public override string ToString() => Message;
}
