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
}
