using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] PageLockKind = [ResourceKinds.PageLock];

    /// <summary>Locks a page, waiting for it if need be (lock_page).</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [NotIn(ExecutionContexts.Atomic)]
    public void LockPage(
        [Acquires(ResourceKinds.PageLock, ReleasedBy = nameof(UnlockPage))] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(LockPage), member, file, line);
        MightSleep(site);
        CheckInUse(page, site);
        page.Head.Lock.Enter();
        Ledger.Take(page.Head, ResourceKinds.PageLock, site);
    }

    /// <summary>Locks a page if that needs no waiting (trylock_page).</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it is locked now.</returns>
    public bool TrylockPage(
        [Acquires(ResourceKinds.PageLock, When = "return == true", ReleasedBy = nameof(UnlockPage))] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(TrylockPage), member, file, line);
        CheckInUse(page, site);
        if (Injection.Fails(site, out _) || !page.Head.Lock.TryEnter())
        {
            return false;
        }

        Ledger.Take(page.Head, ResourceKinds.PageLock, site);
        return true;
    }

    /// <summary>Unlocks a page (unlock_page). Any thread may.</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is not locked.</exception>
    public void UnlockPage(
        [Releases(ResourceKinds.PageLock)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnlockPage), member, file, line);
        CheckInUse(page, site);
        ForceUnlock(page, site);
    }

    /// <summary>Marks a page as written (set_page_dirty). The caller holds the page lock, or otherwise keeps its file alive.</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it was clean before.</returns>
    public bool SetPageDirty(
        [MarksDirty, Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SetPageDirty), member, file, line);
        CheckInUse(page, site);
        CheckKeepsFile(page, site);
        bool clean = !page.IsDirty;
        page.SetDirty(true);
        return clean;
    }

    /// <summary>Locks a page, marks it as written, unlocks it (set_page_dirty_lock).</summary>
    /// <param name="page">The page; not locked by the caller.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>Whether it was clean before.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    public bool SetPageDirtyLock(
        [MarksDirty(Locked = true), Borrows, RequiresNotHeld(ResourceKinds.PageLock)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SetPageDirtyLock), member, file, line);
        MightSleep(site);
        CheckInUse(page, site);
        return DirtyLocked(page);
    }

    /// <summary>Notes that a page is used (mark_page_accessed): the first use marks it referenced, the next one active.</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is free.</exception>
    public void MarkPageAccessed(
        [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CheckInUse(page, new CallSite(nameof(MarkPageAccessed), member, file, line));
        page.MarkAccessed();
    }

    internal static bool DirtyLocked(Page page)
    {
        page.Head.Lock.Enter();
        bool clean = !page.IsDirty;
        page.SetDirty(true);
        page.Head.Lock.Exit();
        return clean;
    }

    internal void ForceUnlock(Page page, in CallSite site)
    {
        Ledger.Give(page.Head, PageLockKind, site);
        if (!page.Head.Lock.Exit())
        {
            throw Bug($"{page} is not locked", page.Head, site);
        }
    }
}
