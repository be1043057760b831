using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>Names of a proposal for what is called unpinning today.</remarks>
public abstract partial class PageReferences
{
    /// <summary>The older name of <see cref="UnpinUserPage"/> (put_user_page).</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [ReplacedBy(nameof(UnpinUserPage))]
    public void PutUserPage(
        [Releases(ResourceKinds.PagePin)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnpinUserPage(page, member, file, line);

    /// <summary>The older name of <see cref="UnpinUserPages"/> (put_user_pages).</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="count">How many are pinned.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [ReplacedBy(nameof(UnpinUserPages))]
    public void PutUserPages(
        [Releases(ResourceKinds.PagePin, Count = "count")] ReadOnlySpan<Page> pages, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnpinUserPages(pages, count, member, file, line);

    /// <summary>The older name of <see cref="UnpinUserPagesDirtyLock"/> (put_user_pages_dirty_lock).</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="count">How many are pinned.</param>
    /// <param name="makeDirty">Whether the content was written.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Because = KernelMemory.LockedByMover)]
    [ReplacedBy(nameof(UnpinUserPagesDirtyLock))]
    public void PutUserPagesDirtyLock(
        [Releases(ResourceKinds.PagePin, Count = "count"), MarksDirty(When = "makeDirty == true", Locked = true)]
        ReadOnlySpan<Page> pages,
        int count, bool makeDirty,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnpinUserPagesDirtyLock(pages, count, makeDirty, member, file, line);
}
