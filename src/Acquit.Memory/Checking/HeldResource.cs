namespace Acquit.Memory;

/// <summary>One resource that somebody holds.</summary>
public sealed class HeldResource
{
    internal HeldResource(string kind, ResourceHistory history, CallSite acquired, long sequence)
    {
        Kind = kind;
        History = history;
        AcquiredAt = acquired;
        Sequence = sequence;
        ThreadId = Environment.CurrentManagedThreadId;
    }

    /// <summary>The kind, one of <see cref="ResourceKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>What is held, in words: <c>page 0x1f</c>.</summary>
    public string Resource => History.Name;

    /// <summary>The call that acquired it.</summary>
    public CallSite AcquiredAt { get; }

    /// <summary>The managed id of the thread that acquired it.</summary>
    public int ThreadId { get; }

    /// <summary>Rises with every acquire, across all resources.</summary>
    internal long Sequence { get; }

    internal ResourceHistory History { get; }

    /// <summary>The hold in words.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Kind} on {Resource}, acquired by {AcquiredAt}";
}
