using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] AreaKinds =
        [ResourceKinds.Vmap, ResourceKinds.Vmalloc, ResourceKinds.VmMapRam, ResourceKinds.ShmemPinMap];

    /// <summary>Takes a mapping down that does not own its pages (vunmap).</summary>
    /// <remarks>
    /// Of a mapping that owns its pages the kernel loses every one, and the array; of allocated memory also the count in
    /// <see cref="NrVmallocPages"/>.
    /// </remarks>
    /// <param name="area">The mapping; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// This is an interrupt; or the mapping is gone, or is not one of <see cref="Vmap"/> without PutPages.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.Interrupt)]
    public void Vunmap(
        [Releases(ResourceKinds.Vmap, When = "area != null")] VmArea? area,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Vunmap), member, file, line);
        CheckMayUnmap(area, site);
        if (area is not null && EndMapping(area, VmapKind, site))
        {
            LosePages(area, site);
            Unmap(area, site);
        }
    }

    /// <summary>Takes the mapping down that begins at an address (vunmap).</summary>
    /// <param name="address">The address; 0 is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// As for <see cref="Vunmap"/>; or nothing is mapped there, or it is not the beginning. Within a page of the mapping, the kernel
    /// takes all of it down; within none, it warns and does nothing.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.Interrupt)]
    public void VunmapAddress(
        [Releases(ResourceKinds.Vmap, When = "address != 0")] ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VunmapAddress), member, file, line);
        VmArea? area = AreaToRelease(address, site);
        CheckMayUnmap(area, site);
        if (area is not null && EndMapping(area, VmapKind, site))
        {
            LosePages(area, site);
            Unmap(area, site);
        }
    }

    /// <summary>
    /// Takes a mapping down and drops one reference to each of its pages (vunmap_put_pages): proposed, and not needed, because
    /// <see cref="Vfree"/> does it for mappings with <see cref="VmapFlags.PutPages"/>.
    /// </summary>
    /// <param name="area">The mapping; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">This is an interrupt; or the mapping is gone, or does not own its pages.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.Interrupt)]
    [ReplacedBy(nameof(Vfree))]
    public void VunmapPutPages(
        [Releases(ResourceKinds.Vmalloc, When = "area != null")] VmArea? area,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VunmapPutPages), member, file, line);
        CheckMayUnmap(area, site);
        if (area is not null && EndMapping(area, VmallocKind, site))
        {
            FreeMapping(area, site);
        }
    }

    /// <summary>Unmaps lazily: the addresses, and what can be seen through them, wait for a purge.</summary>
    private void Unmap(VmArea area, in CallSite site)
    {
        CountAliases(area.Pages, -1);
        if (vmallocRange.Retire(area))
        {
            PurgeIfPossible(site);
        }
    }

    private void CheckMayUnmap(VmArea? area, in CallSite site)
    {
        ThrowIfDisposed();
        if (KernelThread.Current.IsIn(ExecutionContexts.Interrupt))
        {
            throw Bug($"{site.Api} was called in an interrupt", area, site);
        }

        MightSleep(site);
    }

    /// <summary>Everything that makes a release a wrong one. Nothing is unmapped yet.</summary>
    /// <returns>Whether the mapping was there, and ends here.</returns>
    private bool EndMapping(VmArea area, string[] kinds, in CallSite site)
    {
        ThrowIfDisposed();
        if (area.Kernel != this)
        {
            throw Bug($"{area} belongs to another kernel's memory", area, site);
        }

        if (!area.IsMapped)
        {
            return IsGone(area, site);
        }

        if (area.IsRam != (kinds == VmMapRamKind))
        {
            // These are two sets of books: what stands in one is not found in the other.
            Misuse(WrongRelease(area, site), area, site);
            return false;
        }

        if (!Ledger.Give(area, kinds, site))
        {
            Misuse(WrongRelease(area, site), area, site);
            Ledger.Give(area, AreaKinds, site);
        }

        return area.TryEnd() || IsGone(area, site);
    }

    private bool IsGone(VmArea area, in CallSite site)
    {
        Misuse($"{area} is gone; {site.Api} was called for it again", area, site);
        return false;
    }

    /// <summary>Only with warnings instead of exceptions: the pages are lost, as in the kernel, and the report shows them.</summary>
    private void LosePages(VmArea area, in CallSite site)
    {
        if (area.OwnsPages)
        {
            foreach (Page page in area.Pages)
            {
                Ledger.Take(page.Head, ResourceKinds.PageRef, site);
            }
        }
    }

    /// <returns>The mapping to release; null for nothing.</returns>
    private VmArea? AreaToRelease(ulong address, in CallSite site)
    {
        ThrowIfDisposed();
        if (address == 0)
        {
            return null;
        }

        int page = PageOf(address);
        VmArea? area = page < 0 ? null : vmallocRange.Find(page);
        if (area is null)
        {
            Misuse($"Nothing is mapped at {address:x}, which {site.Api} was given", page < 0 ? null : vmallocRange.FindRetired(page), site);
            return null;
        }

        if (address != area.Address)
        {
            Misuse($"{site.Api} was given {address:x}, which lies {address - area.Address} bytes inside {area}", area, site);
            return (address & ~Page.Mask) == 0 ? area : null;
        }

        return area;
    }
}
