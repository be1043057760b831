using System.Numerics;
using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class DmaDevice
{
    private static readonly string[] CoherentKind = [ResourceKinds.DmaCoherent];

    /// <summary>Allocates zeroed memory that processor and device see alike at all times (dma_alloc_coherent).</summary>
    /// <param name="size">The size in bytes.</param>
    /// <param name="handle">The address for the device; <see cref="MappingError"/> on failure.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The kernel address, for <see cref="KernelMemory.BytesAt"/>; 0 when there is no such memory.</returns>
    [return: Acquires(ResourceKinds.DmaCoherent, When = "return != 0", ReleasedBy = nameof(DmaFreeCoherent))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public ulong DmaAllocCoherent(
        int size, out long handle, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaAllocCoherent), member, file, line);
        handle = MappingError;
        kernel.ThrowIfDisposed();
        if ((gfp & GfpFlags.DirectReclaim) != 0)
        {
            kernel.MightSleep(site);
        }

        int order = size <= 0 ? int.MaxValue : BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Page.Count(size)));
        if (order > BuddyAllocator.MaxOrder || kernel.Injection.Fails(site, out _)
            || kernel.TakeBlock(order, compound: true, zero: true) is not { } block)
        {
            return 0;
        }

        handle = Map(block, 0, size, DmaDirection.Bidirectional, DmaFlavor.Coherent, site).Address;
        kernel.Ledger.Take(block, ResourceKinds.DmaCoherent, site);
        return kernel.PageAddress(block);
    }

    /// <summary>Frees memory that processor and device see alike (dma_free_coherent). Warns in atomic context.</summary>
    /// <param name="size">The size it was allocated with.</param>
    /// <param name="address">The kernel address; 0 is ignored.</param>
    /// <param name="handle">The address for the device.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">Nothing was allocated there, or for another device, or with another size or address.</exception>
    [NotIn(ExecutionContexts.Atomic, Because = "It may have to take a kernel mapping down.")]
    public void DmaFreeCoherent(
        int size, [Releases(ResourceKinds.DmaCoherent)] ulong address, [Borrows] long handle,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaFreeCoherent), member, file, line);
        kernel.MightSleep(site);
        if (address == 0)
        {
            return;
        }

        DmaMapping? mapping = mappings.Find(handle, size, DmaDirection.Bidirectional, DmaFlavor.Coherent);
        if (mapping is not { Flavor: DmaFlavor.Coherent })
        {
            kernel.Misuse(
                $"{site.Api}: no coherent memory was allocated for {this} at {handle:x}; {NothingAt(handle)}", mapping, site);
            return;
        }

        string? wrong = mapping.Size != size ? $"was allocated with the size {mapping.Size}, not {size}"
            : kernel.PageAddress(mapping.Page) != address ? $"is at {kernel.PageAddress(mapping.Page):x}, not at {address:x}"
            : null;
        if (wrong is not null)
        {
            kernel.Misuse($"{site.Api}: {mapping} {wrong}", mapping.Page, site);
        }

        if (!kernel.Ledger.Give(mapping.Page, CoherentKind, site))
        {
            kernel.Misuse(kernel.WrongRelease(mapping.Page, site), mapping.Page, site);
        }

        Unmap(mapping, site);
        kernel.DropReference(mapping.Page, 1, 0, site);
    }
}
