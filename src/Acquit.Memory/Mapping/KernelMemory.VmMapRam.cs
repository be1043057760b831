using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] VmMapRamKind = [ResourceKinds.VmMapRam];

    /// <summary>Maps pages as one range of kernel memory for a short time (vm_map_ram). The caller keeps its pages.</summary>
    /// <param name="pages">The pages, which must outlive the mapping.</param>
    /// <param name="node">Where the records of the mapping should be; without meaning here. -1 is anywhere.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; null for no pages, a virtual range without room, and, with a warning, for an entry that is null.</returns>
    /// <exception cref="KernelBugException">A page is free.</exception>
    [return: Acquires(ResourceKinds.VmMapRam, When = "return != null", ReleasedBy = nameof(VmUnmapRam))]
    [NotIn(ExecutionContexts.Atomic)]
    [MayRun(ExecutionContexts.VmapPurge)]
    public VmArea? VmMapRam(
        ReadOnlySpan<Page> pages, int node = -1,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmMapRam), member, file, line);
        ThrowIfDisposed();
        MightSleep(site);
        if (pages.Length is 0 or > MaxMappingPages || Injection.Fails(site, out _))
        {
            return null;
        }

        VmArea? area = MapPages(pages, VmAreaKind.Ram, VmapFlags.None, site);
        if (area is not null)
        {
            Ledger.Take(area, ResourceKinds.VmMapRam, site);
        }

        return area;
    }

    /// <summary>Takes a mapping of <see cref="VmMapRam"/> down (vm_unmap_ram): all of it, or nothing.</summary>
    /// <param name="area">The mapping; not null.</param>
    /// <param name="count">The number of pages it was made of.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// There is no mapping, it is gone or of another kind, or it has another number of pages.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    public void VmUnmapRam(
        [Releases(ResourceKinds.VmMapRam)] VmArea area, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmUnmapRam), member, file, line);
        UnmapRam(area ?? throw Bug($"{site.Api} was given nothing to unmap", null, site), count, site);
    }

    /// <summary>Takes the mapping of <see cref="VmMapRam"/> down that begins at an address (vm_unmap_ram).</summary>
    /// <param name="address">The address; not 0.</param>
    /// <param name="count">The number of pages it was made of.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// As for <see cref="VmUnmapRam"/>; or the address lies outside the range, or is not the beginning of a mapping.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    public void VmUnmapRamAddress(
        [Releases(ResourceKinds.VmMapRam)] ulong address, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ThrowIfDisposed();
        CallSite site = new(nameof(VmUnmapRamAddress), member, file, line);
        if (AreaOf(address) is not { } area || area.Address != address)
        {
            throw Bug($"No mapping begins at {address:x}, which {site.Api} was given", AreaOf(address), site);
        }

        UnmapRam(area, count, site);
    }

    private void UnmapRam(VmArea area, int count, in CallSite site)
    {
        ThrowIfDisposed();
        MightSleep(site);
        if (area.IsMapped && area.IsRam && count != area.PageCount)
        {
            throw Bug($"{area} cannot be unmapped in part, and {site.Api} was given {count}", area, site);
        }

        if (EndMapping(area, VmMapRamKind, site))
        {
            Unmap(area, site);
        }
    }
}
