using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] UnevictableKind = [ResourceKinds.Unevictable];

    /// <summary>Gets a page of a memory file, reading it in if need be (shmem_read_mapping_page).</summary>
    /// <remarks>
    /// The kernel answers with a pointer that is either a page or an encoded errno (ERR_PTR), and never null. Here the two are
    /// told apart: a page or null, and why there is none in <paramref name="error"/>.
    /// </remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="index">Which one, in pages.</param>
    /// <param name="error">0, or the negative errno: -EINVAL beyond the end of the file, -ENOMEM.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The page, unlocked, with one reference; null on an error.</returns>
    [return: Acquires(ResourceKinds.PageRef, When = "return != null && error == 0", ReleasedBy = nameof(PutPage))]
    [NotIn(ExecutionContexts.Atomic)]
    [return: LooksUp(nameof(mapping))]
    public Page? ShmemReadMappingPage(
        [Borrows] AddressSpace mapping, ulong index, out int error,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        return ReadShmem(mapping, index, out error, new CallSite(nameof(ShmemReadMappingPage), member, file, line));
    }

    /// <summary>Gets a page of a memory file, saying how a page for it is to be allocated (shmem_read_mapping_page_gfp).</summary>
    /// <remarks>Whatever the flags, it may sleep, and the page holds the file's bytes.</remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="index">Which one, in pages.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="error">0, or the negative errno: -EINVAL beyond the end of the file, -ENOMEM.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The page, unlocked, with one reference; null on an error.</returns>
    [return: Acquires(ResourceKinds.PageRef, When = "return != null && error == 0", ReleasedBy = nameof(PutPage))]
    [NotIn(ExecutionContexts.Atomic)]
    [return: LooksUp(nameof(mapping))]
    public Page? ShmemReadMappingPageGfp(
        [Borrows] AddressSpace mapping, ulong index, GfpFlags gfp, out int error,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        ReadShmem(mapping, index, out error, new CallSite(nameof(ShmemReadMappingPageGfp), member, file, line));

    /// <summary>Keeps the pages of a file from reclaim (mapping_set_unevictable).</summary>
    /// <remarks>A flag, not a count: two sets are undone by one clear.</remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    public void MappingSetUnevictable(
        [Acquires(ResourceKinds.Unevictable, ReleasedBy = nameof(MappingClearUnevictable))] AddressSpace mapping,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        SetUnevictable(mapping, new CallSite(nameof(MappingSetUnevictable), member, file, line));
    }

    /// <summary>Lets the pages of a file be reclaimed again (mapping_clear_unevictable).</summary>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    public void MappingClearUnevictable(
        [Releases(ResourceKinds.Unevictable)] AddressSpace mapping,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ClearUnevictable(mapping, new CallSite(nameof(MappingClearUnevictable), member, file, line));
    }

    /// <summary>
    /// Has pages looked at again that were found unevictable (check_move_unevictable_pages), after their file has become evictable.
    /// </summary>
    /// <remarks>
    /// The kernel sets such pages aside when reclaim meets them, and forgets them there unless this is called. Here reclaim asks the
    /// file each time, so nothing is set aside; the pages are checked, and counted.
    /// </remarks>
    /// <param name="pages">The pages; not null, not free.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many of them reclaim may take again.</returns>
    /// <exception cref="KernelBugException">A page is null or free.</exception>
    public int CheckMoveUnevictablePages(
        [Borrows] ReadOnlySpan<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(CheckMoveUnevictablePages), member, file, line);
        int evictable = 0;
        for (int i = 0; i < pages.Length; i++)
        {
            Page page = pages[i] ?? throw Bug($"{site.Api} was given no page at index {i}", null, site);
            evictable += CheckInUse(page, site).Mapping is { IsUnevictable: false } ? 1 : 0;
        }

        return evictable;
    }

    private Page? ReadShmem(AddressSpace mapping, ulong index, out int error, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ThrowIfDisposed();
        MightSleep(site);
        Page? page = ReadUnrecorded(mapping, index, out error, site);
        if (page is not null)
        {
            Ledger.Take(page, ResourceKinds.PageRef, site);
        }

        return page;
    }

    /// <summary>The page, with a reference that nobody is recorded for yet.</summary>
    private Page? ReadUnrecorded(AddressSpace mapping, ulong index, out int error, in CallSite site)
    {
        if (Injection.Fails(site, out error))
        {
            error = error == 0 ? -Errno.ENOMEM : error;
            return null;
        }

        error = mapping.Read(index, out Page? page);
        return page;
    }

    private void SetUnevictable(AddressSpace mapping, in CallSite site)
    {
        Ledger.Give(mapping, UnevictableKind, site);
        mapping.IsUnevictable = true;
        Ledger.Take(mapping, ResourceKinds.Unevictable, site);
    }

    private void ClearUnevictable(AddressSpace mapping, in CallSite site)
    {
        Ledger.Give(mapping, UnevictableKind, site);
        mapping.IsUnevictable = false;
    }
}
