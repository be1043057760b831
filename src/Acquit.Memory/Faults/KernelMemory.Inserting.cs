namespace Acquit.Memory;

/// <remarks>What all calls that insert a counted page have in common.</remarks>
public sealed partial class KernelMemory
{
    private int InsertFromMmap(VmAreaStruct area, ulong address, Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(area);
        WarnInFault(area, site);
        return Insert(area, address, page, site);
    }

    private int Insert(VmAreaStruct area, ulong address, Page page, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(page);
        if (!area.Contains(address))
        {
            return -Errno.EFAULT;
        }

        if (page.RefCount == 0)
        {
            return -Errno.EINVAL;
        }

        MakeMixed(area, site);
        return Injection.Fails(site, out int injected)
            ? injected == 0 ? -Errno.ENOMEM : injected
            : InsertChecked(area, address, page, written: false, site);
    }

    /// <summary>The area may hold inserted pages, or the kernel stops: it can become a mixed map only under the lock for writing.</summary>
    private void MakeMixed(VmAreaStruct area, in CallSite site)
    {
        CheckArea(area, site);
        if ((area.Flags & VmFlags.MixedMap) != 0)
        {
            return;
        }

        if ((area.Flags & VmFlags.PfnMap) != 0)
        {
            throw Bug($"{site.Api}: {area} maps bare frames, and cannot hold counted pages", null, site);
        }

        if (!KernelThread.Current.HoldsMmapLockForWrite(area.Mm))
        {
            throw Bug(
                $"{site.Api}: {area} is no mixed map, and cannot become one without the mmap lock held for writing"
                + (KernelThread.Current.IsIn(ExecutionContexts.PageFault)
                    ? "; in a fault handler use VmfInsertPage, on an area that was made a mixed map when it was mapped" : ""),
                area.Mm, site);
        }

        area.Flags |= VmFlags.MixedMap;
    }

    /// <summary>Maps a page into an area that may hold it (insert_page).</summary>
    /// <param name="area">The area.</param>
    /// <param name="address">The address, in the area.</param>
    /// <param name="page">The page.</param>
    /// <param name="written">Whether it is mapped for a write: what maps it already is made writable then.</param>
    /// <param name="site">The call it is for.</param>
    /// <returns>0 or a negative errno, and then no reference is taken.</returns>
    private int InsertChecked(VmAreaStruct area, ulong address, Page page, bool written, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Kernel != this)
        {
            throw Bug($"{page} belongs to another kernel's memory", page, site);
        }

        bool counted = page != ZeroPage;
        if (page.IsAnonymous || page.IsSlab || !(counted || area.AllowsZeroPage) || (counted && !page.TryAddCount(1, 0)))
        {
            return -Errno.EINVAL;
        }

        bool writable = counted && (area.MapsWritable || (written && (area.Flags & VmFlags.Write) != 0));
        if (area.Mm.Install(address & Page.Mask, page, writable, written))
        {
            return 0;
        }

        if (counted)
        {
            DropReference(page, 1, 0, site);
        }

        return !written ? -Errno.EBUSY
            : area.Mm.TryMarkWritten(area, address & Page.Mask, PageTableLevel.Pte, page.Pfn, site) ? 0 : -Errno.EFAULT;
    }

    /// <summary>The area, and what is in it, are this kernel's.</summary>
    private void CheckArea(VmAreaStruct area, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(area);
        ThrowIfDisposed();
        if (!area.Mm.IsOf(this))
        {
            throw Bug($"{site.Api}: {area} belongs to another kernel's address space", null, site);
        }
    }

    private void WarnInFault(VmAreaStruct area, in CallSite site)
    {
        if (IsChecking && (area.Flags & VmFlags.MixedMap) != 0 && KernelThread.Current.IsIn(ExecutionContexts.PageFault))
        {
            Warn($"{site.Api} was called in a fault handler, which has to answer with a fault code; use VmfInsertPage [{site}]", site);
        }
    }

    private void WarnOutsideFault(string instead, in CallSite site)
    {
        if (IsChecking && !KernelThread.Current.IsIn(ExecutionContexts.PageFault))
        {
            Warn(
                $"{site.Api} was called outside of a fault handler: its answer is a fault code, not an errno; use {instead} [{site}]",
                site);
        }
    }

    private void WarnOutsideMmap(in CallSite site)
    {
        if (IsChecking && !KernelThread.Current.IsIn(ExecutionContexts.Mmap))
        {
            Warn($"{site.Api} was called outside of a file's mmap operation [{site}]", site);
        }
    }
}
