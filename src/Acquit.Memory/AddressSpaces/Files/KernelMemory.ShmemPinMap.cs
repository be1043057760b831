using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] ShmemPinMapKind = [ResourceKinds.ShmemPinMap];

    /// <summary>Maps all of a memory file as one piece and keeps it from reclaim (shmem_pin_map).</summary>
    /// <remarks>The mapping owns a reference to each page, so the file may be disposed before it is unmapped.</remarks>
    /// <param name="shmem">The file.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; null, with everything undone, when a page, the array of pages or the mapping cannot be had.</returns>
    [return: Acquires(ResourceKinds.ShmemPinMap, When = "return != null", ReleasedBy = nameof(ShmemUnpinMap))]
    [NotIn(ExecutionContexts.Atomic)]
    [MayRun(ExecutionContexts.VmapPurge)]
    public VmArea? ShmemPinMap(
        [Borrows] ShmemFile shmem,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(shmem);
        ThrowIfDisposed();
        CallSite site = new(nameof(ShmemPinMap), member, file, line);
        MightSleep(site);
        AddressSpace mapping = shmem.Mapping;
        if (mapping.PageCount > (ulong)Math.Min(TotalPages, MaxMappingPages) || Injection.Fails(site, out _))
        {
            return null;
        }

        Page[] pages = new Page[mapping.PageCount];
        int held = 0;
        VmArea? area = null;
        try
        {
            CallSite reading = site with { Api = nameof(ShmemReadMappingPage) };
            while (held < pages.Length && ReadUnrecorded(mapping, (ulong)held, out _, reading) is { } page)
            {
                pages[held++] = page;
            }

            if (held > 0 && held == pages.Length && !Injection.Fails(site with { Api = nameof(Vmap) }, out _))
            {
                area = MapPages(pages, VmAreaKind.PutPages, VmapFlags.PutPages, site);
            }
        }
        finally
        {
            if (area is null)
            {
                DropAll(pages.AsSpan(0, held), site);
            }
        }

        if (area is not null)
        {
            Ledger.Take(area, ResourceKinds.ShmemPinMap, site);
            SetUnevictable(mapping, site);
        }

        return area;
    }

    /// <summary>Unmaps a memory file, drops its pages, and lets them be reclaimed again (shmem_unpin_map).</summary>
    /// <remarks>Keeping from reclaim is a flag and not a count: it ends for every other mapping of the same file, too.</remarks>
    /// <param name="shmem">The file.</param>
    /// <param name="area">The mapping.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The mapping is gone, or not one of <see cref="ShmemPinMap"/>.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    public void ShmemUnpinMap(
        [Borrows] ShmemFile shmem, [Releases(ResourceKinds.ShmemPinMap)] VmArea area,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(shmem);
        ArgumentNullException.ThrowIfNull(area);
        CallSite site = new(nameof(ShmemUnpinMap), member, file, line);
        MightSleep(site);
        if (EndMapping(area, ShmemPinMapKind, site))
        {
            ClearUnevictable(shmem.Mapping, site);
            FreeMapping(area, site);
        }
    }
}
