using System.Diagnostics;

namespace Acquit.Memory;

/// <summary>One lock was taken while another was held: from then on, that is their order.</summary>
/// <param name="Outer">The class of the lock that was held.</param>
/// <param name="OuterAt">The call that had taken it.</param>
/// <param name="Inner">The class of the lock that was taken inside it.</param>
/// <param name="InnerAt">The call that took it.</param>
public sealed record LockOrderStep(string Outer, CallSite OuterAt, string Inner, CallSite InnerAt)
{
    /// <summary>The stack of the inner call; null unless <see cref="KernelMemoryOptions.RecordStacks"/>.</summary>
    public StackTrace? Stack { get; init; }

    /// <summary>The step in words.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{Inner} was taken by {InnerAt} while {Outer} was held, taken by {OuterAt}" + (Stack is null ? "" : $"\n{Stack}");
}
