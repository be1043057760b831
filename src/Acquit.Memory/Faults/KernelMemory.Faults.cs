using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private const string InsertInFault =
        "It answers with an errno, and a fault handler answers with a fault code; it also changes the area, which the mmap lock held for reading does not allow.";

    /// <summary>Maps a page into an area, from the file's mmap operation (vm_insert_page).</summary>
    /// <remarks>
    /// Takes a reference of its own, dropped at unmap; the caller keeps its own and still has to drop it. Makes the area a mixed
    /// map, which needs the mmap lock held for writing.
    /// </remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The page's address in it.</param>
    /// <param name="page">The page: of order 0 or compound, not anonymous.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EFAULT outside the area, -EINVAL for a page without references, anonymous, or from kmalloc, -EBUSY when a page is mapped there,
    /// -ENOMEM. No reference is taken on an error.
    /// </returns>
    /// <exception cref="KernelBugException">
    /// The area is no mixed map yet and the mmap lock is not held for writing, as in a fault handler; or it maps bare frames.
    /// </exception>
    [NotIn(ExecutionContexts.PageFault, Use = nameof(VmfInsertPage), Because = InsertInFault)]
    public int VmInsertPage(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertFromMmap(area, address, page, new CallSite(nameof(VmInsertPage), member, file, line));

    /// <summary>Maps kernel memory into an area, outside of fault handlers (vm_insert_kmem_page, proposed in 2018).</summary>
    /// <remarks>The same as <see cref="VmInsertPage"/> in all but name, as its reviewers found.</remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The page's address in it.</param>
    /// <param name="page">The page: of order 0 or compound, not anonymous.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 or a negative errno, as <see cref="VmInsertPage"/>.</returns>
    /// <exception cref="KernelBugException">As <see cref="VmInsertPage"/>.</exception>
    [NotIn(ExecutionContexts.PageFault, Use = nameof(VmfInsertPage), Because = InsertInFault)]
    public int VmInsertKmemPage(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertFromMmap(area, address, page, new CallSite(nameof(VmInsertKmemPage), member, file, line));

    /// <summary>Maps a page into an area, from its fault handler (vmf_insert_page).</summary>
    /// <remarks>Takes a reference of its own, dropped at unmap; the caller keeps its own. The area must be a mixed map already.</remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The page's address in it.</param>
    /// <param name="page">The page: of order 0 or compound, not anonymous.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>What the handler answers: "no page" when it is mapped now, out of memory, or a bus error. Not an errno.</returns>
    /// <exception cref="KernelBugException">The area is no mixed map.</exception>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(VmInsertPage), Because = "It answers with a fault code, which means nothing outside of a fault handler.")]
    public VmFaultCode VmfInsertPage(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmfInsertPage), member, file, line);
        if (IsChecking && !KernelThread.Current.IsIn(ExecutionContexts.PageFault))
        {
            Warn(
                $"VmfInsertPage was called outside of a fault handler: its answer is a fault code, not an errno; use VmInsertPage [{site}]",
                site);
        }

        return VmFaultCodes.FromInsert(Insert(area, address, page, site));
    }

    /// <summary>Maps pages over a whole area, beginning at the area's offset (vm_map_pages). From the mmap operation only.</summary>
    /// <param name="area">The area.</param>
    /// <param name="pages">The pages of the mapped object.</param>
    /// <param name="num">How many there are.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -ENXIO when the area begins after the object or is larger than what is left of it; else as <see cref="VmInsertPage"/>,
    /// with the pages before the bad one mapped. Taking down what is mapped is the mmap caller's work.
    /// </returns>
    [OnlyIn(ExecutionContexts.Mmap)]
    public int VmMapPages(
        [Borrows] VmAreaStruct area, [Borrows] ReadOnlySpan<Page> pages, int num,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MapPages(area, pages, num, honoursOffset: true, new CallSite(nameof(VmMapPages), member, file, line));

    /// <summary>Maps pages over a whole area, beginning with the first whatever the area's offset (vm_map_pages_zero).</summary>
    /// <param name="area">The area.</param>
    /// <param name="pages">The pages of the mapped object.</param>
    /// <param name="num">How many there are.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="VmMapPages"/>.</returns>
    [OnlyIn(ExecutionContexts.Mmap)]
    public int VmMapPagesZero(
        [Borrows] VmAreaStruct area, [Borrows] ReadOnlySpan<Page> pages, int num,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MapPages(area, pages, num, honoursOffset: false, new CallSite(nameof(VmMapPagesZero), member, file, line));

    private int MapPages(VmAreaStruct area, ReadOnlySpan<Page> pages, int num, bool honoursOffset, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(area);
        if (pages.Length < num)
        {
            throw new ArgumentException($"{num} pages were announced, and {pages.Length} are there", nameof(pages));
        }

        ulong offset = honoursOffset ? area.Pgoff : 0;
        if (IsChecking && !KernelThread.Current.IsIn(ExecutionContexts.Mmap))
        {
            Warn($"{site.Api} was called outside of a file's mmap operation [{site}]", site);
        }

        if (num < 0 || offset >= (ulong)num || area.PageCount > (ulong)num - offset)
        {
            return -Errno.ENXIO;
        }

        ulong address = area.Start;
        for (int i = 0; i < (int)area.PageCount; i++, address += Page.Size)
        {
            int error = InsertFromMmap(area, address, pages[(int)offset + i], site);
            if (error != 0)
            {
                return error;
            }
        }

        return 0;
    }

    private int InsertFromMmap(VmAreaStruct area, ulong address, Page page, in CallSite site)
    {
        if (IsChecking && KernelThread.Current.IsIn(ExecutionContexts.PageFault)
            && (area.Flags & VmFlags.MixedMap) != 0)
        {
            Warn($"{site.Api} was called in a fault handler, which has to answer with a fault code; use VmfInsertPage [{site}]", site);
        }

        return Insert(area, address, page, site);
    }

    private int Insert(VmAreaStruct area, ulong address, Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(page);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (!area.Contains(address))
        {
            return -Errno.EFAULT;
        }

        if (page.RefCount == 0)
        {
            return -Errno.EINVAL;
        }

        if ((area.Flags & VmFlags.MixedMap) == 0)
        {
            if ((area.Flags & VmFlags.PfnMap) != 0)
            {
                throw Bug($"{site.Api}: {area} maps bare frames, and cannot hold counted pages", null, site);
            }

            if (!KernelThread.Current.HoldsMmapLockForWrite(area.Mm))
            {
                throw Bug(
                    $"{site.Api}: {area} is no mixed map, and cannot become one without the mmap lock held for writing"
                    + (KernelThread.Current.IsIn(ExecutionContexts.PageFault)
                        ? "; in a fault handler use VmfInsertPage, on an area that was made a mixed map when it was mapped" : ""),
                    area.Mm, site);
            }

            area.Flags |= VmFlags.MixedMap;
        }

        if (page.IsAnonymous || page.IsSlab)
        {
            return -Errno.EINVAL;
        }

        if (Injection.Fails(site, out int injected))
        {
            return injected == 0 ? -Errno.ENOMEM : injected;
        }

        bool counted = page != ZeroPage;
        if (!counted && area.MapsWritable)
        {
            return -Errno.EINVAL;
        }

        if (counted && !page.TryAddCount(1, 0))
        {
            return -Errno.EINVAL;
        }

        if (area.Mm.Install(address & Page.Mask, page, counted && area.MapsWritable))
        {
            return 0;
        }

        if (counted)
        {
            DropReference(page, 1, 0, site);
        }

        return -Errno.EBUSY;
    }
}
