using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>
/// The forms for the address space of another process. It has to be alive all the while (<see cref="Mmget"/>). The older forms,
/// which are told with a flag whether they may drop the lock, hold it throughout.
/// </remarks>
public sealed partial class MmStruct
{
    /// <summary>Takes references to the pages of another process's range (get_user_pages_remote). The mmap lock is held, and may come back dropped.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned. Null to fault them in only: no references are taken then.</param>
    /// <param name="locked">
    /// 1 on entry: the mmap lock is held for reading. 0 afterwards means that it was dropped meanwhile, and is not held any more:
    /// unlock only if it still is 1.
    /// </param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM, or others by the flags. 0 only when none was asked for, or with <see cref="FollFlags.NoWait"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    [Releases(ResourceKinds.MmapLock, When = "locked == 0")]
    public int GetUserPagesRemote(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPagesRemote), Because = LongTermIsPin)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PageRef, Count = "return", When = "return > 0", ReleasedBy = "ReleasePages, PutPage",
            PinnedBy = nameof(PinUserPagesRemote))]
        Span<Page> pages,
        ref int locked,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowRemote(start, count, flags, FollFlags.Touch | FollFlags.Remote | FollFlags.Unlockable, pages, ref locked, new CallSite(nameof(GetUserPagesRemote), member, file, line));

    /// <summary>Takes references to the pages of another process's range (get_user_pages_remote without <c>locked</c>). The mmap lock stays held.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned. Null to fault them in only: no references are taken then.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM, or others by the flags. 0 only when none was asked for, or with <see cref="FollFlags.NoWait"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    public int GetUserPagesRemote(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPagesRemote), Because = LongTermIsPin)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PageRef, Count = "return", When = "return > 0", ReleasedBy = "ReleasePages, PutPage",
            PinnedBy = nameof(PinUserPagesRemote))]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowHeld(start, count, flags, FollFlags.Touch | FollFlags.Remote, pages, new CallSite(nameof(GetUserPagesRemote), member, file, line));

    /// <summary>Pins the pages of another process's range (pin_user_pages_remote). The mmap lock is held, and may come back dropped.</summary>
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
    /// <returns>How many are held, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM, or others by the flags. 0 only when none was asked for, or with <see cref="FollFlags.NoWait"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    [Releases(ResourceKinds.MmapLock, When = "locked == 0")]
    public int PinUserPagesRemote(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesRemote), Because = EitherOr)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PagePin, Count = "return", When = "return > 0",
            ReleasedBy = "UnpinUserPages, UnpinUserPagesDirtyLock, UnpinUserPage")]
        Span<Page> pages,
        ref int locked,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowRemote(start, count, flags, FollFlags.Pin | FollFlags.Touch | FollFlags.Remote | FollFlags.Unlockable, pages, ref locked, new CallSite(nameof(PinUserPagesRemote), member, file, line));

    /// <summary>Pins the pages of another process's range (pin_user_pages_remote without <c>locked</c>). The mmap lock stays held.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM, or others by the flags. 0 only when none was asked for, or with <see cref="FollFlags.NoWait"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    public int PinUserPagesRemote(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesRemote), Because = EitherOr)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PagePin, Count = "return", When = "return > 0",
            ReleasedBy = "UnpinUserPages, UnpinUserPagesDirtyLock, UnpinUserPage")]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowHeld(start, count, flags, FollFlags.Pin | FollFlags.Touch | FollFlags.Remote, pages, new CallSite(nameof(PinUserPagesRemote), member, file, line));

    private int FollowHeld(ulong start, int count, FollFlags flags, FollFlags adds, Span<Page> pages, in CallSite site)
    {
        bool locked = true;
        return Follow(start, count, flags, adds, pages, site, ref locked);
    }

    private int FollowUnlocked(ulong start, int count, FollFlags flags, FollFlags adds, Span<Page> pages, in CallSite site)
    {
        bool locked = false;
        return Follow(start, count, flags, adds, pages, site, ref locked);
    }

    private int FollowRemote(
        ulong start, int count, FollFlags flags, FollFlags adds, Span<Page> pages, ref int locked, in CallSite site)
    {
        if (locked != 1)
        {
            Kernel.Warn($"{site.Api} was told {locked} in 'locked', which has to be 1: the lock is held [{site}]", site);
            return -Errno.EINVAL;
        }

        bool held = true;
        try
        {
            return Follow(start, count, flags, adds, pages, site, ref held);
        }
        finally
        {
            locked = held ? 1 : 0;
        }
    }
}
