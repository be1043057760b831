using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
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
    /// <exception cref="ArgumentException">There are fewer pages than announced.</exception>
    [OnlyIn(ExecutionContexts.Mmap, Use = nameof(VmfInsertPage), Because = RemapInFault)]
    [return: Carries(CodeSorts.Errno)]
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
    /// <exception cref="ArgumentException">There are fewer pages than announced.</exception>
    [OnlyIn(ExecutionContexts.Mmap, Use = nameof(VmfInsertPage), Because = RemapInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int VmMapPagesZero(
        [Borrows] VmAreaStruct area, [Borrows] ReadOnlySpan<Page> pages, int num,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MapPages(area, pages, num, honoursOffset: false, new CallSite(nameof(VmMapPagesZero), member, file, line));

    private static void CheckAnnounced(ReadOnlySpan<Page> pages, int num)
    {
        if (pages.Length < num)
        {
            throw new ArgumentException($"{num} pages were announced, and {pages.Length} are there", nameof(pages));
        }
    }

    private int MapPages(VmAreaStruct area, ReadOnlySpan<Page> pages, int num, bool honoursOffset, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(area);
        CheckAnnounced(pages, num);
        WarnOutsideMmap(site);
        ulong offset = honoursOffset ? area.Pgoff : 0;
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
}
