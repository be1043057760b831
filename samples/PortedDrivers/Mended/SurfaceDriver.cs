using Acquit.Memory;
using PortedDrivers.Hardware;

namespace PortedDrivers.Mended;

/// <summary>How it is noticed that a process has written.</summary>
public enum DirtyMethod
{
    /// <summary>By looking at the page tables: cheap to write, and all entries are looked at for each update.</summary>
    PageTable,

    /// <summary>By being asked before a page is written: a fault for each page, and nothing to look at.</summary>
    MkWrite,
}

/// <summary>A surface, whose pages processes map and whose copy the host has.</summary>
public sealed class Surface(KernelMemory kernel, Page[] pages, int number, ulong offset)
{
    public Page[] Pages { get; set; } = pages;

    public int Number { get; } = number;

    /// <summary>Where in the device's file the surface begins, in pages.</summary>
    public ulong Offset { get; } = offset;

    /// <summary>Guards all below.</summary>
    public KernelMutex Reservation { get; } = new(kernel, "surface reservation");

    public DirtyMethod Method { get; set; }

    /// <summary>How many updates in a row spoke for the other method.</summary>
    public int ChangeCount { get; set; }

    /// <summary>A bit for each page that the host has not been sent as it is.</summary>
    public ulong[] Dirty { get; } = new ulong[(pages.Length + 63) / 64];

    /// <summary>The first bit that may be set; not before <see cref="DirtyEnd"/> when none is.</summary>
    public ulong DirtyStart { get; set; }

    /// <summary>The bit after the last that may be set.</summary>
    public ulong DirtyEnd { get; set; }

    public bool IsDirty(ulong page) => (Dirty[page / 64] & (1UL << (int)(page % 64))) != 0;

    public void SetDirty(ulong page) => Dirty[page / 64] |= 1UL << (int)(page % 64);

    public void ClearDirty(ulong page) => Dirty[page / 64] &= ~(1UL << (int)(page % 64));
}

/// <summary>Surfaces that are coherent with the host: what processes write is noticed page by page, and sent.</summary>
public sealed class SurfaceDriver
{
    private const int ChangeTriggers = 2;
    private const ulong DirtyPercentage = 10;

    private readonly KernelMemory kernel;
    private readonly SurfaceHost host;
    private readonly AddressSpace mapping;
    private readonly FileOperations operations;
    private readonly VmOperations vmOps;
    private readonly MmWalkOps countOps;
    private readonly List<Surface> surfaces = [];
    private ulong nextOffset;

    public SurfaceDriver(KernelMemory kernel, SurfaceHost host)
    {
        this.kernel = kernel;
        this.host = host;
        mapping = new AddressSpace(kernel);
        operations = new FileOperations { Mmap = SurfaceMmap };
        vmOps = new VmOperations { Fault = SurfaceFault, PfnMkwrite = SurfaceMkwrite };
        countOps = new MmWalkOps { TestWalk = TakeEveryArea, PteEntry = CountEntry };
    }

    public Surface? CreateSurface(int count, out int error)
    {
        int i;
        Page[] pages = new Page[count];

        for (i = 0; i < count; i++)
        {
            Page? page = kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero);
            if (page is null)
            {
                error = -Errno.ENOMEM;
                goto errFree;
            }

            pages[i] = page;
        }

        error = host.Define(count);
        if (error < 0)
            goto errFree;

        Surface surface = new(kernel, pages, error, nextOffset);
        nextOffset += (ulong)count;
        surfaces.Add(surface);
        error = 0;
        return surface;

