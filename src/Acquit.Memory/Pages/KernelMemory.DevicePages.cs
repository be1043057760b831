using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>The switch of <see cref="PageIsDevmapManaged"/> (devmap_managed_key): how many maps have managed pages.</summary>
    private int managedPagemaps;

    /// <summary>Whether the page is one of a device that is told when it becomes idle (page_is_devmap_managed).</summary>
    /// <remarks>Only asks, and is next to free as long as no such device is there.</remarks>
    /// <param name="page">The page.</param>
    /// <returns>True for pages of device-private and FS-DAX memory, whose count is 1 when they are idle.</returns>
    public bool PageIsDevmapManaged([Borrows] Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Volatile.Read(ref managedPagemaps) != 0 && page.IsZoneDevice && FindPagemap(page) is { IsManaged: true };
    }

    /// <summary>Drops a reference to a page of a device (put_devmap_managed_page). <see cref="PageReferences.PutPage"/> does the same for it.</summary>
    /// <remarks>
    /// When one reference is left, the page is idle, and the driver is told. When none is left, the device's memory is ending, and
    /// the page lets go of its <see cref="DevPagemap"/>. Any other page is warned about, and left alone.
    /// </remarks>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is not held by reference.</exception>
    public void PutDevmapManagedPage(
        [Releases(ResourceKinds.PageRef)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(PutDevmapManagedPage), member, file, line);
        CheckInUse(page, site);
        if (!PageIsDevmapManaged(page))
        {
            Warn($"{page} is no managed page of a device, and {site.Api} leaves it alone; use PutPage [{site}]", site);
            return;
        }

        Put(page, site);
    }

    /// <summary>Makes a page of a device idle, whatever its count (free_devmap_managed_page).</summary>
    /// <remarks>
    /// Forgets that it was active or waited for, and tells the driver. What it was mapped for (<see cref="Page.Mapping"/>,
    /// <see cref="Page.IsAnonymous"/>) is forgotten for device-private memory only: its next user would take the page for an
    /// anonymous one. For FS-DAX the file system forgets it.
    /// </remarks>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is no managed page of a device.</exception>
    public void FreeDevmapManagedPage(
        [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(FreeDevmapManagedPage), member, file, line);
        CheckInUse(page, site);
        if (!page.IsZoneDevice || FindPagemap(page) is not { IsManaged: true } pgmap)
        {
            throw Bug($"{page} is no managed page of a device", page, site);
        }

        MakeIdle(page, pgmap, site);
    }

    /// <summary>Marks a new page as anonymous memory (page_add_new_anon_rmap), as migration into a device's memory does.</summary>
    /// <remarks>A page that seems to be anonymous already is left as it is, with its stale mapping, and nobody is told.</remarks>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    public void PageAddNewAnonRmap(
        [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CheckInUse(page, new CallSite(nameof(PageAddNewAnonRmap), member, file, line));
        if (!page.IsAnonymous)
        {
            page.Mapping = null;
            page.IsAnonymous = true;
        }
    }

    /// <summary>Notes which file a page of a device belongs to (dax_associate_entry), as a file system does when it maps one.</summary>
    /// <param name="page">The page of a device.</param>
    /// <param name="mapping">The file's pages; null when it belongs to none any more (dax_disassociate_entry).</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is not a device's.</exception>
    public void DaxAssociateEntry(
        [Borrows] Page page, [Borrows] AddressSpace? mapping,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DaxAssociateEntry), member, file, line);
        CheckInUse(page, site);
        if (!page.IsZoneDevice)
        {
            throw Bug($"{page} is not a device's", page, site);
        }

        page.Mapping = mapping;
    }

    private DevPagemap? FindPagemap(Page page)
    {
        foreach (DevPagemap pgmap in Volatile.Read(ref pagemaps))
        {
            if (pgmap.Contains(page.Pfn))
            {
                return pgmap;
            }
        }

        return null;
    }

    private void SettleDevicePage(Page page, int left, in CallSite site)
    {
        if (FindPagemap(page) is not { } pgmap)
        {
            return;
        }

        if (left == 0)
        {
            // __put_page: the page is not the allocator's. It has kept its device there, and does so no longer.
            pgmap.TryPut();
        }
        else if (pgmap.IsManaged)
        {
            MakeIdle(page, pgmap, site);
        }
    }

    private void MakeIdle(Page page, DevPagemap pgmap, in CallSite site)
    {
        try
        {
            if (Ledger.Enabled && Ledger.HoldsOf(page) is { Count: > 0 })
            {
                Warn($"{page} is made idle by {site} while it is still held{Ledger.Describe(page)}", site);
            }
        }
        finally
        {
            // Where a warning is thrown, the page is idle all the same: its count says so.
            Ledger.NoteRelease(page, site);
            page.ClearActive();
            page.Lock.ForgetWaiters();
            if (pgmap.Type == MemoryDeviceType.Private)
            {
                page.Mapping = null;
                page.IsAnonymous = false;
            }

            pgmap.Ops.PageFree?.Invoke(page);
        }
    }
}
