namespace Acquit.Memory;

/// <summary>The contexts that the contracts of this layer speak of.</summary>
public static class ExecutionContexts
{
    /// <summary>Inside a page-fault handler: the mmap lock is held for reading by the core.</summary>
    public const string PageFault = "page-fault";

    /// <summary>Inside a file's mmap operation: the mmap lock is held for writing by the core.</summary>
    public const string Mmap = "mmap";

    /// <summary>Sleeping is not allowed.</summary>
    public const string Atomic = "atomic";

    /// <summary>Inside an interrupt handler, which is atomic as well.</summary>
    public const string Interrupt = "interrupt";

    /// <summary>Inside the handler of an interrupt that cannot be held off, which is atomic and an interrupt as well.</summary>
    public const string Nmi = "nmi";

    /// <summary>Inside a callback that is asked for room in the virtual range: the chain it stands on is held.</summary>
    public const string VmapPurge = "vmap-purge";

    /// <summary>Inside a callback of a walk of an address space: whoever walks holds the mmap lock.</summary>
    public const string PageWalk = "page-walk";

    /// <summary>Inside a callback of a walk of a file: whoever walks holds the i_mmap lock, and nobody the mmap locks.</summary>
    public const string MappingWalk = "mapping-walk";

    /// <summary>Inside a callback that is told of changes to an address space: page locks may be held by who makes them.</summary>
    public const string MmuNotifier = "mmu-notifier";

    /// <summary>Whether code in one context is by that in another one, too.</summary>
    internal static bool Implies(string context, string other) =>
        context == other
        || (context == Nmi && other is Interrupt or Atomic)
        || (context == Interrupt && other == Atomic);
}
