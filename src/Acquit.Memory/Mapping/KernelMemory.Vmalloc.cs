using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Allocates kernel memory that is contiguous in the virtual range only (vmalloc).</summary>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory, with arbitrary content; null when there is none, or the size is not above 0.</returns>
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic)]
    [MayRun(ExecutionContexts.VmapPurge)]
    public VmArea? Vmalloc(
        int size, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateRange(size, GfpFlags.Kernel, VmapFlags.None, new CallSite(nameof(Vmalloc), member, file, line));

    /// <summary>Allocates kernel memory that is contiguous in the virtual range only, in a way of one's own (__vmalloc).</summary>
    /// <remarks>Only with <see cref="GfpFlags.DirectReclaim"/> does it sleep, and make room in the virtual range.</remarks>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory; null when there is none, or the size is not above 0.</returns>
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    [MayRun(ExecutionContexts.VmapPurge, When = "gfp has DirectReclaim")]
    public VmArea? VmallocGfp(
        int size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateRange(size, gfp, VmapFlags.None, new CallSite(nameof(VmallocGfp), member, file, line));

    /// <summary>Allocates zeroed kernel memory that is contiguous in the virtual range only (vzalloc).</summary>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory; null when there is none, or the size is not above 0.</returns>
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic)]
    [MayRun(ExecutionContexts.VmapPurge)]
    public VmArea? Vzalloc(
        int size, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateRange(size, GfpFlags.Kernel | GfpFlags.Zero, VmapFlags.None, new CallSite(nameof(Vzalloc), member, file, line));

    /// <summary>Allocates zeroed kernel memory that may be mapped into a process (vmalloc_user).</summary>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory, marked with <see cref="VmapFlags.UserMap"/>; null when there is none, or the size is not above 0.</returns>
    [return: Acquires(ResourceKinds.Vmalloc, When = "return != null", ReleasedBy = nameof(Vfree))]
    [NotIn(ExecutionContexts.Atomic)]
    [MayRun(ExecutionContexts.VmapPurge)]
    public VmArea? VmallocUser(
        int size, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateRange(
            size, GfpFlags.Kernel | GfpFlags.Zero, VmapFlags.UserMap, new CallSite(nameof(VmallocUser), member, file, line));

    /// <summary>The page behind an offset in kernel memory (vmalloc_to_page).</summary>
    /// <param name="area">The memory.</param>
    /// <param name="offset">The offset in bytes.</param>
    /// <returns>The page; no reference is taken.</returns>
    /// <exception cref="KernelBugException">The mapping is gone, or shows memory without pages.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside.</exception>
    [return: LooksUp(nameof(area))]
    public Page VmallocToPage([Borrows] VmArea area, int offset)
    {
        ArgumentNullException.ThrowIfNull(area);
        area.CheckMapped(nameof(VmallocToPage));
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, area.Length);
        Page page = area.Pages[offset >> Page.Shift];
        CheckInUse(page, nameof(VmallocToPage));
        return page;
    }

    /// <summary>The page behind an address in the range for kernel mappings (vmalloc_to_page).</summary>
    /// <param name="address">The address.</param>
    /// <returns>The page; no reference is taken. Null when nothing is mapped there, or memory without pages.</returns>
    [return: LooksUp(nameof(address))]
    public Page? VmallocToPage(ulong address)
    {
        ThrowIfDisposed();
        return AreaOf(address) is { Kind: not VmAreaKind.Frames } area ? area.Pages[PageOf(address) - area.VirtualPage] : null;
    }

    private VmArea? AllocateRange(int size, GfpFlags gfp, VmapFlags flags, in CallSite site)
    {
        ThrowIfDisposed();
        if ((gfp & GfpFlags.DirectReclaim) != 0)
        {
            MightSleep(site);
        }

        if (size <= 0 || Page.Count(size) > Math.Min(TotalPages, MaxMappingPages) || Injection.Fails(site, out _))
        {
            return null;
        }

        TryRunScheduledWork();
        int count = Page.Count(size);
        int at = TakeVirtual(count, gfp, site);
        if (at < 0)
        {
            return null;
        }

        Page[] pages = new Page[count];
        if (!TakePages(pages, (gfp & GfpFlags.Zero) != 0, site))
        {
            vmallocRange.Give(at, count);
            return null;
        }

        VmArea? area = MapAt(at, pages, VmAreaKind.Allocated, flags, site);
        if (area is null)
        {
            vmallocRange.Give(at, count);
            DropAll(pages, site);
            return null;
        }

        Interlocked.Add(ref nrVmallocPages, count);
        Ledger.Take(area, ResourceKinds.Vmalloc, site);
        return area;
    }

    /// <returns>Whether all could be had; if not, there are none.</returns>
    private bool TakePages(Page[] pages, bool zero, in CallSite site)
    {
        for (int i = 0; i < pages.Length; i++)
        {
            Page? page = TakeBlock(0, compound: false, zero);
            if (page is null)
            {
                DropAll(pages.AsSpan(0, i), site);
                return false;
            }

            pages[i] = page;
        }

        return true;
    }
}
