using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] KmapKind = [ResourceKinds.Kmap];

    private readonly Dictionary<Page, KmapMapping> kmaps = [];

    /// <summary>Maps a page for every thread (kmap).</summary>
    /// <remarks>New code uses <see cref="KmapLocalPage"/>. A page may be mapped several times, and is unmapped as often.</remarks>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; never null. Any thread may use it, and unmap the page.</returns>
    /// <exception cref="KernelBugException">The page is free.</exception>
    [NotIn(ExecutionContexts.Atomic, Use = nameof(KmapLocalPage))]
    [return: SameAs("page", View = true)]
    public KmapMapping Kmap(
        [Acquires(ResourceKinds.Kmap, ReleasedBy = nameof(Kunmap))] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Kmap), member, file, line);
        MightSleep(site);
        CheckInUse(page, site);
        KmapMapping? mapping;
        lock (kmaps)
        {
            if (!kmaps.TryGetValue(page, out mapping))
            {
                mapping = new KmapMapping(this, page, ResourceKinds.Kmap, PageAddress(page), 0);
                kmaps.Add(page, mapping);
                page.AddAlias(1);
            }

            mapping.Uses++;
            Ledger.Take(mapping, ResourceKinds.Kmap, site);
        }

        return mapping;
    }

    /// <summary>Undoes one <see cref="Kmap"/> of a page (kunmap).</summary>
    /// <param name="page">The page, not the mapping.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is not mapped so.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    public void Kunmap(
        [Releases(ResourceKinds.Kmap)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(page);
        ThrowIfDisposed();
        CallSite site = new(nameof(Kunmap), member, file, line);
        MightSleep(site);
        lock (kmaps)
        {
            if (!kmaps.TryGetValue(page, out KmapMapping? mapping))
            {
                throw Bug($"{page} is not mapped by {nameof(Kmap)}, and {site.Api} was called for it", page.Head, site);
            }

            Ledger.Give(mapping, KmapKind, site);
            if (--mapping.Uses == 0)
            {
                kmaps.Remove(page);
                mapping.End();
                page.AddAlias(-1);
            }
        }
    }
}