    errFree:
        kernel.ReleasePages(pages, i);
        return null;
    }

    /// <summary>The device: surfaces lie in its file one after the other.</summary>
    public FileStruct Open() => new(operations, null, mapping);

    /// <summary>Sends what was written since the last time.</summary>
    public int Update(Surface surface)
    {
        surface.Reservation.MutexLock();
        Scan(surface);
        int err = SendDirty(surface);
        surface.Reservation.MutexUnlock();
        return err;
    }

    /// <summary>Takes the surface away from processes for a while, as for a move; what they wrote is not forgotten.</summary>
    public void Unmap(Surface surface)
    {
        surface.Reservation.MutexLock();
        ulong count = (ulong)surface.Pages.Length;
        PickUp(surface, 0, count);
        kernel.UnmapMappingRange(mapping, surface.Offset * Page.Size, count * Page.Size, evenCows: false);
        surface.Reservation.MutexUnlock();
    }

    /// <summary>How many of its pages processes have mapped, each process for itself.</summary>
    public int CountMapped(Surface surface)
    {
        int[] counted = new int[1];
        if (!mapping.IMmapTrylockRead())
            return -Errno.EAGAIN;

        int err = kernel.WalkPageMapping(mapping, surface.Offset, (ulong)surface.Pages.Length, countOps, counted);
        mapping.IMmapUnlockRead();
        return err < 0 ? err : counted[0];
    }

    public void DestroySurface(Surface surface)
    {
        Unmap(surface);
        surface.Reservation.MutexLock();
        Page[] pages = surface.Pages;
        surface.Pages = [];
        surface.Reservation.MutexUnlock();
        surfaces.Remove(surface);
        kernel.ReleasePages(pages, pages.Length);
    }

    private void Scan(Surface surface)
    {
        if (surface.Method == DirtyMethod.PageTable)
            ScanPageTable(surface);
        else
            ScanMkwrite(surface);
    }

    /// <summary>Looks at all entries. If again none is dirty, looking is not worth it: from now on we are asked.</summary>
    private void ScanPageTable(Surface surface)
    {
        ulong marked = Clean(surface, 0, (ulong)surface.Pages.Length);
        surface.ChangeCount = marked == 0 ? surface.ChangeCount + 1 : 0;
        if (surface.ChangeCount <= ChangeTriggers)
            return;

        surface.ChangeCount = 0;
        surface.Method = DirtyMethod.MkWrite;
        PickUp(surface, 0, (ulong)surface.Pages.Length);
    }

    /// <summary>Has us asked again for what was written. If that is much, again and again, looking costs less.</summary>
    private void ScanMkwrite(Surface surface)
    {
        if (surface.DirtyEnd <= surface.DirtyStart)
            return;

        ulong count = (ulong)surface.Pages.Length;
        ulong marked = kernel.WpSharedMappingRange(
            mapping, surface.Offset + surface.DirtyStart, surface.DirtyEnd - surface.DirtyStart);
        surface.ChangeCount = 100 * marked / count > DirtyPercentage ? surface.ChangeCount + 1 : 0;
        if (surface.ChangeCount <= ChangeTriggers)
            return;

        // The entries are dirty from all the writes that we were asked about, and count from now on.
        surface.ChangeCount = 0;
        surface.Method = DirtyMethod.PageTable;
        ulong start = 0;
        ulong end = count;
        kernel.CleanRecordSharedMappingRange(mapping, surface.Offset, count, surface.Offset, surface.Dirty, ref start, ref end);
        Array.Clear(surface.Dirty);
        for (ulong page = surface.DirtyStart; page < surface.DirtyEnd; page++)
            surface.SetDirty(page);
    }

    /// <summary>Before entries go, or nobody looks at them any more: writers are stopped, and then what they wrote is recorded.</summary>
    private void PickUp(Surface surface, ulong first, ulong count)
    {
        kernel.WpSharedMappingRange(mapping, surface.Offset + first, count);
        Clean(surface, first, count);
    }

    private ulong Clean(Surface surface, ulong first, ulong count)
    {
        ulong start = surface.DirtyStart;
        ulong end = surface.DirtyEnd;
        ulong marked = kernel.CleanRecordSharedMappingRange(
            mapping, surface.Offset + first, count, surface.Offset, surface.Dirty, ref start, ref end);
        surface.DirtyStart = start;
        surface.DirtyEnd = end;
        return marked;
    }

    private int SendDirty(Surface surface)
    {
        for (; surface.DirtyStart < surface.DirtyEnd; surface.DirtyStart++)
        {
            ulong page = surface.DirtyStart;
            if (!surface.IsDirty(page))
                continue;

            int err = host.Send(surface.Number, (int)page, surface.Pages[page].Span);
            if (err < 0)
                return err;

            surface.ClearDirty(page);
        }

        return 0;
    }

    private int SurfaceMmap(FileStruct file, VmAreaStruct area)
    {
        Surface? surface = surfaces.Find(
            each => area.Pgoff >= each.Offset && area.Pgoff + area.PageCount <= each.Offset + (ulong)each.Pages.Length);
        if (surface is null)
            return -Errno.EINVAL;

        area.Flags |= VmFlags.PfnMap | VmFlags.Io | VmFlags.DontExpand | VmFlags.DontDump;
        area.PrivateData = surface;
        area.Ops = vmOps;
        return 0;
    }

    private VmFaultCode SurfaceFault(VmFault fault)
    {
        Surface surface = (Surface)fault.Area.PrivateData!;
        VmFaultCode code = VmFaultCode.SigBus;
        if (!surface.Reservation.MutexTrylock())
        {
            // Whoever holds it may be waiting for the mmap lock: wait without.
            if ((fault.Flags & (FaultFlags.AllowRetry | FaultFlags.Tried)) == FaultFlags.AllowRetry)
            {
                fault.Area.Mm.MmapReadUnlock();
                surface.Reservation.MutexLock();
                surface.Reservation.MutexUnlock();
                return VmFaultCode.Retry;
            }

            surface.Reservation.MutexLock();
        }

        ulong index = fault.Pgoff - surface.Offset;
        if (index < (ulong)surface.Pages.Length)
            code = MapPage(fault, surface, surface.Pages[index]);

        surface.Reservation.MutexUnlock();
        return code;
    }

    /// <summary>Maps a page for reading if we want to be asked, and for writing at once if not.</summary>
    private VmFaultCode MapPage(VmFault fault, Surface surface, Page page)
    {
        PageProt prot = surface.Method == DirtyMethod.MkWrite ? PageProt.ReadOnly : PageProt.Writable;
        return kernel.VmfInsertPfnProt(fault.Area, fault.Address, page.Pfn, prot);
    }

    /// <summary>A page that may be read is about to be written. This cannot be tried again, so we wait.</summary>
    private VmFaultCode SurfaceMkwrite(VmFault fault)
    {
        Surface surface = (Surface)fault.Area.PrivateData!;
        VmFaultCode code = VmFaultCode.None;
        ulong index = fault.Pgoff - surface.Offset;

        surface.Reservation.MutexLock();
        if (index >= (ulong)surface.Pages.Length || host.IsLost)
        {
            code = VmFaultCode.SigBus;
            goto outUnlock;
        }

        if (surface.Method == DirtyMethod.MkWrite && !surface.IsDirty(index))
        {
            bool none = surface.DirtyStart >= surface.DirtyEnd;
            surface.SetDirty(index);
            surface.DirtyStart = none ? index : Math.Min(surface.DirtyStart, index);
            surface.DirtyEnd = none ? index + 1 : Math.Max(surface.DirtyEnd, index + 1);
        }

    outUnlock:
        surface.Reservation.MutexUnlock();
        return code;
    }

    /// <summary>Areas of bare frames, as ours are, would be left out.</summary>
    private static int TakeEveryArea(ulong start, ulong end, ref MmWalk walk) => 0;

    private int CountEntry(PageTableSlot entry, ulong address, ulong next, ref MmWalk walk)
    {
        if (entry.IsPresent)
            ((int[])walk.Private!)[0]++;
        return 0;
    }
}
