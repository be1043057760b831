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
    [return: Acquires(ResourceKinds.PageRef, When = "return != null", ReleasedBy = nameof(PutPage))]
    [NotIn(ExecutionContexts.Atomic)]
    public Page? ShmemReadMappingPage(
        [Borrows] AddressSpace mapping, ulong index, out int error,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        CallSite site = new(nameof(ShmemReadMappingPage), member, file, line);
        MightSleep(site);
        if (Injection.Fails(site.Api, out error))
        {
            error = error == 0 ? -Errno.ENOMEM : error;
            return null;
        }

        error = mapping.Read(index, out Page? page);
        if (page is not null)
        {
            Ledger.Take(page, ResourceKinds.PageRef, site);
        }

        return page;
    }

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
        CallSite site = new(nameof(MappingSetUnevictable), member, file, line);
        Ledger.Give(mapping, UnevictableKind, site);
        mapping.IsUnevictable = true;
        Ledger.Take(mapping, ResourceKinds.Unevictable, site);
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
        Ledger.Give(mapping, UnevictableKind, new CallSite(nameof(MappingClearUnevictable), member, file, line));
        mapping.IsUnevictable = false;
    }
}
