namespace Acquit.Memory;

/// <summary>A device with memory of its own that can read and write pages: a blit engine.</summary>
/// <remarks>
/// Mapping and unmapping are safe from any thread; what the device copies is as atomic as a copy is. What the kernel's checks of
/// the DMA API find (dma-debug) is found here, as misuse: see <see cref="KernelMemoryOptions.OnMisuse"/>.
/// </remarks>
public sealed partial class DmaDevice
{
    /// <summary>What a failed mapping answers (DMA_MAPPING_ERROR): all bits set, not 0.</summary>
    public const long MappingError = -1;

    /// <summary>Above what any frame has, so that the one is never taken for the other.</summary>
    private const long FirstTranslated = 1L << 48;

    private readonly KernelMemory kernel;
    private readonly byte[] memory;
    private readonly DmaMappingTable mappings = new();
    private long addressesUsed = FirstTranslated;

    /// <summary>Creates a device.</summary>
    /// <param name="kernel">The memory it can reach.</param>
    /// <param name="size">The size of its own memory, in bytes.</param>
    /// <param name="name">Its name in messages.</param>
    public DmaDevice(KernelMemory kernel, int size, string name = "the device")
    {
        ArgumentNullException.ThrowIfNull(kernel);
        this.kernel = kernel;
        memory = new byte[size];
        Name = name;
        kernel.AddDevice(this);
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>The device's own memory.</summary>
    public Span<byte> DeviceMemory => memory;

    /// <summary>
    /// Whether the device sees a copy of what is mapped for it from now on (swiotlb=force): what it writes is in memory only after
    /// unmapping or a sync for the processor, and what is written to memory reaches it only by a sync for the device. A driver that
    /// forgets one is right with some machines and wrong with others; with this, it is wrong. Coherent memory is never copied.
    /// </summary>
    public bool Bounces { get; init; }

    /// <summary>
    /// Whether the device reaches memory through an IOMMU: every mapping from now on has addresses of its own, that are not given out again.
    /// Without one, the same memory mapped twice has one address, and a mapping that is undone twice takes the other with it unnoticed.
    /// </summary>
    public bool Translates { get; init; }

    /// <summary>The device reads mapped memory into its own.</summary>
    /// <param name="address">The address for the device.</param>
    /// <param name="deviceOffset">Where in the device's memory, in bytes.</param>
    /// <param name="length">How many bytes; not beyond what was mapped.</param>
    /// <exception cref="KernelBugException">The device cannot reach that memory, or may not read it.</exception>
    public void CopyToDevice([Accesses("device-read"), Borrows] long address, int deviceOffset, int length) =>
        Reach(address, length, DmaDirection.ToDevice, nameof(CopyToDevice)).CopyTo(memory.AsSpan(deviceOffset, length));

    /// <summary>The device writes its own memory to mapped memory.</summary>
    /// <param name="address">The address for the device.</param>
    /// <param name="deviceOffset">Where in the device's memory, in bytes.</param>
    /// <param name="length">How many bytes; not beyond what was mapped.</param>
    /// <exception cref="KernelBugException">The device cannot reach that memory, or may not write it.</exception>
    public void CopyFromDevice([Accesses("device-write"), Borrows] long address, int deviceOffset, int length) =>
        memory.AsSpan(deviceOffset, length).CopyTo(Reach(address, length, DmaDirection.FromDevice, nameof(CopyFromDevice)));

    /// <summary>The device reads a run of pages into its own memory.</summary>
    /// <param name="pages">The pages, held by the caller.</param>
    /// <param name="offset">Where in the first page to begin, in bytes.</param>
    /// <param name="deviceOffset">Where in the device's memory, in bytes.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="KernelBugException">A page is free.</exception>
    public void ReadPages(
        [Accesses("device-read"), Borrows] ReadOnlySpan<Page> pages, int offset, int deviceOffset, int length)
    {
        for (int done = 0; done < length;)
        {
            Span<byte> piece = Piece(pages, offset + done, length - done);
            piece.CopyTo(memory.AsSpan(deviceOffset + done));
            done += piece.Length;
        }
    }

    /// <summary>The device writes its own memory to a run of pages.</summary>
    /// <param name="pages">The pages, held by the caller.</param>
    /// <param name="offset">Where in the first page to begin, in bytes.</param>
    /// <param name="deviceOffset">Where in the device's memory, in bytes.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="KernelBugException">A page is free.</exception>
    public void WritePages(
        [Accesses("device-write"), Borrows] ReadOnlySpan<Page> pages, int offset, int deviceOffset, int length)
    {
        for (int done = 0; done < length;)
        {
            Span<byte> piece = Piece(pages, offset + done, length - done);
            memory.AsSpan(deviceOffset + done, piece.Length).CopyTo(piece);
            done += piece.Length;
        }
    }

    /// <summary>The device in words.</summary>
    /// <returns>Its name.</returns>
    public override string ToString() => Name;

    private static Span<byte> Piece(ReadOnlySpan<Page> pages, int offset, int most)
    {
        int within = offset & (Page.Size - 1);
        return pages[offset >> Page.Shift].Span.Slice(within, Math.Min(most, Page.Size - within));
    }

    private Span<byte> Reach(long address, int length, DmaDirection direction, string api)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        CallSite site = new(api, "", "", 0);
        DmaMapping? mapping = mappings.Covering(address, length, direction);
        return mapping is not null && mapping.Allows(direction)
            ? mapping.DeviceView(address, length, site)
            : throw kernel.Bug(
                $"{this} cannot reach {length} bytes at {address:x} in direction {direction}"
                + (mapping is null ? "" : $": {mapping} is for {mapping.Direction}"), mapping, site);
    }

    private void CheckDirection(DmaDirection direction, in CallSite site)
    {
        if (direction is not (DmaDirection.Bidirectional or DmaDirection.ToDevice or DmaDirection.FromDevice))
        {
            throw kernel.Bug($"{site.Api} was given the direction {direction}", null, site);
        }
    }

    /// <summary>All of it lies in the block of pages that the first one is in, which is in use.</summary>
    private void CheckPiece(Page page, int offset, int size, in CallSite site)
    {
        Page first = kernel.CheckInUse(page, site);
        long room = ((long)(first.Frame + (1 << first.Order) - page.Frame) << Page.Shift) - offset;
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, room);
    }

    private DmaMapping Map(Page page, int offset, int size, DmaDirection direction, DmaFlavor flavor, in CallSite site)
    {
        long address = Translates ? NewAddress(offset, size) : ((long)page.Pfn << Page.Shift) + offset;
        DmaMapping mapping = new(kernel, address, page, offset, size, direction, flavor, Bounces && flavor != DmaFlavor.Coherent);
        mapping.FillStandIn(site);
        mappings.Add(mapping);
        return mapping;
    }

    // As IOMMUs translate whole pages, where in the page it is stays.
    private long NewAddress(int offset, int size)
    {
        int within = offset & (Page.Size - 1);
        long length = (long)Page.Count((long)within + size) << Page.Shift;
        return Interlocked.Add(ref addressesUsed, length) - length + within;
    }

    private void Unmap(DmaMapping mapping, in CallSite site)
    {
        try
        {
            mapping.GiveToProcessor(mapping.Address, mapping.Size, site);
        }
        finally
        {
            mappings.Remove(mapping);
        }
    }
}
