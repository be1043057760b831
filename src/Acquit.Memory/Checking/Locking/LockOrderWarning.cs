namespace Acquit.Memory;

/// <summary>Locks were taken in an order that contradicts one seen before: two threads that do both wait for each other for ever.</summary>
/// <remarks>The contradiction is found although nobody waited, and each is reported once.</remarks>
/// <param name="Message">What is wrong.</param>
/// <param name="Now">What this call does.</param>
/// <param name="Before">What was seen before, from the lock that is taken now to the one that is held.</param>
public sealed record LockOrderWarning(string Message, LockOrderStep Now, IReadOnlyList<LockOrderStep> Before)
    : KernelWarning(Message, Now.InnerAt)
{
    /// <summary>The warning in words.</summary>
    /// <returns>The message.</returns>
    public override string ToString() => Message;
}
