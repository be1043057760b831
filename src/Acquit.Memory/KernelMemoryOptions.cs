namespace Acquit.Memory;

/// <summary>How a <see cref="KernelMemory"/> is made.</summary>
public sealed record KernelMemoryOptions
{
    /// <summary>What the page frames are made of.</summary>
    public MemoryBacking Backing { get; init; } = MemoryBacking.Automatic;

    /// <summary>Whether every acquire and release is recorded and checked. Off, only the kernel's own checks remain.</summary>
    public bool Checking { get; init; } = true;

    /// <summary>
    /// Whether the whole stack is recorded with every acquire, and not only the call: messages and reports then say how that
    /// place was reached. Slow; only with <see cref="Checking"/>.
    /// </summary>
    public bool RecordStacks { get; init; }

    /// <summary>What happens on misuse that checking finds.</summary>
    public MisuseReaction OnMisuse { get; init; } = MisuseReaction.Throw;

    /// <summary>What happens when the kernel would have written a warning to its log.</summary>
    public WarnReaction OnWarn { get; init; } = WarnReaction.Collect;

    /// <summary>What happens when the kernel would not survive.</summary>
    public BugReaction OnBug { get; init; } = BugReaction.Throw;

    /// <summary>The size of the virtual range for kernel mappings, in pages; 0 for four times the number of page frames.</summary>
    public int VmallocPages { get; init; }

    /// <summary>Whether freed pages are overwritten with a pattern, so that late readers see it.</summary>
    public bool PoisonFreedPages { get; init; } = true;

    /// <summary>
    /// The number of page frames after those of the allocator that are a device's memory: nobody's until a driver maps them with
    /// <see cref="KernelMemory.MemremapPages"/>.
    /// </summary>
    public int DevicePages { get; init; }

    /// <summary>
    /// Whether pages of anonymous memory and of memory files lie where nothing may stay for long (ZONE_MOVABLE), as pages that
    /// were allocated with <see cref="GfpFlags.Movable"/> do: a long-term pin moves them away first.
    /// </summary>
    public bool MovableUserPages { get; init; }
}
