using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>So many rounds may say that something was freed although nothing was unmapped; then nobody believes them.</summary>
    private const int MaxIdleRounds = 16;

    /// <summary>Callbacks that unmap and map again could go on for ever; the kernel would, too.</summary>
    private const int MaxRounds = 1024;

    internal const ulong VmallocStart = 0xffff_c900_0000_0000;

    private readonly WarningRate exhausted = new();
    private int purgeRefused;

    /// <summary>The number of pages that are unmapped and wait for a purge (vmap_lazy_nr).</summary>
    public int LazyVmapPages => vmallocRange.LazyPages;

    /// <summary>More waiting pages than this are purged without anybody needing them (lazy_max_pages).</summary>
    /// <remarks>The kernel takes 32 MB for each doubling of the processors; here it is 32 MB, and at most a quarter of the range.</remarks>
    public int LazyVmapLimit => vmallocRange.LazyLimit;

    /// <summary>Takes away all that unmapped ranges still show (vm_unmap_aliases).</summary>
    /// <remarks>
    /// Unmapping is lazy: as with a stale entry of a TLB, a span that was kept too long goes on reaching the old pages until then,
    /// whoever has them now. Afterwards it reaches memory that is nobody's.
    /// </remarks>
    /// <exception cref="OutOfMemoryException">The system's limit on mappings: what it refused goes on waiting.</exception>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [NotIn(ExecutionContexts.Atomic)]
    public void VmUnmapAliases(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ThrowIfDisposed();
        MightSleep(new CallSite(nameof(VmUnmapAliases), member, file, line));
        vmallocRange.Purge(Store);
    }

    /// <summary>Whether an address lies in the range for kernel mappings (is_vmalloc_addr).</summary>
    /// <param name="address">The address.</param>
    /// <returns>Whether it does; something need not be mapped there.</returns>
    public bool IsVmallocAddr(ulong address) => PageOf(address) >= 0;

    /// <summary>The mapping an address lies in (find_vm_area).</summary>
    /// <param name="address">The address.</param>
    /// <returns>The mapping; null when there is none there, or one of vm_map_ram, which the kernel does not list.</returns>
    public VmArea? FindVmArea(ulong address) => AreaOf(address) is { IsRam: false } area ? area : null;

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(disposed != 0, this);

    internal VmArea? AreaOf(ulong address) => PageOf(address) is >= 0 and int page ? vmallocRange.Find(page) : null;

    /// <returns>The page of the range; -1 when the address lies outside.</returns>
    private int PageOf(ulong address)
    {
        ulong page = (address - VmallocStart) >> Page.Shift;
        return address >= VmallocStart && page < (ulong)vmallocRange.Pages ? (int)page : -1;
    }

    /// <summary>Finds room: tries, purges what waits, tries again, asks the callbacks, and so on while they free something.</summary>
    /// <returns>The first page; -1, with a warning now and then, where the kernel says -EBUSY.</returns>
    private int TakeVirtual(int count, GfpFlags gfp, in CallSite site)
    {
        int at = vmallocRange.Take(count);
        if (at >= 0)
        {
            return at;
        }

        if ((gfp & GfpFlags.DirectReclaim) != 0)
        {
            at = TakeWithPatience(count, site);
        }

        if (at < 0 && (gfp & GfpFlags.NoWarn) == 0 && exhausted.Admits())
        {
            Warn(
                $"{site.Api} found no room for {count} pages in the kernel's virtual range of {vmallocRange.Pages}; "
                + $"{nameof(KernelMemoryOptions)}.{nameof(KernelMemoryOptions.VmallocPages)} sets its size [{site}]",
                site);
        }

        return at;
    }

    private int TakeWithPatience(int count, in CallSite site)
    {
        int idle = 0;
        for (int round = 0; round < MaxRounds; round++)
        {
            PurgeIfPossible(site);
            int at = vmallocRange.Take(count);

            // A callback that needs room itself is not helped by being called.
            if (at >= 0 || purgeNotifiers.IsRunningHere)
            {
                return at;
            }

            long ended = vmallocRange.Ended;
            ulong freed = purgeNotifiers.Call();
            if (freed == 0)
            {
                return -1;
            }

            idle = vmallocRange.Ended == ended ? idle + 1 : 0;
            if (idle == MaxIdleRounds)
            {
                Misuse(
                    $"The callbacks said {MaxIdleRounds} times in a row that they had freed something, {freed} the last time, "
                    + $"and nothing was unmapped; the kernel would ask them for ever on behalf of {site.Api}",
                    null, site);
                return -1;
            }
        }

        return -1;
    }

    /// <summary>A purge that the caller can do without: what the system refuses to take away goes on waiting, and shows the old pages.</summary>
    private void PurgeIfPossible(in CallSite site)
    {
        try
        {
            vmallocRange.Purge(Store);
        }
        catch (OutOfMemoryException refusal)
        {
            if (Interlocked.Exchange(ref purgeRefused, 1) == 0)
            {
                Warn(
                    $"{site.Api} could not take away what unmapped ranges still show: {refusal.Message}; "
                    + $"{LazyVmapPages} pages wait for the next purge. This is said once [{site}]", site);
            }
        }
    }
}
