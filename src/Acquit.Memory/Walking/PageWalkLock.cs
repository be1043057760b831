namespace Acquit.Memory;

/// <summary>How the mmap lock has to be held for a walk of an address space (page_walk_lock).</summary>
/// <remarks>
/// PGWALK_WRLOCK_VERIFY is <see cref="Write"/>: the two differ in the locks of single areas, which there are none of here.
/// </remarks>
public enum PageWalkLock
{
    /// <summary>For reading, at least (PGWALK_RDLOCK).</summary>
    Read = 0,

    /// <summary>For writing (PGWALK_WRLOCK).</summary>
    Write = 1,
}
