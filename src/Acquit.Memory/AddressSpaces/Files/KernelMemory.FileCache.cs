using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>Looking into the pages that a file has in memory.</remarks>
public sealed partial class KernelMemory
{
    /// <summary>Gets a page of a file if it is in memory (find_get_page). Nothing is read in, and nobody waits.</summary>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="index">Which one, in pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The page, unlocked, with one reference; null when it is not in memory. Never an error.</returns>
    [return: Acquires(ResourceKinds.PageRef, When = "return != null", ReleasedBy = nameof(PutPage))]
    [return: LooksUp(nameof(mapping))]
    public Page? FindGetPage(
        [Borrows] AddressSpace mapping, ulong index,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ThrowIfDisposed();
        CallSite site = new(nameof(FindGetPage), member, file, line);
        Page? page = Injection.Fails(site, out _) ? null : mapping.TryGetCached(index);
        if (page is not null)
        {
            Ledger.Take(page, ResourceKinds.PageRef, site);
        }

        return page;
    }

    /// <summary>Gets a page of a file and locks it, making it if it is not in memory (grab_cache_page).</summary>
    /// <remarks>
    /// The kernel leaves reading a new page in to the caller; here it holds what was last saved of it, or zeroes.
    /// </remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="index">Which one, in pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The page, locked, with one reference; null beyond the end of the file, and when there is no memory.</returns>
    [return: Acquires(ResourceKinds.PageRef, When = "return != null", ReleasedBy = nameof(PutPage))]
    [return: Acquires(ResourceKinds.PageLock, When = "return != null", ReleasedBy = nameof(UnlockPage))]
    [NotIn(ExecutionContexts.Atomic, Use = nameof(FindGetPage))]
    [NotIn(ExecutionContexts.MmuNotifier, Use = nameof(FindGetPage), Because = LockedByMover)]
    [return: LooksUp(nameof(mapping))]
    public Page? GrabCachePage(
        [Borrows] AddressSpace mapping, ulong index,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Page? page = ReadShmem(mapping, index, out _, new CallSite(nameof(GrabCachePage), member, file, line));
        if (page is not null)
        {
            LockPage(page, member, file, line);
        }

        return page;
    }
}
