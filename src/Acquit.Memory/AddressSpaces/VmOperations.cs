namespace Acquit.Memory;

/// <summary>What a driver does about an area (vm_operations_struct). An area without operations is anonymous memory.</summary>
public sealed class VmOperations
{
    /// <summary>The area was duplicated, by a split. Runs with the mmap lock held for writing.</summary>
    public Action<VmAreaStruct>? Open { get; init; }

    /// <summary>The area goes away. Runs with the mmap lock held for writing.</summary>
    public Action<VmAreaStruct>? Close { get; init; }

    /// <summary>
    /// A page that is not mapped was touched. Answers 0 with <see cref="VmFault.Page"/> set, carrying one reference that the
    /// core then owns; or <see cref="VmFaultCode.NoPage"/> after inserting it itself; or an error. Runs with the mmap lock held
    /// for reading.
    /// </summary>
    [RunsIn(ExecutionContexts.PageFault)]
    public Func<VmFault, VmFaultCode>? Fault { get; init; }

    /// <summary>
    /// A read-only page of a shared writable area is about to be written (page_mkwrite). Answers 0, or
    /// <see cref="VmFaultCode.Locked"/> with the page locked, to allow it. Runs with the mmap lock held for reading.
    /// </summary>
    [RunsIn(ExecutionContexts.PageFault)]
    public Func<VmFault, VmFaultCode>? PageMkwrite { get; init; }

    /// <summary>Whether the driver wants to be told before a page is written (vm_ops_needs_writenotify).</summary>
    internal bool TracksWrites => PageMkwrite is not null;
}
