using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>
/// Unpinning by the folio: a page, or all of a compound page, named by its first page. Who has pinned page by page may give back
/// several pins of one folio at once; who has pinned folios (<see cref="KernelMemory.MemfdPinFolios"/>) gives back one for each.
/// </remarks>
public abstract partial class PageReferences
{
    private static readonly string[] FolioPinOnly = [ResourceKinds.FolioPin];

    /// <summary>
    /// Marks pages that lie next to each other as written, if they were, and undoes one pin on each (unpin_user_page_range_dirty_lock).
    /// </summary>
    /// <remarks>For pages that are contiguous in memory, and not only in the process. Sleeps only if it marks.</remarks>
    /// <param name="page">The first page.</param>
    /// <param name="count">How many are pinned. A negative number, an errno taken for a count, is warned about; nothing is done.</param>
    /// <param name="makeDirty">Whether the content was written.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">A page does not exist, is free or not pinned; those before it were unpinned.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Because = KernelMemory.LockedByMover)]
    public void UnpinUserPageRangeDirtyLock(
        [Releases(ResourceKinds.PagePin, Count = "count"), MarksDirty(When = "makeDirty == true", Locked = true)] Page page,
        int count, bool makeDirty,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnpinUserPageRangeDirtyLock), member, file, line);
        ArgumentNullException.ThrowIfNull(page);
        if (!IsCount(count, site) || count == 0)
        {
            return;
        }

        CheckDirtying(makeDirty, site);
        Kernel.CheckInUse(page, site);
        ReadOnlySpan<Page> after = Kernel.FrameTable[page.Frame..];
        UnpinAll(after[..Math.Min(count, after.Length)], makeDirty, site);
        if (count > after.Length)
        {
            throw Kernel.Bug($"{site.Api} was to unpin {count} pages from {page} on; there are {after.Length}", page, site);
        }
    }

    /// <summary>Undoes several pins on the pages of one folio (unpin_user_folio).</summary>
    /// <param name="folio">A page of it.</param>
    /// <param name="count">How many pins, one for each page that was pinned. A negative number is warned about; nothing is done.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It is free, or does not have so many pins; nothing is undone unless checking has noticed late.</exception>
    public void UnpinUserFolio(
        [Releases(ResourceKinds.PagePin, Count = "count")] Page folio, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnpinUserFolio), member, file, line);
        Page head = Kernel.CheckInUse(folio, site);
        if (!IsCount(count, site))
        {
            return;
        }

        head = folio.Head;
        int pins = head.IsCompound ? head.PinCount : head.RefCount / MmStruct.GupPinCountingBias;
        if (head != Kernel.ZeroPage && count > pins)
        {
            throw Kernel.Bug($"{folio} has {pins} pins, and {site.Api} was to undo {count}", head, site);
        }

        for (int i = 0; i < count; i++)
        {
            UnpinCounted(head, site);
        }
    }

    /// <summary>Undoes the pin on a folio of a memory file (unpin_folio).</summary>
    /// <param name="folio">As <see cref="KernelMemory.MemfdPinFolios"/> returned it; not null.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It is free or not pinned as a folio.</exception>
    public void UnpinFolio(
        [Releases(ResourceKinds.FolioPin)] Page folio,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnpinFolio(folio, new CallSite(nameof(UnpinFolio), member, file, line));

    /// <summary>Undoes the pin on each folio of a memory file (unpin_folios). Unlike pages, folios must all be there.</summary>
    /// <param name="folios">As <see cref="KernelMemory.MemfdPinFolios"/> returned them.</param>
    /// <param name="count">How many are pinned. A negative number, an errno taken for a count, is warned about; nothing is done.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">One is missing, free, or not pinned as a folio; those before it were unpinned.</exception>
    public void UnpinFolios(
        [Releases(ResourceKinds.FolioPin, Count = "count")] ReadOnlySpan<Page> folios, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(UnpinFolios), member, file, line);
        if (!IsCount(count, site))
        {
            return;
        }

        KernelMemory.CheckRoom(count, folios.Length, nameof(folios));
        foreach (Page folio in folios[..count])
        {
            UnpinFolio(folio ?? throw Kernel.Bug($"{site.Api} was given an empty slot", null, site), site);
        }
    }

    /// <summary>Adds a pin to a page that is pinned (folio_add_pin), for whoever splits what he has pinned among several.</summary>
    /// <param name="folio">The page; warned about, and counted all the same, if nobody has pinned it.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It is free, or its count is full.</exception>
    public void FolioAddPin(
        [Acquires(ResourceKinds.PagePin, ReleasedBy = "UnpinUserPage, UnpinUserFolio")] Page folio,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AddPins(folio, 1, new CallSite(nameof(FolioAddPin), member, file, line));

    /// <summary>Adds several pins to a page that is pinned (folio_add_pins).</summary>
    /// <param name="folio">The page; warned about, and counted all the same, if nobody has pinned it.</param>
    /// <param name="count">How many, at least one.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -EINVAL for fewer than one, -ENOMEM when its count would overflow: nothing is added then.</returns>
    /// <exception cref="KernelBugException">It is free.</exception>
    public int FolioAddPins(
        [Acquires(ResourceKinds.PagePin, Count = "count", When = "return == 0", ReleasedBy = nameof(UnpinUserFolio))] Page folio, int count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(FolioAddPins), member, file, line);
        Kernel.CheckInUse(folio, site);
        return count < 1 ? -Errno.EINVAL : TryAddPins(folio, count, site) ? 0 : -Errno.ENOMEM;
    }

    private void AddPins(Page folio, int count, in CallSite site)
    {
        Kernel.CheckInUse(folio, site);
        if (!TryAddPins(folio, count, site))
        {
            throw Kernel.Bug($"{folio} has {folio.RefCount} references; {site.Api} cannot add {count} pins", folio.Head, site);
        }
    }

    private bool TryAddPins(Page folio, int count, in CallSite site)
    {
        Page head = folio.Head;
        if (head == Kernel.ZeroPage)
        {
            return true;
        }

        if (!head.MaybeDmaPinned)
        {
            Kernel.Warn($"{site.Api} was given {folio}, which nobody has pinned{Kernel.Ledger.Describe(head)} [{site}]", site);
        }

        long references = head.IsCompound ? count : (long)count * MmStruct.GupPinCountingBias;
        if (references > int.MaxValue || !head.TryAddCount((int)references, head.IsCompound ? count : 0))
        {
            return false;
        }

        Kernel.CountPinned(count);
        for (int i = 0; Kernel.Ledger.Enabled && i < count; i++)
        {
            Kernel.Ledger.Take(head, ResourceKinds.PagePin, site);
        }

        return true;
    }

    private void UnpinFolio(Page folio, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(folio);
        Kernel.CheckInUse(folio, site);
        if (!Kernel.Ledger.Give(folio.Head, FolioPinOnly, site))
        {
            Kernel.Misuse(Kernel.WrongRelease(folio.Head, site), folio.Head, site);
        }

        Kernel.DropPin(folio, site);
        Kernel.CountUnpinned(1);
    }
}
