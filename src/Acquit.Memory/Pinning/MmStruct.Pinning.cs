using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>What a pin adds to the reference count of a small page (GUP_PIN_COUNTING_BIAS).</summary>
    public const int GupPinCountingBias = 1 << 10;

    private const string InternalFlag = "It is the core's own flag.";

    /// <summary>Takes references to the pages of a user range (get_user_pages_fast): for their descriptors, not their data.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// How many are held, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM.
    /// </returns>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    public int GetUserPagesFast(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPagesFast), Because = "A long hold has to be a pin.")]
        [Forbids(When = "flags has Pin", Use = nameof(PinUserPagesFast), Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(ResourceKinds.PageRef, Count = "return", When = "return > 0", ReleasedBy = "ReleasePages, PutPage")] Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Follow(start, count, flags, pages, pin: false, lockHeld: false, new CallSite(nameof(GetUserPagesFast), member, file, line));

    /// <summary>Pins the pages of a user range (pin_user_pages_fast): for whoever reads or writes their data, as a device does.</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How; <see cref="FollFlags.Write"/> when the device, or the kernel, will write.</param>
    /// <param name="pages">Where the pages go: <paramref name="count"/> slots, of which as many are set as are returned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// How many are pinned, which may be fewer than asked for; a negative errno when none is: -EFAULT for a bad address, -EINVAL
    /// for flags that do not go together, -ENOMEM.
    /// </returns>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    public int PinUserPagesFast(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPagesFast), Because = "A call takes references or pins, not both.")]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PagePin, Count = "return", When = "return > 0",
            ReleasedBy = "UnpinUserPages, UnpinUserPagesDirtyLock, UnpinUserPage")] Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Follow(start, count, flags, pages, pin: true, lockHeld: false, new CallSite(nameof(PinUserPagesFast), member, file, line));

    /// <summary>Takes references to the pages of a user range, with the mmap lock held (get_user_pages).</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="GetUserPagesFast"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    public int GetUserPages(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(PinUserPages), Because = "A long hold has to be a pin.")]
        [Forbids(When = "flags has Pin", Use = nameof(PinUserPages), Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(ResourceKinds.PageRef, Count = "return", When = "return > 0", ReleasedBy = "ReleasePages, PutPage")] Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Follow(start, count, flags, pages, pin: false, lockHeld: true, new CallSite(nameof(GetUserPages), member, file, line));

    /// <summary>Pins the pages of a user range, with the mmap lock held (pin_user_pages).</summary>
    /// <param name="start">The first address; its page is meant.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">How.</param>
    /// <param name="pages">Where the pages go.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="PinUserPagesFast"/>.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresHeld(ResourceKinds.MmapLock)]
    public int PinUserPages(
        ulong start, int count,
        [Forbids(When = "flags has Get", Use = nameof(GetUserPages), Because = "A call takes references or pins, not both.")]
        [Forbids(When = "flags has Pin", Because = InternalFlag)]
        [Forbids(When = "flags has FastOnly", Because = InternalFlag)]
        FollFlags flags,
        [Acquires(
            ResourceKinds.PagePin, Count = "return", When = "return > 0",
            ReleasedBy = "UnpinUserPages, UnpinUserPagesDirtyLock, UnpinUserPage")] Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Follow(start, count, flags, pages, pin: true, lockHeld: true, new CallSite(nameof(PinUserPages), member, file, line));
}
