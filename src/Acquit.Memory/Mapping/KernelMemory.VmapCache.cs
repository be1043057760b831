using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>
    /// Makes what was written through a mapping visible to devices and through the pages themselves (flush_kernel_vmap_range).
    /// </summary>
    /// <remarks>All views of a page are coherent here: only the range is checked. Ports call it for machines that need it.</remarks>
    /// <param name="area">The mapping.</param>
    /// <param name="offset">Where the range begins, in bytes.</param>
    /// <param name="size">The size of the range in bytes.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The mapping is gone, or the range does not lie in it.</exception>
    public void FlushKernelVmapRange(
        [Borrows] VmArea area, int offset, int size,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(area);
        CheckVmapRange(area, offset, size, new CallSite(nameof(FlushKernelVmapRange), member, file, line));
    }

    /// <summary>Makes what a device has written visible through a mapping (invalidate_kernel_vmap_range).</summary>
    /// <remarks>All views of a page are coherent here: only the range is checked. Ports call it for machines that need it.</remarks>
    /// <param name="area">The mapping.</param>
    /// <param name="offset">Where the range begins, in bytes.</param>
    /// <param name="size">The size of the range in bytes.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The mapping is gone, or the range does not lie in it.</exception>
    public void InvalidateKernelVmapRange(
        [Borrows] VmArea area, int offset, int size,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(area);
        CheckVmapRange(area, offset, size, new CallSite(nameof(InvalidateKernelVmapRange), member, file, line));
    }

    private void CheckVmapRange(VmArea area, int offset, int size, in CallSite site)
    {
        ThrowIfDisposed();
        if (!area.IsMapped)
        {
            throw Bug($"{area} is gone, and {site.Api} needs it", area, site);
        }

        if (area.Kernel != this || offset < 0 || size < 0 || size > area.Length - offset)
        {
            throw Bug($"{size} bytes from {offset} do not lie in {area}", area, site);
        }
    }
}
