namespace Acquit.Memory;

/// <summary>What a driver does about an area (vm_operations_struct). An area without operations is anonymous memory.</summary>
/// <remarks>
/// Those that handle faults run with the mmap lock held for reading, and may not take it, in either way, nor touch user memory of
/// the same process. The others run with it held for writing, and are not faults.
/// </remarks>
public sealed class VmOperations
{
    /// <summary>The area was duplicated, by a split, a move or a fork.</summary>
    public Action<VmAreaStruct>? Open { get; init; }

    /// <summary>The area goes away.</summary>
    public Action<VmAreaStruct>? Close { get; init; }

    /// <summary>
    /// The area is to be split at an address (may_split). Answers 0, or the negative errno that the process gets instead.
    /// </summary>
    public Func<VmAreaStruct, ulong, int>? MaySplit { get; init; }

    /// <summary>
    /// The area is the new place of one that was moved (mremap). Answers 0, or the negative errno with which it is moved back.
    /// </summary>
    public Func<VmAreaStruct, int>? Mremap { get; init; }

    /// <summary>
    /// The rights of a part of the area are to change (mprotect): its start, its end, the flags it will have. Answers 0, or the
    /// negative errno that the process gets instead.
    /// </summary>
    public Func<VmAreaStruct, ulong, ulong, VmFlags, int>? Mprotect { get; init; }

    /// <summary>
    /// A page that is not mapped was touched (fault). Answers 0 with <see cref="VmFault.Page"/> set, carrying one reference that the
    /// core then owns, or <see cref="VmFaultCode.Locked"/> with that page locked; <see cref="VmFaultCode.NoPage"/> after inserting
    /// it itself; <see cref="VmFaultCode.Retry"/> or <see cref="VmFaultCode.Completed"/> after giving the mmap lock back; or an error.
    /// May sleep.
    /// </summary>
    [RunsIn(ExecutionContexts.PageFault)]
    public Func<VmFault, VmFaultCode>? Fault { get; init; }

    /// <summary>
    /// A range that no page table covers yet was touched, or a huge entry that may not be written was written (huge_fault). The
    /// number is the order of the entry that is asked for: 18, then 9. Answers <see cref="VmFaultCode.NoPage"/> after inserting it,
    /// <see cref="VmFaultCode.Fallback"/> for smaller ones, or as <see cref="Fault"/>. Looks itself whether the entry would lie in the
    /// area. May sleep.
    /// </summary>
    [RunsIn(ExecutionContexts.PageFault)]
    public Func<VmFault, int, VmFaultCode>? HugeFault { get; init; }

    /// <summary>
    /// A page that is not mapped was read, and pages around it may be mapped with it (map_pages): the first and the last offset, in
    /// pages. Passes over whatever it would have to wait for. Answers 0, or <see cref="VmFaultCode.NoPage"/> when the page itself is
    /// mapped now. May not sleep.
    /// </summary>
    [RunsIn(ExecutionContexts.PageFault)]
    [RunsIn(ExecutionContexts.Atomic)]
    public Func<VmFault, ulong, ulong, VmFaultCode>? MapPages { get; init; }

    /// <summary>
    /// A read-only page of a shared writable area is about to be written (page_mkwrite); it is not locked. Answers 0, or
    /// <see cref="VmFaultCode.Locked"/> with the page locked, to allow it; <see cref="VmFaultCode.NoPage"/> to have the access come
    /// again; or an error. Cannot answer <see cref="VmFaultCode.Retry"/>: nobody would see it. May sleep.
    /// </summary>
    [RunsIn(ExecutionContexts.PageFault)]
    public Func<VmFault, VmFaultCode>? PageMkwrite { get; init; }

    /// <summary>
    /// A read-only bare frame of a shared writable area is about to be written (pfn_mkwrite). Answers as
    /// <see cref="PageMkwrite"/>, but there is no page to lock.
    /// </summary>
    [RunsIn(ExecutionContexts.PageFault)]
    public Func<VmFault, VmFaultCode>? PfnMkwrite { get; init; }

    /// <summary>Whether the driver wants to be told before a page is written (vm_ops_needs_writenotify).</summary>
    internal bool TracksWrites => PageMkwrite is not null || PfnMkwrite is not null;

    /// <summary>
    /// Memory without pages is read or written for a debugger (access). See <see cref="MmStruct.AccessProcessVm"/>.
    /// </summary>
    public VmAccess? Access { get; init; }
}
