using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>A span counts its bytes in an int.</summary>
    private const int MaxMappingPages = int.MaxValue / Page.Size;

    internal const ulong VmallocStart = 0xffff_c900_0000_0000;

    private static readonly string[] VmapKind = [ResourceKinds.Vmap];
    private static readonly string[] VmallocKind = [ResourceKinds.Vmalloc];

    /// <summary>Maps pages, in the order given, as one range of kernel memory (vmap).</summary>
    /// <remarks>
    /// With <see cref="VmapFlags.PutPages"/> one reference to each page moves to the mapping when it succeeds, and stays with the
    /// caller when it does not. Without it the caller keeps its pages, which must outlive the mapping.
    /// </remarks>
    /// <param name="pages">The pages; the same page may be there twice.</param>
    /// <param name="flags">How.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; null for no pages, more pages than there are, or a virtual range without room.</returns>
    /// <exception cref="KernelBugException">A page is null or free, or, with PutPages, there is no reference to move.</exception>
    [return: Acquires(ResourceKinds.Vmap, When = "return != null && flags lacks PutPages", ReleasedBy = nameof(Vunmap))]
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null && flags has PutPages", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic)]
    public VmArea? Vmap(
        [Consumes(ResourceKinds.PageRef, When = "return != null && flags has PutPages")]
        [Consumes(ResourceKinds.Page, When = "return != null && flags has PutPages")]
        ReadOnlySpan<Page> pages,
        VmapFlags flags,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Vmap), member, file, line);
        MightSleep(site);
        if (pages.Length == 0 || pages.Length > Math.Min(TotalPages, MaxMappingPages) || Injection.Fails(site.Api, out _))
        {
            return null;
        }

        foreach (Page page in pages)
        {
            CheckInUse(page, site);
        }

        bool putPages = (flags & VmapFlags.PutPages) != 0;
        VmArea? area = MapRange(pages.ToArray(), ownsPages: putPages);
        if (area is null)
        {
            return null;
        }

        if (putPages)
        {
            MoveReferences(area, site);
        }

        Ledger.Take(area, putPages ? ResourceKinds.Vmalloc : ResourceKinds.Vmap, site);
        return area;
    }

    /// <summary>Takes a mapping down that does not own its pages (vunmap).</summary>
    /// <param name="area">The mapping; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// The mapping is gone, or owns its pages: the kernel would lose every one of them, and the array.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    public void Vunmap(
        [Releases(ResourceKinds.Vmap, When = "area != null")] VmArea? area,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Vunmap), member, file, line);
        if (area is null)
        {
            return;
        }

        if (KernelThread.Current.IsIn(ExecutionContexts.Atomic))
        {
            throw Bug("Vunmap was called in atomic context", area, site);
        }

        if (EndMapping(area, VmapKind, site) && area.OwnsPages)
        {
            // Only with warnings instead of exceptions: the pages are lost, as in the kernel, and the report shows them.
            foreach (Page page in area.Pages)
            {
                Ledger.Take(page.Head, ResourceKinds.PageRef, site);
            }
        }
    }

    /// <summary>Takes a mapping down that owns its pages, and drops one reference to each (vfree).</summary>
    /// <param name="area">The mapping; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The mapping is gone, or does not own its pages.</exception>
    public void Vfree(
        [Releases(ResourceKinds.Vmalloc, When = "area != null")] VmArea? area,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Vfree), member, file, line);
        if (area is not null && EndMapping(area, VmallocKind, site) && area.OwnsPages)
        {
            foreach (Page page in area.Pages)
            {
                DropReference(page, 1, 0, site);
            }
        }
    }

    /// <summary>Allocates kernel memory that is contiguous in the virtual range only (vmalloc).</summary>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory, with arbitrary content; null when there is none.</returns>
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic)]
    public VmArea? Vmalloc(
        int size, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateRange(size, zero: false, new CallSite(nameof(Vmalloc), member, file, line));

    /// <summary>Allocates zeroed kernel memory that is contiguous in the virtual range only (vzalloc).</summary>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory; null when there is none.</returns>
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic)]
    public VmArea? Vzalloc(
        int size, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateRange(size, zero: true, new CallSite(nameof(Vzalloc), member, file, line));

    /// <summary>The page behind an address in allocated kernel memory (vmalloc_to_page).</summary>
    /// <param name="area">The memory.</param>
    /// <param name="offset">The offset in bytes.</param>
    /// <returns>The page; no reference is taken.</returns>
    public Page VmallocToPage([Borrows] VmArea area, int offset)
    {
        ArgumentNullException.ThrowIfNull(area);
        return area.Pages[offset >> Page.Shift];
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(disposed != 0, this);

    private VmArea? AllocateRange(int size, bool zero, in CallSite site)
    {
        ThrowIfDisposed();
        MightSleep(site);
        if (size <= 0 || Injection.Fails(site.Api, out _))
        {
            return null;
        }

        Page[] pages = new Page[Page.Count(size)];
        for (int i = 0; i < pages.Length; i++)
        {
            Page? page = TakeBlock(0, compound: false, zero);
            if (page is null)
            {
                DropAll(pages.AsSpan(0, i), site);
                return null;
            }

            pages[i] = page;
        }

        VmArea? area = MapRange(pages, ownsPages: true);
        if (area is null)
        {
            DropAll(pages, site);
            return null;
        }

        Ledger.Take(area, ResourceKinds.Vmalloc, site);
        return area;
    }

    private void DropAll(ReadOnlySpan<Page> pages, in CallSite site)
    {
        foreach (Page page in pages)
        {
            DropReference(page, 1, 0, site);
        }
    }

    private VmArea? MapRange(Page[] pages, bool ownsPages)
    {
        int at = vmallocRange.Take(pages.Length);
        if (at < 0)
        {
            return null;
        }

        if (!Store.Map(at, Array.ConvertAll(pages, page => page.Frame)))
        {
            vmallocRange.Give(at);
            return null;
        }

        foreach (Page page in pages)
        {
            page.AddAlias(1);
        }

        return new VmArea(this, at, pages, ownsPages);
    }

    /// <returns>Whether the mapping was there.</returns>
    private bool EndMapping(VmArea area, string[] kinds, in CallSite site)
    {
        ThrowIfDisposed();
        if (!area.IsMapped)
        {
            Misuse($"{area} is gone; {site.Api} was called for it again", area, site);
            return false;
        }

        if (!Ledger.Give(area, kinds, site))
        {
            Misuse(WrongRelease(area, site), area, site);
            Ledger.Give(area, [ResourceKinds.Vmap, ResourceKinds.Vmalloc], site);
        }

        if (!area.TryEnd())
        {
            return false;
        }

        Unmap(area);
        return true;
    }

    private void Unmap(VmArea area)
    {
        foreach (Page page in area.Pages)
        {
            page.AddAlias(-1);
        }

        Store.Unmap(area.VirtualPage, area.PageCount);
        vmallocRange.Give(area.VirtualPage);
    }

    private void MoveReferences(VmArea area, in CallSite site)
    {
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
                Unmap(area);
            }
        }
    }
}
