using System.Runtime.CompilerServices;
using Acquit;
using Acquit.Memory;

namespace PortedDrivers.Porting;

/// <summary>Calls about a process's pages as C writes them, for code that is ported line by line: functions of the address space.</summary>
public static class UserPages
{
    /// <summary>As <see cref="MmStruct.PinUserPages"/>: answers how many are pinned, which may be fewer than asked for.</summary>
    [NotIn(ExecutionContexts.Atomic)]
    public static int PinUserPages(
        [RequiresHeld(ResourceKinds.MmapLock)] MmStruct mm, ulong start, int count, FollFlags flags,
        [Acquires(ResourceKinds.PagePin, Count = "return", When = "return > 0", ReleasedBy = nameof(UnpinUserPages))] Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        mm.PinUserPages(start, count, flags, pages, member, file, line);

    /// <summary>As <see cref="PageReferences.UnpinUserPages"/>.</summary>
    public static void UnpinUserPages(
        PageReferences kernel, [Releases(ResourceKinds.PagePin, Count = "count")] ReadOnlySpan<Page> pages, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        kernel.UnpinUserPages(pages, count, member, file, line);
}
