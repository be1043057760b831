using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Maps kernel memory over a whole area, from the file's mmap operation (remap_vmalloc_range).</summary>
    /// <remarks>
    /// The memory must come from <see cref="VmallocUser"/>: it was zeroed, and shows the process nothing of others. Each page is
    /// inserted as by <see cref="VmInsertPage"/>, and the area may not grow from then on.
    /// </remarks>
    /// <param name="area">The area.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="pgoff">Where in the memory the area begins, in pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EINVAL for memory of another kind, or when the area reaches beyond its end; else as <see cref="VmInsertPage"/>, with the
    /// pages before the bad one mapped.
    /// </returns>
    [OnlyIn(ExecutionContexts.Mmap, Use = nameof(VmfInsertPage), Because = RemapInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int RemapVmallocRange(
        [Borrows] VmAreaStruct area, [Borrows] VmArea memory, ulong pgoff,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(area);
        CallSite site = new(nameof(RemapVmallocRange), member, file, line);
        return RemapVmalloc(area, area.Start, memory, pgoff, area.End - area.Start, site);
    }

    /// <summary>Maps kernel memory over a part of an area (remap_vmalloc_range_partial).</summary>
    /// <param name="area">The area.</param>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="pgoff">Where in the memory the mapping begins, in pages.</param>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="RemapVmallocRange"/>; -EINVAL for a crooked address and no size, -EFAULT beyond the area.</returns>
    [OnlyIn(ExecutionContexts.Mmap, Use = nameof(VmfInsertPage), Because = RemapInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int RemapVmallocRangePartial(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] VmArea memory, ulong pgoff, ulong size,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(area);
        CallSite site = new(nameof(RemapVmallocRangePartial), member, file, line);
        return RemapVmalloc(area, address, memory, pgoff, size, site);
    }

    private int RemapVmalloc(VmAreaStruct area, ulong address, VmArea memory, ulong pgoff, ulong size, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(memory);
        CheckArea(area, site);
        WarnOutsideMmap(site);
        ulong pages = (size >> Page.Shift) + ((size & ~Page.Mask) != 0 ? 1UL : 0);
        if ((address & ~Page.Mask) != 0 || pages == 0 || memory.Kernel != this || !memory.IsMapped
            || (memory.Flags & VmapFlags.UserMap) == 0
            || pgoff > (ulong)memory.PageCount || pages > (ulong)memory.PageCount - pgoff)
        {
            return -Errno.EINVAL;
        }

        for (ulong i = 0; i < pages; i++)
        {
            int error = InsertFromMmap(area, address + (i << Page.Shift), memory.Pages[pgoff + i], site);
            if (error != 0)
            {
                return error;
            }
        }

        area.Flags |= VmFlags.DontExpand | VmFlags.DontDump;
        return 0;
    }
}
