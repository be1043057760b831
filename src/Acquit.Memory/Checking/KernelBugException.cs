namespace Acquit.Memory;

/// <summary>The kernel would have stopped here (BUG), or the memory API was misused and checking says so instead of going on.</summary>
/// <remarks>The message says what was held, by whom, acquired where and released where. The call that throws has changed nothing.</remarks>
public sealed class KernelBugException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public KernelBugException(string message)
        : base(message) => Held = [];

    internal KernelBugException(string message, CallSite site, IReadOnlyList<HeldResource> held)
        : base(message)
    {
        CallSite = site;
        Held = held;
    }

    /// <summary>The call that was refused.</summary>
    public CallSite CallSite { get; }

    /// <summary>What was held on the resource at that time.</summary>
    public IReadOnlyList<HeldResource> Held { get; }
}
