using System.Buffers;
using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>A span counts its bytes in an int.</summary>
    private const int MaxMappingPages = int.MaxValue / Page.Size;

    private static readonly string[] VmapKind = [ResourceKinds.Vmap];
    private static readonly string[] VmallocKind = [ResourceKinds.Vmalloc];

    /// <summary>Maps pages, in the order given, as one range of kernel memory (vmap). For mappings that stay for long.</summary>
    /// <remarks>
    /// With <see cref="VmapFlags.PutPages"/> one reference to each page moves to the mapping when it succeeds, and stays with the
    /// caller when it does not. Without it the caller keeps its pages, which must outlive the mapping. When the range has no room,
    /// callbacks run that may have pages reclaimed: pages must be held before, not only known.
    /// </remarks>
    /// <param name="pages">The pages; the same page may be there twice.</param>
    /// <param name="flags">How.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// The mapping; null for no pages, more pages than there are, a virtual range without room, and, with a warning, for an entry
    /// that is null and for <see cref="VmapFlags.FlushResetPerms"/>.
    /// </returns>
    /// <exception cref="KernelBugException">A page is free, or, with PutPages, there is no reference to move.</exception>
    [return: Acquires(ResourceKinds.Vmap, When = "return != null && flags lacks PutPages", ReleasedBy = nameof(Vunmap))]
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null && flags has PutPages", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic)]
    [MayRun(ExecutionContexts.VmapPurge)]
    public VmArea? Vmap(
        [Consumes(ResourceKinds.PageRef, When = "return != null && flags has PutPages")]
        [Consumes(ResourceKinds.Page, When = "return != null && flags has PutPages")]
        ReadOnlySpan<Page> pages,
        VmapFlags flags,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Vmap), member, file, line);
        return MapForCaller(pages, flags, site);
    }

    /// <summary>Maps memory that has no pages, by the numbers of its frames (vmap_pfn). No reference is taken or moved.</summary>
    /// <param name="pfns">The numbers: frames of a device that <see cref="MemremapPages"/> has not made pages of.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// The mapping; null for none, a virtual range without room, and, with a warning, for a frame that has a page, or that is not there.
    /// </returns>
    [return: Acquires(ResourceKinds.Vmap, When = "return != null", ReleasedBy = nameof(Vunmap))]
    [NotIn(ExecutionContexts.Atomic)]
    [MayRun(ExecutionContexts.VmapPurge)]
    public VmArea? VmapPfn(
        ReadOnlySpan<ulong> pfns,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmapPfn), member, file, line);
        ThrowIfDisposed();
        MightSleep(site);
        if (pfns.Length is 0 or > MaxMappingPages || Injection.Fails(site, out _))
        {
            return null;
        }

        Page[] numbered = new Page[pfns.Length];
        for (int i = 0; i < pfns.Length; i++)
        {
            bool exists = pfns[i] < (ulong)frames.Length;
            if (!exists || pfns[i] < (ulong)TotalPages || !frames[pfns[i]].IsFree)
            {
                string what = exists ? "has a page: Vmap is for those" : "is not there";
                Warn($"{site.Api} was given frame 0x{pfns[i]:x}, which {what} [{site}]", site);
                return null;
            }

            numbered[i] = frames[pfns[i]];
        }

        VmArea? area = MapPages(numbered, VmAreaKind.Frames, VmapFlags.None, site);
        if (area is not null)
        {
            Ledger.Take(area, ResourceKinds.Vmap, site);
        }

        return area;
    }

    private VmArea? MapForCaller(ReadOnlySpan<Page> pages, VmapFlags flags, in CallSite site)
    {
        ThrowIfDisposed();
        MightSleep(site);
        if ((flags & VmapFlags.FlushResetPerms) != 0)
        {
            Warn($"{site.Api} cannot reset the permissions of pages it does not allocate [{site}]", site);
            return null;
        }

        if ((flags & VmapFlags.NoGuard) != 0)
        {
            Warn($"{site.Api} leaves a page free behind every mapping; NoGuard is ignored [{site}]", site);
            flags &= ~VmapFlags.NoGuard;
        }

        if (pages.Length == 0 || pages.Length > Math.Min(TotalPages, MaxMappingPages) || Injection.Fails(site, out _))
        {
            return null;
        }

        bool putPages = (flags & VmapFlags.PutPages) != 0;
        VmArea? area = MapPages(pages, putPages ? VmAreaKind.PutPages : VmAreaKind.Borrowed, flags, site);
        if (area is not null)
        {
            if (putPages)
            {
                MoveReferences(area, site);
            }

            Ledger.Take(area, putPages ? ResourceKinds.Vmalloc : ResourceKinds.Vmap, site);
        }

        return area;
    }

    /// <summary>Finds room and maps. Whether the pages are in use is asked after that: making room may have evicted them.</summary>
    private VmArea? MapPages(ReadOnlySpan<Page> pages, VmAreaKind kind, VmapFlags flags, in CallSite site)
    {
        TryRunScheduledWork();
        int at = TakeVirtual(pages.Length, GfpFlags.Kernel, site);
        if (at < 0)
        {
            return null;
        }

        VmArea? area = null;
        try
        {
            return area = MapAt(at, pages.ToArray(), kind, flags, site);
        }
        finally
        {
            if (area is null)
            {
                vmallocRange.Give(at, pages.Length);
            }
        }
    }

    /// <returns>Null, with a warning, for an entry that is null, and when the system refuses; the addresses are still taken then.</returns>
    private VmArea? MapAt(int at, Page[] pages, VmAreaKind kind, VmapFlags flags, in CallSite site)
    {
        int[] numbers = ArrayPool<int>.Shared.Rent(pages.Length);
        try
        {
            if (!TryNumber(pages, numbers, kind, site) || !TryMap(at, numbers.AsSpan(0, pages.Length), site))
            {
                return null;
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(numbers);
        }

        CountAliases(pages, 1);
        VmArea area = new(this, at, pages, kind, flags);
        vmallocRange.Enter(area);
        return area;
    }

    /// <summary>All that is done for each page, so it is done in one go.</summary>
    private bool TryNumber(Page[] pages, Span<int> numbers, VmAreaKind kind, in CallSite site)
    {
        for (int i = 0; i < pages.Length; i++)
        {
            Page page = pages[i];
            if (page is null)
            {
                Warn($"{site.Api} was given an array with no page at index {i} of {pages.Length} [{site}]", site);
                return false;
            }

            if (page.Kernel != this || (page.Block is null && kind != VmAreaKind.Frames))
            {
                CheckInUse(page, site);
            }

            numbers[i] = page.Frame;
        }

        return true;
    }

    private bool TryMap(int at, ReadOnlySpan<int> numbers, in CallSite site)
    {
        if (TryMapOnce(at, numbers))
        {
            return true;
        }

        // What waits for a purge still counts in the system's limit on mappings.
        PurgeIfPossible(site);
        return TryMapOnce(at, numbers);
    }

    /// <returns>False as well when the system lets part of it be mapped and does not take that back: nobody has seen the addresses.</returns>
    private bool TryMapOnce(int at, ReadOnlySpan<int> numbers)
    {
        try
        {
            return Store.Map(at, numbers);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Only messages about pages that are freed while they are mapped need the counts.</summary>
    private void CountAliases(Page[] pages, int change)
    {
        if (Ledger.Enabled)
        {
            foreach (Page page in pages)
            {
                page.AddAlias(change);
            }
        }
    }

    private void MoveReferences(VmArea area, in CallSite site)
    {
        if (!Ledger.Enabled)
        {
            return;
        }

        List<HeldResource> moved = [];
        bool complete = false;
        try
        {
            foreach (Page page in area.Pages)
            {
                if (!Ledger.Give(page.Head, RefOrPage, site, out HeldResource? held))
                {
                    Misuse($"{site.Api} with PutPages was given {page} without a reference that could move", page.Head, site);
                }
                else if (held is not null)
                {
                    moved.Add(held);
                }
            }

            complete = true;
        }
        finally
        {
            // A call that throws has changed nothing: what has moved goes back.
            if (!complete)
            {
                moved.ForEach(Ledger.Restore);
                area.TryEnd();
                Unmap(area, site);
            }
        }
    }
}
