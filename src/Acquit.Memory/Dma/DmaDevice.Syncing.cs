using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class DmaDevice
{
    /// <summary>The processor may look at, or change, what is mapped (dma_sync_single_for_cpu), until it is given back to the device.</summary>
    /// <param name="address">The address for the device, within what is mapped.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">So much is not mapped there, or in another direction.</exception>
    public void DmaSyncSingleForCpu(
        [Borrows] long address, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaSyncSingleForCpu), member, file, line);
        FindSynced(address, size, direction, site)?.GiveToProcessor(address, size, site);
    }

    /// <summary>The device may go on with what is mapped (dma_sync_single_for_device).</summary>
    /// <param name="address">The address for the device, within what is mapped.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">So much is not mapped there, or in another direction.</exception>
    public void DmaSyncSingleForDevice(
        [Borrows] long address, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaSyncSingleForDevice), member, file, line);
        FindSynced(address, size, direction, site)?.GiveToDevice(address, size, site);
    }

    /// <summary>The processor may look at, or change, what is mapped (dma_sync_sg_for_cpu), until it is given back to the device.</summary>
    /// <param name="sg">The list.</param>
    /// <param name="nents">The number that mapping was given, not the one it returned.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The list is not mapped, or with another number or direction.</exception>
    public void DmaSyncSgForCpu(
        [Borrows] ReadOnlySpan<ScatterList> sg, int nents, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaSyncSgForCpu), member, file, line);
        foreach (DmaMapping piece in FindScattered(sg, nents, direction, site)?.Covering(nents) ?? [])
        {
            piece.GiveToProcessor(piece.Address, piece.Size, site);
        }
    }

    /// <summary>The device may go on with what is mapped (dma_sync_sg_for_device).</summary>
    /// <param name="sg">The list.</param>
    /// <param name="nents">The number that mapping was given, not the one it returned.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The list is not mapped, or with another number or direction.</exception>
    public void DmaSyncSgForDevice(
        [Borrows] ReadOnlySpan<ScatterList> sg, int nents, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaSyncSgForDevice), member, file, line);
        foreach (DmaMapping piece in FindScattered(sg, nents, direction, site)?.Covering(nents) ?? [])
        {
            piece.GiveToDevice(piece.Address, piece.Size, site);
        }
    }

    private DmaMapping? FindSynced(long address, int size, DmaDirection direction, in CallSite site)
    {
        CheckDirection(direction, site);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        DmaMapping? mapping = mappings.Covering(address, size, direction);
        if (mapping is null)
        {
            kernel.Misuse($"{site.Api}: {size} bytes at {address:x} are not mapped for {this}", null, site);
        }
        else if (!mapping.Allows(direction))
        {
            kernel.Misuse($"{site.Api}: {mapping} was made with the direction {mapping.Direction}, not {direction}", mapping, site);
        }

        return mapping;
    }
}
