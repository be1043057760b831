using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>The address of no bytes (ZERO_SIZE_PTR).</summary>
    private const ulong ZeroSizeAddress = 16;

    private static readonly string[] KmallocKind = [ResourceKinds.Kmalloc];
    private static readonly string[] KvfreeKinds = [ResourceKinds.Kvmalloc, ResourceKinds.Kmalloc];

    private readonly SlabAllocator slabs;

    /// <summary>Allocates kernel memory in one piece (kmalloc).</summary>
    /// <remarks>
    /// Up to two pages share their pages with others; more is a block of pages of its own. Either way the pages are the
    /// allocator's (<see cref="Page.IsSlab"/>): they cannot be mapped into a process, and their references do not keep the memory.
    /// </remarks>
    /// <param name="size">The size in bytes. No bytes are an answer too: memory at address 16 that may be freed, and not touched.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The memory, with arbitrary content; null when there is none, or, with a warning, when there can be none so large.</returns>
    [return: Acquires(ResourceKinds.Kmalloc, When = "return != null", ReleasedBy = "Kfree, Kvfree")]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public KernelAllocation? Kmalloc(
        long size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateSlab(size, gfp, new CallSite(nameof(Kmalloc), member, file, line));

    /// <summary>Allocates zeroed kernel memory in one piece (kzalloc).</summary>
    /// <param name="size">The size in bytes.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="Kmalloc"/>.</returns>
    [return: Acquires(ResourceKinds.Kmalloc, When = "return != null", ReleasedBy = "Kfree, Kvfree")]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public KernelAllocation? Kzalloc(
        long size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AllocateSlab(size, gfp | GfpFlags.Zero, new CallSite(nameof(Kzalloc), member, file, line));

    /// <summary>Allocates a zeroed array of kernel memory in one piece (kcalloc).</summary>
    /// <param name="n">The number of elements.</param>
    /// <param name="size">The size of an element in bytes.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="Kmalloc"/>; null too when the product overflows.</returns>
    [return: Acquires(ResourceKinds.Kmalloc, When = "return != null", ReleasedBy = "Kfree, Kvfree")]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public KernelAllocation? Kcalloc(
        long n, long size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Math.BigMul((ulong)n, (ulong)size, out ulong bytes) == 0
            ? AllocateSlab((long)bytes, gfp | GfpFlags.Zero, new CallSite(nameof(Kcalloc), member, file, line))
            : null;

    /// <summary>Gives kernel memory back (kfree).</summary>
    /// <param name="memory">Memory from kmalloc or one of its forms; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// It was given back before, or came from kvmalloc, which may have fallen back to vmalloc: kfree would corrupt memory then.
    /// </exception>
    public void Kfree(
        [Releases(ResourceKinds.Kmalloc, When = "memory != null")] KernelAllocation? memory,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FreeSlab(memory, new CallSite(nameof(Kfree), member, file, line));

    /// <summary>Gives kernel memory back by its address (kfree).</summary>
    /// <param name="address">The address; 0, and the address of no bytes, are ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// As for <see cref="Kfree"/>; or it is not the first address of such memory, but of pages, of a mapping, or of nothing.
    /// </exception>
    public void KfreeAddress(
        [Releases(ResourceKinds.Kmalloc, When = "address != 0")] ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(KfreeAddress), member, file, line);
        if (address is not (0 or ZeroSizeAddress))
        {
            FreeSlab(SlabMemoryAt(address, site), site);
        }
    }

    internal void MarkSlab(Page first, bool slab)
    {
        for (int i = 0; i < 1 << first.Order; i++)
        {
            frames[first.Frame + i].IsSlab = slab;
        }
    }

    private KernelAllocation? AllocateSlab(long size, GfpFlags gfp, in CallSite site)
    {
        CheckAllocating(gfp, site);
        KernelAllocation? memory = Injection.Fails(site, out _) ? null : TakeSlab(size, gfp, site);
        if (memory is not null)
        {
            Ledger.Take(memory, ResourceKinds.Kmalloc, site);
        }

        return memory;
    }

    private KernelAllocation? TakeSlab(long size, GfpFlags gfp, in CallSite site)
    {
        if (size == 0)
        {
            return new KernelAllocation(this, ZeroSizeAddress, 0, null, null);
        }

        if (Page.GetOrder(size) > BuddyAllocator.MaxOrder)
        {
            WarnOfOrder(Page.GetOrder(size), gfp, site);
            return null;
        }

        KernelAllocation? memory = slabs.Take((int)size);
        if (memory is not null && (gfp & GfpFlags.Zero) != 0)
        {
            memory.Span.Clear();
        }

        return memory;
    }

    private void FreeSlab(KernelAllocation? memory, in CallSite site)
    {
        if (memory is null || !CheckFreeing(memory, site))
        {
            return;
        }

        if (memory.IsVmalloc)
        {
            Misuse($"{memory} came from kvmalloc, which fell back to vmalloc; {site.Api} would corrupt memory; use Kvfree", memory, site);
            return;
        }

        if (!Ledger.Give(memory, KmallocKind, site))
        {
            Misuse(WrongRelease(memory, site), memory, site);
            Ledger.Give(memory, KvfreeKinds, site);
        }

        EndSlab(memory, site);
    }

    /// <returns>Whether it is there to be freed.</returns>
    private bool CheckFreeing(KernelAllocation memory, in CallSite site)
    {
        ThrowIfDisposed();
        if (memory.Kernel != this)
        {
            throw Bug($"{memory} belong to another kernel's memory", memory, site);
        }

        if (memory.IsFreed)
        {
            Misuse($"{memory} were given back before; {site.Api} was called for them again", memory, site);
            return false;
        }

        if (memory.Area is { IsMapped: false })
        {
            // Only with warnings instead of exceptions: vfree was called for it, which worked out, as in the kernel.
            Misuse($"{memory} were given back before, as a mapping; {site.Api} was called for them", memory, site);
            Ledger.Give(memory, KvfreeKinds, site);
            memory.TryEnd();
            return false;
        }

        return true;
    }

    private void EndSlab(KernelAllocation memory, in CallSite site)
    {
        if (!memory.TryEnd() || memory.Slab is not { } slab)
        {
            return;
        }

        if (Options.PoisonFreedPages)
        {
            memory.SlabBytes.Fill(Poison);
        }

        slabs.Give(slab, memory, site);
    }

    private KernelAllocation SlabMemoryAt(ulong address, in CallSite site)
    {
        Page page = PageAt(address, site);
        KernelAllocation? memory = slabs.Find(page, address);
        if (memory is null || memory.Address != address)
        {
            throw Bug(
                memory is not null ? $"{address:x} is inside of {memory}, and not where they begin"
                : page.IsSlab ? $"nothing is allocated at {address:x}; {site.Api} was called for it once too often"
                : $"{address:x} is on {page}, which is not from kmalloc",
                memory ?? (ITracked)page, site);
        }

        return memory;
    }
}
