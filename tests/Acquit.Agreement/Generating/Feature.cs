namespace Acquit.Agreement.Generating;

/// <summary>What programs are made of. The list is what the generator promises to write.</summary>
internal enum Feature
{
    Page, PageRef, TryPageRef, Vmap, Vmalloc, Kmalloc, Kvmalloc, KmapLocal, Pin, Get, BulkPages, MmGrab, MmUser, DmaMapping,
    Spinlock, Trylock, Mutex, InterruptibleMutex, RwSemaphore, MmapLock, PageLock, NeedsLock,
    BranchOnResult, OpaqueCondition, HeldConditionally, HeldByFlag, HeldByNull, GotoLadder, Loop, ReleasedOneByOne, PartialCount,
    Finally, Helper, HelperTwoDeep, ContextStruct, Fields, Handlers, Mistake,
}
