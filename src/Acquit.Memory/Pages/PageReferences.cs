using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>
/// Taking and dropping references to pages. Both the kernel's memory and an address space offer it, so that what was acquired
/// through either can be released through the same.
/// </summary>
public abstract partial class PageReferences
{
    private protected static readonly string[] RefOrPage = [ResourceKinds.PageRef, ResourceKinds.Page];

    private protected PageReferences() { }

    private protected abstract KernelMemory Kernel { get; }

    /// <summary>Takes one more reference to a page that is known to have one (get_page).</summary>
    /// <param name="page">The page; for a tail, its compound page is meant.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page has no references.</exception>
    public void GetPage(
        [Acquires(ResourceKinds.PageRef, ReleasedBy = nameof(PutPage))] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        KernelMemory kernel = Kernel;
        if (IsUnrecorded(kernel, page) && page.TryAddCount(1, 0))
        {
            return;
        }

        CallSite site = new(nameof(GetPage), member, file, line);
        kernel.CheckInUse(page, site);
        if (!page.TryAddCount(1, 0))
        {
            throw kernel.Bug($"{page} has no reference to start from; GetPage needs one", page.Head, site);
        }

        kernel.Ledger.Take(page.Head, ResourceKinds.PageRef, site);
    }

    /// <summary>Takes a reference unless the page has none, or too many (try_get_page).</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether a reference was taken; must be tested.</returns>
    public bool TryGetPage(
        [Acquires(ResourceKinds.PageRef, When = "return == true", ReleasedBy = nameof(PutPage))] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(TryGetPage), member, file, line);
        CheckOurs(page, site);
        if (Kernel.Injection.Fails(site, out _))
        {
            return false;
        }

        if (!page.TryAddCount(1, 0))
        {
            Kernel.Warn($"{page} has {page.RefCount} references; TryGetPage took none{Kernel.Ledger.Describe(page.Head)}", site);
            return false;
        }

