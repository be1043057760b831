namespace Acquit.Memory;

/// <summary>A walk of page tables while it goes on (mm_walk). Belongs to the thread that walks.</summary>
public ref struct MmWalk
{
    internal MmWalk(KernelMemory kernel, MmWalkOps ops, object? privateData, in CallSite site)
    {
        Kernel = kernel;
        Ops = ops;
        Private = privateData;
        Site = site;
    }

    /// <summary>What is called on the way.</summary>
    public MmWalkOps Ops { get; }

    /// <summary>The address space; in the walk of a file it changes from area to area.</summary>
    public MmStruct Mm { get; internal set; } = null!;

    /// <summary>The area that is walked (vma); null between areas, and in a walk that knows of none.</summary>
    public VmAreaStruct? Area { get; internal set; }

    /// <summary>Whether the walk knows of no areas (no_vma).</summary>
    public bool NoArea { get; internal init; }

    /// <summary>What comes next, after an entry of a pud or a pmd.</summary>
    public PageWalkAction Action { get; set; }

    /// <summary>The caller's own (private).</summary>
    public object? Private { get; }

    internal KernelMemory Kernel { get; }

    internal CallSite Site { get; }

    /// <summary>What the dirty helpers carry along.</summary>
    internal DirtyRecord Record;
}
