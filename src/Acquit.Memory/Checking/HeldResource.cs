using System.Diagnostics;

namespace Acquit.Memory;

/// <summary>One resource that somebody holds.</summary>
public sealed class HeldResource
{
    internal HeldResource(string kind, ResourceHistory history, CallSite acquired, long sequence, int count, StackTrace? stack)
    {
        Kind = kind;
        History = history;
        AcquiredAt = acquired;
        Sequence = sequence;
        Count = count;
        Stack = stack;
        ThreadId = Environment.CurrentManagedThreadId;
    }

    /// <summary>The kind, one of <see cref="ResourceKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>What is held, in words: <c>page 0x1f</c>.</summary>
    public string Resource => History.Name;

    /// <summary>How many of that kind; 1 except for what is merely counted.</summary>
    public int Count { get; internal set; }

    /// <summary>The call that acquired it.</summary>
    public CallSite AcquiredAt { get; }

    /// <summary>The call that gave it back; null as long as it is held.</summary>
    public CallSite? ReleasedAt { get; internal set; }

    /// <summary>How that call was reached; null unless <see cref="KernelMemoryOptions.RecordStacks"/>.</summary>
    public StackTrace? Stack { get; }

    /// <summary>The managed id of the thread that acquired it.</summary>
    public int ThreadId { get; }

    /// <summary>Rises with every acquire, across all resources.</summary>
    internal long Sequence { get; }

    internal ResourceHistory History { get; }

    /// <summary>The hold in words, with the stack when it was recorded.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{(Count == 1 ? "" : $"{Count} ")}{Kind} on {Resource}, acquired by {AcquiredAt}{(Stack is null ? "" : $"\n{Stack}")}";
}
