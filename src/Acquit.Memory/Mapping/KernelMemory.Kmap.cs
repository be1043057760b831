using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>How many short mappings a thread can have at once (KM_MAX_IDX).</summary>
    public const int MaxLocalMappings = 16;

    private static readonly string[] KmapKind = [ResourceKinds.KmapLocal];

    /// <summary>Maps a page for a short time, for this thread only (kmap_local_page).</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; never null. Unmap in the reverse order of mapping, on this thread.</returns>
    /// <exception cref="KernelBugException">The page is free, or the thread has sixteen mappings already.</exception>
    [return: Acquires(ResourceKinds.KmapLocal, ReleasedBy = nameof(KunmapLocal), Order = "lifo")]
    public KmapMapping KmapLocalPage(
        [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(KmapLocalPage), member, file, line);
        CheckInUse(page, site);
        List<KmapMapping> mappings = KernelThread.Current.Kmaps;
        mappings.RemoveAll(stale => stale.Kernel.disposed != 0);
        if (mappings.Count(mapped => mapped.Kernel == this) >= MaxLocalMappings)
        {
            throw Bug($"This thread has {MaxLocalMappings} short mappings, and cannot have more", page.Head, site);
        }

        KmapMapping mapping = new(this, page);
        mappings.Add(mapping);
        page.AddAlias(1);
        Ledger.Take(mapping, ResourceKinds.KmapLocal, site);
        return mapping;
    }

    /// <summary>Takes a short mapping down (kunmap_local). A wrong order is warned about.</summary>
    /// <param name="mapping">The mapping, not the page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The mapping is gone, or belongs to another thread.</exception>
    public void KunmapLocal(
        [Releases(ResourceKinds.KmapLocal)] KmapMapping mapping,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        CallSite site = new(nameof(KunmapLocal), member, file, line);
        if (!mapping.IsMapped)
        {
            throw Bug($"{mapping} is gone", mapping, site);
        }

        if (!mapping.IsMine)
        {
            throw Bug($"{mapping} belongs to another thread", mapping, site);
        }

        List<KmapMapping> mappings = KernelThread.Current.Kmaps;
        KmapMapping latest = mappings.FindLast(mapped => mapped.Kernel == this)!;
        if (latest != mapping)
        {
            Warn($"{mapping} is taken down before {latest}, which was made after it{Ledger.Describe(latest)} [{site}]", site);
        }

        mappings.Remove(mapping);
        mapping.End();
        mapping.Page.AddAlias(-1);
        Ledger.Give(mapping, KmapKind, site);
    }
}
