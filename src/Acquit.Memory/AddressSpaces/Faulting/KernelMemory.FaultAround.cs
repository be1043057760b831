using System.Numerics;
using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private int faultAroundBytes = 16 * Page.Size;

    /// <summary>
    /// How much is mapped at most around a page that was read, in bytes (fault_around_bytes); the size of a page for nothing but the
    /// page itself. 64 KiB unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// It is set to less than a page, more than one page table maps, or no power of two.
    /// </exception>
    public int FaultAroundBytes
    {
        get => faultAroundBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Page.Size);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Page.Size << PageTableLevel.Bits);
            ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.PopCount((uint)value), 1, nameof(value));
            faultAroundBytes = value;
        }
    }

    /// <summary>
    /// Maps the pages of a file that are in memory and not locked, of a range around a fault, without waiting (filemap_map_pages): a
    /// <see cref="VmOperations.MapPages"/> for files whose pages are in their <see cref="AddressSpace"/>.
    /// </summary>
    /// <param name="fault">The fault.</param>
    /// <param name="startPgoff">The first page of the file.</param>
    /// <param name="endPgoff">The last one.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>"No page" when the page of the fault is mapped now; else 0.</returns>
    [OnlyIn(ExecutionContexts.PageFault)]
    public VmFaultCode FilemapMapPages(
        [Borrows] VmFault fault, ulong startPgoff, ulong endPgoff,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(FilemapMapPages), member, file, line);
        ArgumentNullException.ThrowIfNull(fault);
        VmAreaStruct area = fault.Area;
        CheckArea(area, site);
        VmFaultCode code = VmFaultCode.None;
        ulong last = Math.Min(endPgoff, area.PgoffOf(area.End - Page.Size));
        for (ulong pgoff = Math.Max(startPgoff, area.Pgoff); pgoff <= last; pgoff++)
        {
            if (area.File?.Mapping?.TryGetCached(pgoff) is not { } page)
            {
                continue;
            }

            bool mapped = !page.IsLocked && area.Mm.Install(area.AddressOf(pgoff), page, area.MapsWritable);
            if (!mapped)
            {
                DropReference(page, 1, 0, site);
            }
            else if (pgoff == fault.Pgoff)
            {
                code = VmFaultCode.NoPage;
            }
        }

        return code;
    }
}
