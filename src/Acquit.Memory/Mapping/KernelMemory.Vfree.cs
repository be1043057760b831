using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private long nrVmallocPages;

    /// <summary>The number of pages that vmalloc has allocated (nr_vmalloc_pages).</summary>
    /// <remarks>
    /// Pages of <see cref="Vmap"/> were never counted, and are not subtracted when <see cref="Vfree"/> drops them. Memory that was
    /// lost by the wrong release stays counted.
    /// </remarks>
    public long NrVmallocPages => Interlocked.Read(ref nrVmallocPages);

    /// <summary>Takes a mapping down that owns its pages, and drops one reference to each (vfree).</summary>
    /// <remarks>
    /// In an interrupt the work is put off, see <see cref="FlushScheduledWork"/>; elsewhere it may sleep. Of a mapping that does not
    /// own its pages nothing is recorded that could be freed: it is only taken down, and its pages stay as they were.
    /// </remarks>
    /// <param name="area">The mapping; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// This is an interrupt that cannot be held off; or the mapping is gone, or does not own its pages.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic, Use = nameof(VfreeAtomic))]
    [NotIn(ExecutionContexts.Nmi)]
    public void Vfree(
        [Releases(ResourceKinds.Vmalloc, When = "area != null")] VmArea? area,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FreeOrPutOff(area, new CallSite(nameof(Vfree), member, file, line));

    /// <summary>Takes the mapping down that begins at an address and owns its pages (vfree).</summary>
    /// <param name="address">The address; 0 is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// As for <see cref="Vfree"/>; or nothing is mapped there, or it is not the beginning. Within a page
    /// of the mapping, the kernel frees all of it; within none, it warns and does nothing.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.Nmi)]
    public void VfreeAddress(
        [Releases(ResourceKinds.Vmalloc, When = "address != 0")] ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VfreeAddress), member, file, line);
        FreeOrPutOff(AreaToRelease(address, site), site);
    }

    /// <summary>As <see cref="Vfree"/>, where sleeping is not allowed (vfree_atomic): the work is put off.</summary>
    /// <param name="area">The mapping; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// This is an interrupt that cannot be held off; or the mapping is gone, or does not own its pages.
    /// </exception>
    [NotIn(ExecutionContexts.Nmi)]
    public void VfreeAtomic(
        [Releases(ResourceKinds.Vmalloc, When = "area != null")] VmArea? area,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        PutOffFreeing(area, new CallSite(nameof(VfreeAtomic), member, file, line));

    /// <summary>Does what was put off (flush_scheduled_work): freeing mappings, unmapping address spaces, freeing notifiers.</summary>
    /// <remarks>
    /// In the kernel a worker does it soon. Here it is done by the next call that maps or unmaps where sleeping is allowed, or by this
    /// one, so that a test knows when. Until then the pages are not free, though the mapping can be used no more. An exception of
    /// such work is warned about when it happens, and thrown here.
    /// </remarks>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [NotIn(ExecutionContexts.Atomic)]
    public void FlushScheduledWork(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ThrowIfDisposed();
        MightSleep(new CallSite(nameof(FlushScheduledWork), member, file, line));
        FinishScheduledWork();
    }

    private void FreeOrPutOff(VmArea? area, in CallSite site)
    {
        if (KernelThread.Current.IsIn(ExecutionContexts.Interrupt))
        {
            PutOffFreeing(area, site);
            return;
        }

        ThrowIfDisposed();
        MightSleep(site);
        TryRunScheduledWork();
        if (area is not null && EndMapping(area, VmallocKind, site))
        {
            FreeMapping(area, site);
        }
    }

    private void PutOffFreeing(VmArea? area, CallSite site)
    {
        ThrowIfDisposed();
        if (KernelThread.Current.IsIn(ExecutionContexts.Nmi))
        {
            throw Bug($"{site.Api} was called in an interrupt that cannot be held off", area, site);
        }

        if (area is not null && EndMapping(area, VmallocKind, site))
        {
            ScheduleWork(() => FreeMapping(area, site), takesLocks: false);
        }
    }

    /// <summary>Unmaps, and drops what the mapping owns: nothing, if the pages are somebody else's.</summary>
    private void FreeMapping(VmArea area, in CallSite site)
    {
        try
        {
            Unmap(area, site);
        }
        finally
        {
            // The mapping has ended: whatever is thrown, nobody else will do this.
            if (area.Kind == VmAreaKind.Allocated)
            {
                Interlocked.Add(ref nrVmallocPages, -area.PageCount);
            }

            if (area.OwnsPages)
            {
                DropAll(area.Pages, site);
            }
        }
    }

    private void DropAll(ReadOnlySpan<Page> pages, in CallSite site)
    {
        foreach (Page page in pages)
        {
            DropReference(page, 1, 0, site);
        }
    }
}
