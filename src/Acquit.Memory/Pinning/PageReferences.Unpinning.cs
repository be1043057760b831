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
            KernelMemory.CheckRoom(count, pages.Length, nameof(pages));
            WarnIfTailIsEmpty(pages[..count], site);
            UnpinAll(pages[..count], makeDirty: false, site);
        }
    }

    /// <summary>Marks the pages as written, under their locks, and undoes one pin on each (unpin_user_pages_dirty_lock).</summary>
    /// <remarks>Sleeps only if it marks: each page that is clean is locked for it, those that are dirty already are not.</remarks>
    /// <param name="pages">The pages; the first <paramref name="count"/> are not null if they are to be marked.</param>
    /// <param name="count">How many are pinned. A negative number, an errno taken for a count, is warned about; nothing is done.</param>
    /// <param name="makeDirty">Whether the content was written; without it, the same as <see cref="UnpinUserPages"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">A page is missing, free or not pinned; those before it were unpinned.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Because = KernelMemory.LockedByMover)]
    public void UnpinUserPagesDirtyLock(
        [Releases(ResourceKinds.PagePin, Count = "count"), MarksDirty(When = "makeDirty == true", Locked = true)]
        ReadOnlySpan<Page> pages,
        int count, bool makeDirty,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnpinUserPagesDirtyLock), member, file, line);
        if (IsCount(count, site))
        {
            KernelMemory.CheckRoom(count, pages.Length, nameof(pages));
            CheckDirtying(makeDirty, site);
            if (!makeDirty)
            {
                WarnIfTailIsEmpty(pages[..count], site);
            }

            UnpinAll(pages[..count], makeDirty, site);
        }
    }

    private bool IsCount(int count, in CallSite site)
    {
        if (count < 0)
        {
            Kernel.Warn($"{site.Api} was given {count} as a count: an errno; nothing is unpinned [{site}]", site);
        }

        return count >= 0;
    }

    /// <summary>Slots are skipped wherever they are empty, but a range that ends with such is longer than what was pinned.</summary>
    private void WarnIfTailIsEmpty(ReadOnlySpan<Page> pages, in CallSite site)
    {
        if (!Kernel.IsChecking || pages.IsEmpty || pages[^1] is not null)
        {
            return;
        }

        int first = pages.Length - 1;
        while (first > 0 && pages[first - 1] is null)
        {
            first--;
        }

        int last = pages.Length - 1;
        Kernel.Warn(
            $"{site.Api}: {(first == last ? $"entry {first} of {pages.Length} is" : $"entries {first}..{last} of {pages.Length} are")}"
            + $" null: more were given than were pinned [{site}]",
            site);
    }

    private void CheckDirtying(bool makeDirty, in CallSite site)
    {
        if (makeDirty)
        {
            Kernel.MightWaitForPage(site);
        }
    }

    private void UnpinCounted(Page page, in CallSite site)
    {
        KernelMemory kernel = Kernel;
        if (Unpin(kernel, page, site))
        {
            kernel.CountUnpinned(1);
        }
    }

    private void UnpinAll(ReadOnlySpan<Page> pages, bool makeDirty, in CallSite site)
    {
        KernelMemory kernel = Kernel;
        bool recorded = kernel.Ledger.Enabled || kernel.IsDisposed;
        int unpinned = 0;
        try
        {
            for (int i = 0; i < pages.Length;)
            {
                Page? page = pages[i];
                if (makeDirty)
                {
                    MarkDirty(page, site);
                }

                int together = 1;
                if (page is not null && !recorded && kernel.TryUnpinMapped(page))
                {
                    unpinned++;
                }
                else if (page is not null)
                {
                    if (!recorded && page.IsCompound && TryUnpinRun(kernel, pages[i..], site, out together))
                    {
                        unpinned += together;
                    }
                    else
                    {
                        unpinned += Unpin(kernel, page, site) ? 1 : 0;
                        together = 1;
                    }
                }

                i += together;
            }
        }
        finally
        {
            kernel.CountUnpinned(unpinned);
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
            Kernel.DirtyLocked(page, site);
        }
    }

    /// <summary>Undoes the pins on the pages at the start that are of one compound page, in one step (gup_folio_next).</summary>
    /// <returns>False when each page has to be looked at by itself: something is wrong.</returns>
    private static bool TryUnpinRun(KernelMemory kernel, ReadOnlySpan<Page> pages, in CallSite site, out int together)
    {
        together = 0;
        Page head = kernel.CheckInUse(pages[0], site);
        while (together < pages.Length && pages[together] is { } page && page.IsCompound && page.Block == head)
        {
            together++;
        }

        if (head.PinCount < together || head.RefCount < together)
        {
            return false;
        }

        kernel.DropReference(head, together, together, site);
        return true;
    }

    /// <returns>Whether it counts: the page of zeroes is nobody's.</returns>
    private static bool Unpin(KernelMemory kernel, Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(page);
        kernel.CheckInUse(page, site);
        if (page == kernel.ZeroPage)
        {
            return false;
        }

        if (!kernel.Ledger.Give(page.Head, PinOnly, site))
        {
            kernel.Misuse(kernel.WrongRelease(page.Head, site), page.Head, site);
        }

        kernel.DropPin(page, site);
        return true;
    }
}
