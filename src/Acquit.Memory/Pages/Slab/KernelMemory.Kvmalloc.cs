using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Which mappings are kvmalloc's: an address leads to the mapping first.</summary>
    private readonly ConditionalWeakTable<VmArea, KernelAllocation> fallenBack = [];

    /// <summary>Allocates kernel memory in one piece if there is one, else over scattered pages (kvmalloc).</summary>
    /// <remarks>
    /// Falls back to vmalloc for more than one page, and only where sleeping is allowed. A test makes it fall back by
    /// letting the next <see cref="Kmalloc"/> fail. Which it was does not matter to <see cref="Kvfree"/>, and to nobody else's release.
    /// </remarks>
    /// <param name="size">The size in bytes.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory, with arbitrary content; null when there is none, or, with a warning, for 2 GiB and more.</returns>
    [return: Acquires(ResourceKinds.Kvmalloc, When = "return != null", ReleasedBy = nameof(Kvfree))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    [MayRun(ExecutionContexts.VmapPurge, When = "size > 4096 && gfp has DirectReclaim")]
    public KernelAllocation? Kvmalloc(
        long size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateEither(size, gfp, new CallSite(nameof(Kvmalloc), member, file, line));

    /// <summary>Allocates zeroed kernel memory in one piece if there is one, else over scattered pages (kvzalloc).</summary>
    /// <param name="size">The size in bytes.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="Kvmalloc"/>.</returns>
    [return: Acquires(ResourceKinds.Kvmalloc, When = "return != null", ReleasedBy = nameof(Kvfree))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    [MayRun(ExecutionContexts.VmapPurge, When = "size > 4096 && gfp has DirectReclaim")]
    public KernelAllocation? Kvzalloc(
        long size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateEither(size, gfp | GfpFlags.Zero, new CallSite(nameof(Kvzalloc), member, file, line));

    /// <summary>Gives kernel memory back, whichever way it was allocated (kvfree).</summary>
    /// <remarks>
    /// It may have to unmap, which sleeps; in an interrupt that is put off, see <see cref="FlushScheduledWork"/>. That memory which
    /// needs no unmapping could be freed anywhere is nothing to rely on.
    /// </remarks>
    /// <param name="memory">Memory from kmalloc or kvmalloc; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It was given back before, or this is an interrupt that cannot be held off.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.Nmi)]
    public void Kvfree(
        [Releases(ResourceKinds.Kvmalloc, When = "memory != null"), Releases(ResourceKinds.Kmalloc, When = "memory != null")]
        KernelAllocation? memory,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Kvfree), member, file, line);
        if (memory is not null)
        {
            CheckKvfreeContext(memory, site);
            FreeEither(memory, site);
        }
    }

    /// <summary>Gives kernel memory back by its address, whichever way it was allocated, vmalloc included (kvfree).</summary>
    /// <param name="address">The first address; 0, and the address of no bytes, are ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// As for <see cref="Kvfree"/>; or it is not the first address of such memory.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.Nmi)]
    public void KvfreeAddress(
        [Releases(ResourceKinds.Kvmalloc, When = "address != 0"), Releases(ResourceKinds.Kmalloc, When = "address != 0")]
        [Releases(ResourceKinds.Vmalloc, When = "address != 0")]
        ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(KvfreeAddress), member, file, line);
        if (address is 0 or ZeroSizeAddress)
        {
            return;
        }

        if (AreaOf(address) is not { } area)
        {
            KernelAllocation memory = SlabMemoryAt(address, site);
            CheckKvfreeContext(memory, site);
            FreeEither(memory, site);
        }
        else if (fallenBack.TryGetValue(area, out KernelAllocation? memory) && memory.Address == address)
        {
            CheckKvfreeContext(memory, site);
            FreeEither(memory, site);
        }
        else
        {
            VfreeAddress(address, member, file, line);
        }
    }

    private void CheckKvfreeContext(KernelAllocation memory, in CallSite site)
    {
        if (KernelThread.Current.IsIn(ExecutionContexts.Nmi))
        {
            throw Bug($"{site.Api} was called in an interrupt that cannot be held off", memory, site);
        }

        if (!KernelThread.Current.IsIn(ExecutionContexts.Interrupt))
        {
            MightSleep(site);
        }
    }

    private KernelAllocation? AllocateEither(long size, GfpFlags gfp, in CallSite site)
    {
        CheckAllocating(gfp, site);
        if (Injection.Fails(site, out _))
        {
            return null;
        }

        bool mayFallBack = (ulong)size > Page.Size && (gfp & GfpFlags.DirectReclaim) != 0;
        KernelAllocation? memory = null;
        if (!mayFallBack || !Injection.Fails(site with { Api = nameof(Kmalloc) }, out _))
        {
            memory = TakeSlab(size, mayFallBack ? gfp | GfpFlags.NoWarn : gfp, site);
        }

        if (memory is null && mayFallBack)
        {
            memory = FallBack(size, gfp, site);
        }

        if (memory is not null)
        {
            Ledger.Take(memory, ResourceKinds.Kvmalloc, site);
        }

        return memory;
    }

    private KernelAllocation? FallBack(long size, GfpFlags gfp, in CallSite site)
    {
        if ((ulong)size > int.MaxValue)
        {
            if ((gfp & GfpFlags.NoWarn) == 0)
            {
                Warn($"{site.Api} was asked for {(ulong)size} bytes [{site}]", site);
            }

            return null;
        }

        if (VmallocGfp((int)size, gfp, site.Member, site.FilePath, site.Line) is not { } area)
        {
            return null;
        }

        // The memory is held as what the caller asked for; Kvfree makes a mapping of it again.
        Ledger.Give(area, VmallocKind, site);
        KernelAllocation memory = new(this, area.Address, (int)size, null, area);
        fallenBack.Add(area, memory);
        return memory;
    }

    private void FreeEither(KernelAllocation memory, in CallSite site)
    {
        if (!CheckFreeing(memory, site))
        {
            return;
        }

        if (!Ledger.Give(memory, KvfreeKinds, site))
        {
            Misuse(WrongRelease(memory, site), memory, site);
        }

        if (memory.Area is not { } area)
        {
            EndSlab(memory, site);
        }
        else if (memory.TryEnd())
        {
            Ledger.Take(area, ResourceKinds.Vmalloc, site);
            FreeOrPutOff(area, site);
        }
    }
}
