using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>Pins on the pages of user ranges: for whoever reads or writes their data, as a device does.</remarks>
public sealed partial class MmStruct
{
    /// <summary>What a pin adds to the reference count of a small page (GUP_PIN_COUNTING_BIAS).</summary>
    public const int GupPinCountingBias = 1 << 10;

    /// <summary>Pins the pages of a user range, with the mmap lock held (pin_user_pages). The lock stays held.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How; <see cref="FollFlags.Write"/> when the device, or the kernel, will write.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM, or others by the flags. 0 only when none was asked for, or with <see cref="FollFlags.NoWait"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    public int PinUserPages(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPages), Because = EitherOr)]
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
        FollowHeld(start, count, flags, FollFlags.Pin, pages, new CallSite(nameof(PinUserPages), member, file, line));

    /// <summary>Pins the pages of a user range, taking the mmap lock for it (pin_user_pages_unlocked).</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How; <see cref="FollFlags.Write"/> when the device, or the kernel, will write.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
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
    public int PinUserPagesUnlocked(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesUnlocked), Because = EitherOr)]
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
        FollowUnlocked(start, count, flags, FollFlags.Pin | FollFlags.Touch | FollFlags.Unlockable, pages, new CallSite(nameof(PinUserPagesUnlocked), member, file, line));

    /// <summary>Pins the pages of a user range (pin_user_pages_fast): without a lock as far as they are mapped.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How; <see cref="FollFlags.Write"/> when the device, or the kernel, will write.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held, which may be fewer than asked for, even because of an error: ask for the rest to see it. A negative errno
    /// when none is.</returns>
    [NotIn(ExecutionContexts.Atomic, Use = nameof(PinUserPagesFastOnly))]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    public int PinUserPagesFast(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesFast), Because = EitherOr)]
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
        FollowFast(start, count, flags, FollFlags.Pin, pages, new CallSite(nameof(PinUserPagesFast), member, file, line));

    /// <summary>Pins those pages at the start of a user range that are mapped (pin_user_pages_fast_only). Takes no lock, and may be called in any context.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How; <see cref="FollFlags.Write"/> when the device, or the kernel, will write.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are held: 0 up to <paramref name="count"/>, and 0 means that they could not be had like this. Never an errno.</returns>
    public int PinUserPagesFastOnly(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesFastOnly), Because = EitherOr)]
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
        Math.Max(0, FollowFast(start, count, flags, FollFlags.Pin | FollFlags.FastOnly, pages, new CallSite(nameof(PinUserPagesFastOnly), member, file, line)));
}
