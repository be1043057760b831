using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>Names of a proposal that became a flag: <see cref="FollFlags.LongTerm"/>.</remarks>
public sealed partial class MmStruct
{
    /// <summary>Pins the pages of a user range for long (pin_longterm_pages): <see cref="PinUserPages"/> with <see cref="FollFlags.LongTerm"/>.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As that.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    [ReplacedBy(nameof(PinUserPages), Passing = "flags has LongTerm")]
    public int PinLongtermPages(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPages), Because = EitherOr)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        [Forbids(When = "flags has PciP2pDma", Because = "What may be pulled out at any time cannot be held for long.")]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PagePin, Count = "return", When = "return > 0",
            ReleasedBy = "UnpinUserPages, UnpinUserPagesDirtyLock, UnpinUserPage")]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowHeld(start, count, flags, FollFlags.Pin | FollFlags.LongTerm, pages, new CallSite(nameof(PinLongtermPages), member, file, line));

    /// <summary>Pins the pages of a user range for long (pin_longterm_pages_fast): <see cref="PinUserPagesFast"/> with <see cref="FollFlags.LongTerm"/>.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As that.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [ReplacedBy(nameof(PinUserPagesFast), Passing = "flags has LongTerm")]
    public int PinLongtermPagesFast(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesFast), Because = EitherOr)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        [Forbids(When = "flags has PciP2pDma", Because = "What may be pulled out at any time cannot be held for long.")]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PagePin, Count = "return", When = "return > 0",
            ReleasedBy = "UnpinUserPages, UnpinUserPagesDirtyLock, UnpinUserPage")]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowFast(start, count, flags, FollFlags.Pin | FollFlags.LongTerm, pages, new CallSite(nameof(PinLongtermPagesFast), member, file, line));

    /// <summary>Pins the pages of another process's range for long (pin_longterm_pages_remote). Unlike its successor, it marks no page as used or dirty.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="locked">
    /// 1 on entry: the mmap lock is held for reading. 0 afterwards means that it was dropped meanwhile, and is not held any more:
    /// unlock only if it still is 1.
    /// </param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="PinUserPagesRemote(ulong, int, FollFlags, Span{Page}, ref int, string, string, int)"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    [Releases(ResourceKinds.MmapLock, When = "locked == 0")]
    [ReplacedBy(nameof(PinUserPagesRemote), Passing = "flags has LongTerm")]
    public int PinLongtermPagesRemote(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesRemote), Because = EitherOr)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        [Forbids(When = "flags has PciP2pDma", Because = "What may be pulled out at any time cannot be held for long.")]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PagePin, Count = "return", When = "return > 0",
            ReleasedBy = "UnpinUserPages, UnpinUserPagesDirtyLock, UnpinUserPage")]
        Span<Page> pages,
        ref int locked,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowRemote(start, count, flags, FollFlags.Pin | FollFlags.LongTerm | FollFlags.Remote | FollFlags.Unlockable, pages, ref locked, new CallSite(nameof(PinLongtermPagesRemote), member, file, line));
}
