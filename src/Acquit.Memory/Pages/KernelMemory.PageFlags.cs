using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    internal const string LockedByMover = "Whoever makes the change may hold the lock of the page, and waits for the callback.";

    private static readonly string[] PageLockKind = [ResourceKinds.PageLock];

    /// <summary>Locks a page, waiting for it if need be (lock_page).</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is free, or this thread has locked it and would wait for itself.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Use = nameof(TrylockPage), Because = LockedByMover)]
    public void LockPage(
        [Acquires(ResourceKinds.PageLock, ReleasedBy = nameof(UnlockPage)), RequiresNotHeld(ResourceKinds.PageLock)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(LockPage), member, file, line);
        MightWaitForPage(site);
        CheckInUse(page, site);
        WaitForPage(page.Head, site);
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
        [MarksDirty(Under = ResourceKinds.PageLock), Borrows] Page page,
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
    /// <exception cref="KernelBugException">The page is free, or this thread has locked it and would wait for itself.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Use = nameof(TrylockPage), Because = LockedByMover)]
    public bool SetPageDirtyLock(
        [MarksDirty(Locked = true), Borrows, RequiresNotHeld(ResourceKinds.PageLock)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SetPageDirtyLock), member, file, line);
        MightWaitForPage(site);
        CheckInUse(page, site);
        return DirtyLocked(page, site);
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

    /// <summary>As <see cref="MightSleep"/>; and the page may be one that is being moved or unmapped while others are told of it.</summary>
    internal void MightWaitForPage(in CallSite site)
    {
        MightSleep(site);
        if (IsChecking && KernelThread.Current.IsIn(ExecutionContexts.MmuNotifier))
        {
            Warn($"{site.Api} may wait for the lock of a page, in a callback that its holder may be waiting for; use {nameof(TrylockPage)} [{site}]", site);
        }
    }

    internal bool DirtyLocked(Page page, in CallSite site)
    {
        WaitForPage(page.Head, site);
        bool clean = !page.IsDirty;
        page.SetDirty(true);
        page.Head.Lock.Exit();
        return clean;
    }

    /// <summary>Takes the lock of a page. It has no owner, but who has taken it himself will hardly be relieved by somebody else.</summary>
    private void WaitForPage(Page head, in CallSite site)
    {
        if (head.Lock.TryEnter())
        {
            return;
        }

        foreach (HeldResource held in Ledger.HoldsOf(head))
        {
            if (held.Kind == ResourceKinds.PageLock && held.ThreadId == Environment.CurrentManagedThreadId)
            {
                Misuse($"{site.Api} would wait for ever: this thread has locked {head}", head, site);
                break;
            }
        }

        head.Lock.Enter();
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
