using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>References to the pages of user ranges: for their descriptors, not their data.</remarks>
public sealed partial class MmStruct
{
    private const string InternalFlag = "It is the core's own flag.";
    private const string LongTermIsPin = "A long hold has to be a pin.";
    private const string EitherOr = "A call takes references or pins, not both.";

    /// <summary>Takes references to the pages of a user range, with the mmap lock held (get_user_pages). The lock stays held.</summary>
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
    public int GetUserPages(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPages), Because = LongTermIsPin)]
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
            PinnedBy = "PinUserPagesFast, PinUserPages")]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowHeld(start, count, flags, FollFlags.Touch, pages, new CallSite(nameof(GetUserPages), member, file, line));

    /// <summary>Takes references to the pages of a user range, taking the mmap lock for it (get_user_pages_unlocked).</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned. Null to fault them in only: no references are taken then.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM, or others by the flags. 0 only when none was asked for, or with <see cref="FollFlags.NoWait"/>. -EAGAIN
    /// when a fatal signal came before the lock.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    public int GetUserPagesUnlocked(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPagesUnlocked), Because = LongTermIsPin)]
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
            PinnedBy = nameof(PinUserPagesUnlocked))]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowUnlocked(start, count, flags, FollFlags.Touch | FollFlags.Unlockable, pages, new CallSite(nameof(GetUserPagesUnlocked), member, file, line));

    /// <summary>Takes references to the pages of a user range (get_user_pages_fast): without a lock as far as they are mapped.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held, which may be fewer than asked for, even because of an error: ask for the rest to see it. A negative errno
    /// when none is.</returns>
    [NotIn(ExecutionContexts.Atomic, Use = nameof(GetUserPagesFastOnly))]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    public int GetUserPagesFast(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPagesFast), Because = LongTermIsPin)]
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
            PinnedBy = nameof(PinUserPagesFast))]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FollowFast(start, count, flags, FollFlags.Get, pages, new CallSite(nameof(GetUserPagesFast), member, file, line));

    /// <summary>Takes references to those pages at the start of a user range that are mapped (get_user_pages_fast_only). Takes no lock, and may be called in any context.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held: 0 up to <paramref name="count"/>, and 0 means that they could not be had like this. Never an errno.</returns>
    public int GetUserPagesFastOnly(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPagesFastOnly), Because = LongTermIsPin)]
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
            PinnedBy = nameof(PinUserPagesFastOnly))]
        Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Math.Max(0, FollowFast(start, count, flags, FollFlags.Get | FollFlags.FastOnly, pages, new CallSite(nameof(GetUserPagesFastOnly), member, file, line)));

    /// <summary>Takes a reference to the page of a user address if it is mapped (get_user_page_fast_only). Takes no lock.</summary>
    /// <param name="address">The address.</param>
    /// <param name="flags">How.</param>
    /// <param name="page">The page, with a reference; null when the result is false.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is held. Test this, and not the page.</returns>
    public bool GetUserPageFastOnly(
        ulong address,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPagesFastOnly), Because = LongTermIsPin)]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        [Forbids(When = "flags has Touch", Because = InternalFlag)]
        [Forbids(When = "flags has Tried", Because = InternalFlag)]
        [Forbids(When = "flags has Remote", Because = InternalFlag)]
        [Forbids(When = "flags has Unlockable", Because = InternalFlag)]
        [Forbids(When = "flags has MadvPopulate", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(ResourceKinds.PageRef, When = "return == true", ReleasedBy = nameof(PutPage))] out Page? page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        page = null;
        int got = FollowFast(
            address, 1, flags, FollFlags.Get | FollFlags.FastOnly, new Span<Page>(ref page!),
            new CallSite(nameof(GetUserPageFastOnly), member, file, line));
        return got == 1;
    }
}
