using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private const string RemapInFault =
        "It changes the area, and answers with an errno; a fault handler inserts the one frame that is wanted and answers with a fault code.";

    /// <summary>Maps frames in one piece into an area, from the file's mmap operation (remap_pfn_range).</summary>
    /// <remarks>
    /// Nothing is counted: the frames have to outlive the mapping. The area becomes one of bare frames (VM_PFNMAP), of device
    /// memory (VM_IO), that does not grow and is left out of dumps. A private area that may be written can only be mapped whole.
    /// </remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="pfn">The first frame.</param>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="prot">The rights; usually <see cref="VmAreaStruct.PageProt"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EINVAL, with a warning, for a crooked address, and without one for a part of a private area; -EACCES for frames that
    /// cannot be mapped; -ENOMEM. On an error nothing stays mapped. -EINVAL beyond the area, where the kernel maps all the same.
    /// </returns>
    /// <exception cref="KernelBugException">No size, or something is mapped in the range.</exception>
    [OnlyIn(ExecutionContexts.Mmap, Use = nameof(VmfInsertPfn), Because = RemapInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int RemapPfnRange(
        [Borrows] VmAreaStruct area, ulong address, ulong pfn, ulong size, PageProt prot,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Remap(area, address, pfn, size, prot, new CallSite(nameof(RemapPfnRange), member, file, line));

    /// <summary>Maps a device's frames in one piece into an area (io_remap_pfn_range). As <see cref="RemapPfnRange"/> here.</summary>
    /// <param name="area">The area.</param>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="pfn">The first frame.</param>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="prot">The rights; usually <see cref="VmAreaStruct.PageProt"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="RemapPfnRange"/>.</returns>
    /// <exception cref="KernelBugException">As <see cref="RemapPfnRange"/>.</exception>
    [OnlyIn(ExecutionContexts.Mmap, Use = nameof(VmfInsertPfn), Because = RemapInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int IoRemapPfnRange(
        [Borrows] VmAreaStruct area, ulong address, ulong pfn, ulong size, PageProt prot,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Remap(area, address, pfn, size, prot, new CallSite(nameof(IoRemapPfnRange), member, file, line));

    /// <summary>Maps a device's memory over a whole area, beginning at the area's offset (vm_iomap_memory).</summary>
    /// <param name="area">The area.</param>
    /// <param name="start">The physical address of the memory; its page is meant.</param>
    /// <param name="length">The size of the memory in bytes.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EINVAL for memory that wraps around, or when the area begins after it or is larger than what is left of it; else as
    /// <see cref="RemapPfnRange"/>.
    /// </returns>
    /// <exception cref="KernelBugException">As <see cref="RemapPfnRange"/>.</exception>
    [OnlyIn(ExecutionContexts.Mmap, Use = nameof(VmfInsertPfn), Because = RemapInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int VmIomapMemory(
        [Borrows] VmAreaStruct area, ulong start, ulong length,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmIomapMemory), member, file, line);
        ArgumentNullException.ThrowIfNull(area);
        ulong covered = length + (start & ~Page.Mask);
        if (start + length < start || covered < length || covered > ulong.MaxValue - Page.Size)
        {
            return -Errno.EINVAL;
        }

        ulong pages = (covered + Page.Size - 1) >> Page.Shift;
        return area.Pgoff > pages || area.PageCount > pages - area.Pgoff
            ? -Errno.EINVAL
            : Remap(area, area.Start, (start >> Page.Shift) + area.Pgoff, area.End - area.Start, area.PageProt, site);
    }

    private int Remap(VmAreaStruct area, ulong address, ulong pfn, ulong size, PageProt prot, in CallSite site)
    {
        CheckArea(area, site);
        WarnOutsideMmap(site);
        if ((address & ~Page.Mask) != 0)
        {
            Warn($"{site.Api}: the address {address:x} is not a multiple of the page size [{site}]", site);
            return -Errno.EINVAL;
        }

        if (address < area.Start || address >= area.End || size > area.End - address)
        {
            return -Errno.EINVAL;
        }

        ulong end = address + ((size + Page.Size - 1) & Page.Mask);
        if (area.IsCow && (address != area.Start || end != area.End))
        {
            return -Errno.EINVAL;
        }

        ulong mapped = address;
        if (size == 0 || area.Mm.PageTable.FindNext(ref mapped, end, out _))
        {
            throw Bug(
                size == 0 ? $"{site.Api}: there is nothing to map" : $"{site.Api}: something is mapped at {mapped:x} of {area}", null, site);
        }

        if (area.IsCow)
        {
            area.Pgoff = pfn;
        }

        area.Flags |= VmFlags.Io | VmFlags.PfnMap | VmFlags.DontExpand | VmFlags.DontDump;
        int error = MapFrames(area, address, end, pfn, (prot & PageProt.Writable) != 0, site);
        if (error != 0)
        {
            // Nothing counts these frames: their owner frees them because of the error, and must not find them mapped.
            area.Mm.Zap(address, end);
        }

        return error;
    }

    private int MapFrames(VmAreaStruct area, ulong address, ulong end, ulong pfn, bool writable, in CallSite site)
    {
        ulong most = (end - address) >> Page.Shift;
        int cut = 0;
        if (Injection.Fails(site, (int)Math.Min(most, int.MaxValue), out int injected, out int limit))
        {
            cut = injected == 0 ? -Errno.ENOMEM : injected;
            most = Math.Min(most, (ulong)Math.Max(limit, 0));
        }

        for (ulong i = 0; i < most; i++, address += Page.Size)
        {
            if (pfn > LastPfn - i)
            {
                return -Errno.EACCES;
            }

            if (!area.Mm.InstallFrames(address, pfn + i, PageTableLevel.Pte, EntryFlags.Special, writable))
            {
                throw Bug($"{site.Api}: something was mapped at {address:x} of {area} meanwhile", null, site);
            }
        }

        return address < end ? cut : 0;
    }
}
