using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class DmaDevice
{
    private static readonly string[] SingleKind = [ResourceKinds.DmaMapping];

    /// <summary>Makes part of a page reachable for the device (dma_map_page). The page must stay held until it is unmapped.</summary>
    /// <param name="page">The page; of a compound page, what follows it in the block is reachable too.</param>
    /// <param name="offset">Where in the page, in bytes.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The address for the device; <see cref="MappingError"/> on failure, which must be tested. 0 is an address.</returns>
    [return: Acquires(ResourceKinds.DmaMapping, When = "return != -1", ReleasedBy = nameof(DmaUnmapPage))]
    [return: SameAs("page", View = true)]
    public long DmaMapPage(
        [Accesses("device"), Borrows] Page page, int offset, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MapSingle(page, offset, size, direction, new CallSite(nameof(DmaMapPage), member, file, line));

    /// <summary>Takes a page from the device's reach again (dma_unmap_page). Before the page is released.</summary>
    /// <param name="address">What <see cref="DmaMapPage"/> answered.</param>
    /// <param name="size">The size it was mapped with.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">Nothing is mapped there, or for another device, or with another size, direction or call.</exception>
    public void DmaUnmapPage(
        [Releases(ResourceKinds.DmaMapping)] long address, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnmapSingle(address, size, direction, new CallSite(nameof(DmaUnmapPage), member, file, line));

    /// <summary>Makes a buffer in allocated pages reachable for the device (dma_map_single). Not one in a mapping: those have other addresses.</summary>
    /// <param name="address">The kernel address of the buffer.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The address for the device; <see cref="MappingError"/> on failure, which must be tested.</returns>
    /// <exception cref="KernelBugException">There is no page frame at that address, or it is free.</exception>
    [return: Acquires(ResourceKinds.DmaMapping, When = "return != -1", ReleasedBy = nameof(DmaUnmapSingle))]
    [return: SameAs("address", View = true)]
    public long DmaMapSingle(
        [Accesses("device"), Borrows] ulong address, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MapSingle(
            kernel.VirtToPage(address, member, file, line), (int)(address & ~Page.Mask), size, direction,
            new CallSite(nameof(DmaMapSingle), member, file, line));

    /// <summary>Takes a buffer from the device's reach again (dma_unmap_single).</summary>
    /// <param name="address">What <see cref="DmaMapSingle"/> answered.</param>
    /// <param name="size">The size it was mapped with.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">Nothing is mapped there, or for another device, or with another size, direction or call.</exception>
    public void DmaUnmapSingle(
        [Releases(ResourceKinds.DmaMapping)] long address, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnmapSingle(address, size, direction, new CallSite(nameof(DmaUnmapSingle), member, file, line));

    /// <summary>Whether mapping has failed (dma_mapping_error).</summary>
    /// <param name="address">What a mapping call answered.</param>
    /// <returns>0, or -ENOMEM when it failed: a truth value the other way round.</returns>
    public int DmaMappingError([TellsHeld(ResourceKinds.DmaMapping, When = "return == 0")] long address) => address == MappingError ? -Errno.ENOMEM : 0;

    private long MapSingle(Page page, int offset, int size, DmaDirection direction, in CallSite site)
    {
        CheckDirection(direction, site);
        CheckPiece(page, offset, size, site);
        if (kernel.Injection.Fails(site, out _))
        {
            return MappingError;
        }

        DmaMapping mapping = Map(page, offset, size, direction, DmaFlavor.Single, site);
        kernel.Ledger.Take(mapping, ResourceKinds.DmaMapping, site);
        return mapping.Address;
    }

    private void UnmapSingle(long address, int size, DmaDirection direction, in CallSite site)
    {
        CheckDirection(direction, site);
        DmaMapping? mapping = mappings.Find(address, size, direction, DmaFlavor.Single);
        if (mapping is null)
        {
            kernel.Misuse($"{site.Api}: {NothingAt(address)}", null, site);
            return;
        }

        string? wrong = mapping.Flavor != DmaFlavor.Single ? $"was made by another call ({mapping.Flavor})"
            : mapping.Size != size ? $"was made with the size {mapping.Size}, not {size}"
            : mapping.Direction != direction ? $"was made with the direction {mapping.Direction}, not {direction}"
            : null;
        if (wrong is not null)
        {
            kernel.Misuse($"{site.Api}: {mapping} {wrong}", mapping, site);
        }

        // Warned, the kernel goes on, and takes the mapping it has found; those of other calls are found by theirs.
        if (mapping.Flavor == DmaFlavor.Single && kernel.Ledger.Give(mapping, SingleKind, site))
        {
            Unmap(mapping, site);
        }
    }

    private string NothingAt(long address)
    {
        if (address == MappingError)
        {
            return "a mapping that has failed is not unmapped";
        }

        DmaDevice? other = kernel.FindDevice(device => device.mappings.Covering(address, 1, DmaDirection.None) is not null);
        return $"nothing is mapped for {this} at {address:x}" + (other is null || other == this ? "" : $"; for {other}, something is");
    }
}