        Kernel.Ledger.Take(page.Head, ResourceKinds.PageRef, site);
        return true;
    }

    /// <summary>Takes a reference to a page that may be on its way to being free (get_page_unless_zero).</summary>
    /// <remarks>
    /// For whoever found the page without holding it. With the reference it has to look again whether the page still is what it
    /// was looking for. A page without references is an ordinary answer here, and not warned about.
    /// </remarks>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether a reference was taken; must be tested.</returns>
    public bool GetPageUnlessZero(
        [Acquires(ResourceKinds.PageRef, When = "return == true", ReleasedBy = nameof(PutPage))] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(GetPageUnlessZero), member, file, line);
        CheckOurs(page, site);
        if (Kernel.Injection.Fails(site, out _) || !page.TryAddCount(1, 0))
        {
            return false;
        }

        Kernel.Ledger.Take(page.Head, ResourceKinds.PageRef, site);
        return true;
    }

    /// <summary>Drops a reference (put_page); with the last one the page is freed.</summary>
    /// <remarks>
    /// For references from get_page and get_user_pages, and for allocated pages of order 0 or compound. Not for pins. Of a
    /// block that is not compound it would free the first page only.
    /// </remarks>
    /// <param name="page">The page; not null.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is free, or not held by reference.</exception>
    public void PutPage(
        [Releases(ResourceKinds.PageRef), Releases(ResourceKinds.Page)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!TryPutSimply(Kernel, page))
        {
            Put(page, new CallSite(nameof(PutPage), member, file, line));
        }
    }

    /// <summary>Drops several references to one page at once (folio_put_refs).</summary>
    /// <param name="page">The page; not null.</param>
    /// <param name="refs">How many references, at least one. The caller holds so many.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is free, or not held by so many references. Nothing was dropped.</exception>
    // No contract: a count there is one of elements, and these are several references to one page.
    public void FolioPutRefs(
        Page page, int refs,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(FolioPutRefs), member, file, line);
        ArgumentNullException.ThrowIfNull(page);
        Kernel.CheckInUse(page, site);
        int there = page.RefCount;
        if (refs < 1 || refs > there)
        {
            throw Kernel.Bug($"{page} has {there} references; {site.Api} cannot drop {refs}", page.Head, site);
        }

        List<HeldResource>? given = GiveAll(page.Head, refs, site);
        if (!Kernel.TryDropReference(page, refs, 0, site))
        {
            // Somebody else was faster, with references that were not his.
            given?.ForEach(Kernel.Ledger.Restore);
            throw Kernel.Bug($"{page} has {page.RefCount} references; {site.Api} cannot drop {refs}", page.Head, site);
        }
    }

    /// <summary>Drops one reference to each page (release_pages): the batch form of <see cref="PutPage"/>, not of unpinning.</summary>
    /// <param name="pages">The pages; the first <paramref name="count"/> are not null.</param>
    /// <param name="count">How many are held; none are released for 0 or less.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="ArgumentException">There are fewer pages than that; nothing was released.</exception>
    /// <exception cref="KernelBugException">A page is null, free, or not held by reference; those before it were released.</exception>
    public void ReleasePages(
        [Releases(ResourceKinds.PageRef, Count = "count"), Releases(ResourceKinds.Page, Count = "count")] ReadOnlySpan<Page> pages,
        int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(ReleasePages), member, file, line);
        KernelMemory.CheckRoom(count, pages.Length, nameof(pages));
        KernelMemory kernel = Kernel;
        for (int i = 0; i < count; i++)
        {
            if (TryPutSimply(kernel, pages[i]))
            {
                continue;
            }

            Put(pages[i] ?? throw Kernel.Bug($"ReleasePages was given no page at index {i} of {count}", null, site), site);
        }
    }

    /// <summary>Whether nothing is to be checked or recorded about a page that is there: the short way through everything below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsUnrecorded(KernelMemory kernel, [NotNullWhen(true)] Page? page) =>
        !kernel.Ledger.Enabled && page is not null && page.Kernel == kernel && page.Block is not null && !kernel.IsDisposed;

    /// <summary>The common case of a put: somebody else still holds the page. Of a device's page, one reference left means more.</summary>
    /// <returns>False, with nothing changed, when it is not that simple.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPutSimply(KernelMemory kernel, Page? page) =>
        IsUnrecorded(kernel, page) && !page.IsZoneDevice && page.Head.TryDropOwnCountButLast(1);

    private void CheckOurs(Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(page);
        Kernel.ThrowIfDisposed();
        if (page.Kernel != Kernel)
        {
            throw Kernel.Bug($"{page} belongs to another kernel's memory", page, site);
        }
    }

    private protected void Put(Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(page);
        Kernel.CheckInUse(page, site);
        if (!Kernel.Ledger.Give(page.Head, RefOrPage, site))
        {
            Kernel.Misuse(Kernel.WrongRelease(page.Head, site), page.Head, site);
        }

        Kernel.DropReference(page, 1, 0, site);
    }

    /// <summary>Strikes so many holds, or, where a misuse is thrown, none.</summary>
    /// <returns>What was struck; null when the ledger is off.</returns>
    private List<HeldResource>? GiveAll(Page head, int refs, in CallSite site)
    {
        if (!Kernel.Ledger.Enabled)
        {
            return null;
        }

        List<HeldResource> given = [];
        while (given.Count < refs && Kernel.Ledger.Give(head, RefOrPage, site, out HeldResource? hold))
        {
            given.Add(hold!);
        }

        if (given.Count == refs)
        {
            return given;
        }

        if (Kernel.Options.OnMisuse == MisuseReaction.Throw)
        {
            given.ForEach(Kernel.Ledger.Restore);
        }

        Kernel.Misuse(Kernel.WrongRelease(head, site), head, site);
        return given;
    }
}
