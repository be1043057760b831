using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public abstract partial class PageReferences
{
    private static readonly string[] PinOnly = [ResourceKinds.PagePin];

    /// <summary>Undoes one pin (unpin_user_page).</summary>
    /// <param name="page">A page as the pin call returned it; not null.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is free or not pinned.</exception>
    public void UnpinUserPage(
        [Releases(ResourceKinds.PagePin)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnpinCounted(page, new CallSite(nameof(UnpinUserPage), member, file, line));

    /// <summary>Undoes one pin on each page (unpin_user_pages). Empty slots are skipped.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="count">How many are pinned. A negative number, an errno taken for a count, is warned about; nothing is done.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">A page is free or not pinned; those before it were unpinned.</exception>
    public void UnpinUserPages(
        [Releases(ResourceKinds.PagePin, Count = "count")] ReadOnlySpan<Page> pages, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnpinUserPages), member, file, line);
        if (IsCount(count, site))
        {
            UnpinAll(pages[..count], makeDirty: false, site);
        }
    }

    /// <summary>Marks the pages as written, under their locks, and undoes one pin on each (unpin_user_pages_dirty_lock).</summary>
    /// <param name="pages">The pages; the first <paramref name="count"/> are not null if they are to be marked.</param>
    /// <param name="count">How many are pinned. A negative number, an errno taken for a count, is warned about; nothing is done.</param>
    /// <param name="makeDirty">Whether the content was written; without it, the same as <see cref="UnpinUserPages"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">A page is missing, free or not pinned; those before it were unpinned.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    public void UnpinUserPagesDirtyLock(
        [Releases(ResourceKinds.PagePin, Count = "count"), MarksDirty(When = "makeDirty == true", Locked = true)]
        ReadOnlySpan<Page> pages,
        int count, bool makeDirty,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnpinUserPagesDirtyLock), member, file, line);
        Kernel.MightSleep(site);
        if (IsCount(count, site))
        {
            UnpinAll(pages[..count], makeDirty, site);
        }
    }

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
    [ReplacedBy(nameof(UnpinUserPagesDirtyLock))]
    public void PutUserPagesDirtyLock(
        [Releases(ResourceKinds.PagePin, Count = "count"), MarksDirty(When = "makeDirty == true", Locked = true)]
        ReadOnlySpan<Page> pages,
        int count, bool makeDirty,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnpinUserPagesDirtyLock(pages, count, makeDirty, member, file, line);

    private bool IsCount(int count, in CallSite site)
    {
        if (count < 0)
        {
            Kernel.Warn($"{site.Api} was given {count} as a count: an errno; nothing was unpinned [{site}]", site);
        }

        return count >= 0;
    }

    private void UnpinCounted(Page page, in CallSite site)
    {
        Unpin(page, site);
        Kernel.CountUnpinned(1);
    }

    private void UnpinAll(ReadOnlySpan<Page> pages, bool makeDirty, in CallSite site)
    {
        int unpinned = 0;
        try
        {
            foreach (Page? page in pages)
            {
                if (makeDirty)
                {
                    MarkDirty(page, site);
                }

                if (page is not null)
                {
                    Unpin(page, site);
                    unpinned++;
                }
            }
        }
        finally
        {
            Kernel.CountUnpinned(unpinned);
        }
    }

    private void MarkDirty(Page? page, in CallSite site)
    {
        if (page is null)
        {
            throw Kernel.Bug($"{site.Api} was given an empty slot to mark as written", null, site);
        }

        Kernel.CheckInUse(page, site);
        if (!page.IsDirty)
        {
            KernelMemory.DirtyLocked(page);
        }
    }

    private void Unpin(Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(page);
        Kernel.CheckInUse(page, site);
        if (page == Kernel.ZeroPage)
        {
            return;
        }

        if (!Kernel.Ledger.Give(page.Head, PinOnly, site))
        {
            Kernel.Misuse(Kernel.WrongRelease(page.Head, site), page.Head, site);
        }

        Kernel.DropPin(page, site);
    }
}
