using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>How long a wait lasts before it is said to hang, and by whom it is held up.</summary>
    private static readonly TimeSpan HungAfter = TimeSpan.FromSeconds(2);

    private static readonly string[] DeviceMemoryKind = [ResourceKinds.DeviceMemory];

    private readonly object pagemapGate = new();

    /// <summary>Replaced as a whole, so that lookups need no lock.</summary>
    private DevPagemap[] pagemaps = [];

    /// <summary>Makes pages of a device's frames (memremap_pages). Each has one reference from then on, and is idle.</summary>
    /// <remarks>
    /// The kernel answers with an address or an encoded errno (ERR_PTR); here the two are told apart. Its own checks of the range
    /// are made: the frames must be a device's (<see cref="KernelMemoryOptions.DevicePages"/>) and nobody else's pages.
    /// </remarks>
    /// <param name="pgmap">The frames.</param>
    /// <param name="error">
    /// 0, or the negative errno, with a warning: -EINVAL for no frames or a missing page_free, -ENXIO for frames that are not a
    /// device's, -ENOMEM for frames that are pages already.
    /// </param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The kernel address of the first page; 0 on an error.</returns>
    [NotIn(ExecutionContexts.Atomic)]
    public ulong MemremapPages(
        [Acquires(ResourceKinds.DeviceMemory, When = "return != 0 && error == 0", ReleasedBy = nameof(MemunmapPages))] DevPagemap pgmap,
        out int error,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MemremapPages), member, file, line);
        ArgumentNullException.ThrowIfNull(pgmap);
        ThrowIfDisposed();
        MightSleep(site);
        if (Injection.Fails(site, out error))
        {
            error = error == 0 ? -Errno.ENOMEM : error;
            return 0;
        }

        error = CheckPagemap(pgmap, out string wrong);
        if (error == 0 && !TryAddPagemap(pgmap))
        {
            error = -Errno.ENOMEM;
            wrong = "some of them are pages already";
        }

        if (error != 0)
        {
            Warn($"{site.Api} cannot make pages of {pgmap}: {wrong} [{site}]", site);
            return 0;
        }

        Ledger.Take(pgmap, ResourceKinds.DeviceMemory, site);
        return PageAddress(frames[pgmap.Pfn]);
    }

    /// <summary>Ends the pages of a device (memunmap_pages).</summary>
    /// <remarks>
    /// From the start no lookup finds them any more. Then the idle reference of each page is dropped, and the call waits until the
    /// last other reference, to a page or to <paramref name="pgmap"/>, is gone. A wait of some seconds is warned about. A page
    /// that somebody still references is told to the driver as idle when its idle reference goes, as in the kernel: a driver has
    /// to see to it that nobody does.
    /// </remarks>
    /// <param name="pgmap">The frames.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The frames are no pages, or are being ended already.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    public void MemunmapPages(
        [Releases(ResourceKinds.DeviceMemory)] DevPagemap pgmap,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MemunmapPages), member, file, line);
        ArgumentNullException.ThrowIfNull(pgmap);
        ThrowIfDisposed();
        MightSleep(site);
        if (!Volatile.Read(ref pagemaps).Contains(pgmap) || !pgmap.TryKill())
        {
            throw Bug($"{pgmap} are no pages here, or are being ended already", pgmap, site);
        }

        Ledger.Give(pgmap, DeviceMemoryKind, site);
        ExceptionDispatchInfo? thrown = null;
        for (int i = 0; i < pgmap.PageCount; i++)
        {
            try
            {
                Page page = frames[pgmap.Pfn + (ulong)i];
                if (!TryDropReference(page, 1, 0, site))
                {
                    // Whoever took it has let go of the device with it: there is nothing to wait for.
                    Misuse($"{page} has lost its idle reference before {site.Api}: somebody put it once too often", page, site);
                }
            }
            catch (Exception error)
            {
                // The driver's callback, or a warning: the other pages have to end all the same.
                thrown ??= ExceptionDispatchInfo.Capture(error);
            }
        }

        pgmap.TryPut();
        try
        {
            WaitUntilDrained(pgmap, site);
        }
        finally
        {
            RemovePagemap(pgmap);
        }

        thrown?.Throw();
    }

    private int CheckPagemap(DevPagemap pgmap, out string wrong)
    {
        wrong = "";
        if (pgmap.PageCount < 1 || !Enum.IsDefined(pgmap.Type))
        {
            wrong = pgmap.PageCount < 1 ? "there are none" : "no such kind of memory is known";
            return -Errno.EINVAL;
        }

        if (pgmap.IsManaged && pgmap.Ops.PageFree is null)
        {
            wrong = "memory of this kind needs a PageFree operation";
            return -Errno.EINVAL;
        }

        ulong first = (ulong)TotalPages;
        ulong end = (ulong)frames.Length;
        if (pgmap.Pfn < first || pgmap.Pfn >= end || (ulong)pgmap.PageCount > end - pgmap.Pfn)
        {
            wrong = first == end
                ? $"this memory was made without frames of a device ({nameof(KernelMemoryOptions)}.{nameof(KernelMemoryOptions.DevicePages)})"
                : $"frames of devices are 0x{first:x} to 0x{end - 1:x}";
            return -Errno.ENXIO;
        }

        return 0;
    }

    private bool TryAddPagemap(DevPagemap pgmap)
    {
        lock (pagemapGate)
        {
            foreach (DevPagemap other in pagemaps)
            {
                if (other.Pfn < pgmap.Pfn + (ulong)pgmap.PageCount && pgmap.Pfn < other.Pfn + (ulong)other.PageCount)
                {
                    return false;
                }
            }

            if (!pgmap.TryBegin())
            {
                return false;
            }

            for (int i = 0; i < pgmap.PageCount; i++)
            {
                Page page = frames[pgmap.Pfn + (ulong)i];
                page.BeginUse(page, compound: false);
                page.InitializeCount(1);
            }

            Volatile.Write(ref pagemaps, [.. pagemaps, pgmap]);
            Volatile.Write(ref managedPagemaps, managedPagemaps + (pgmap.IsManaged ? 1 : 0));
            return true;
        }
    }

    private void RemovePagemap(DevPagemap pgmap)
    {
        lock (pagemapGate)
        {
            for (int i = 0; i < pgmap.PageCount; i++)
            {
                frames[pgmap.Pfn + (ulong)i].EndUse();
            }

            Volatile.Write(ref managedPagemaps, managedPagemaps - (pgmap.IsManaged ? 1 : 0));
            Volatile.Write(ref pagemaps, [.. pagemaps.Where(other => other != pgmap)]);
        }
    }

    private void WaitUntilDrained(DevPagemap pgmap, in CallSite site)
    {
        if (pgmap.WaitUntilDrained(HungAfter))
        {
            return;
        }

        string holders = Ledger.Describe(pgmap);
        for (int i = 0; i < pgmap.PageCount; i++)
        {
            Page page = frames[pgmap.Pfn + (ulong)i];
            if (page.RefCount > 0)
            {
                holders += $"; {page} has {page.RefCount} references{Ledger.Describe(page)}";
            }
        }

        try
        {
            Warn(
                $"{site.Api} has waited for {HungAfter.TotalSeconds} seconds, and goes on waiting, for {pgmap}{holders} [{site}]", site);
        }
        finally
        {
            while (!pgmap.WaitUntilDrained(Timeout.InfiniteTimeSpan))
            {
            }
        }
    }
}
