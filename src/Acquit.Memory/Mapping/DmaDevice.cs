using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>A device with memory of its own that can read and write pages: a blit engine.</summary>
/// <remarks>Mapping and unmapping are safe from any thread; what the device copies is as atomic as a copy is.</remarks>
public sealed class DmaDevice
{
    /// <summary>What a failed mapping answers (DMA_MAPPING_ERROR): all bits set, not 0.</summary>
    public const long MappingError = -1;

    private static readonly string[] DmaKind = [ResourceKinds.DmaMapping];

    private readonly KernelMemory kernel;
    private readonly byte[] memory;
    private readonly Dictionary<long, Mapped> mappings = [];

    /// <summary>Creates a device.</summary>
    /// <param name="kernel">The memory it can reach.</param>
    /// <param name="size">The size of its own memory, in bytes.</param>
    public DmaDevice(KernelMemory kernel, int size)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        this.kernel = kernel;
        memory = new byte[size];
    }

    /// <summary>The device's own memory.</summary>
    public Span<byte> DeviceMemory => memory;

    /// <summary>Makes part of a page reachable for the device (dma_map_page). The page must stay held until it is unmapped.</summary>
    /// <param name="page">The page.</param>
    /// <param name="offset">Where in the page, in bytes.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The address for the device; <see cref="MappingError"/> on failure, which must be tested.</returns>
    [return: Acquires(ResourceKinds.DmaMapping, When = "return != -1", ReleasedBy = nameof(DmaUnmapPage))]
    public long DmaMapPage(
        [Borrows] Page page, int offset, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaMapPage), member, file, line);
        kernel.CheckInUse(page, site);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Page.Size - offset);
        if (kernel.Injection.Fails(site, out _))
        {
            return MappingError;
        }

        long address = ((long)page.Pfn << Page.Shift) + offset;
        Mapped mapped;
        lock (mappings)
        {
            // One page may be mapped several times; each mapping is undone on its own.
            if (!mappings.TryGetValue(address, out Mapped? existing))
            {
                mappings[address] = existing = new Mapped(page, offset, address);
            }

            mapped = existing;
            mapped.Uses.Add((size, direction));
        }

        page.AddAlias(1);
        kernel.Ledger.Take(mapped, ResourceKinds.DmaMapping, site);
        return address;
    }

    /// <summary>Takes a page from the device's reach again (dma_unmap_page). Before the page is released.</summary>
    /// <param name="address">What <see cref="DmaMapPage"/> answered.</param>
    /// <param name="size">The size it was mapped with.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">Nothing is mapped there, or with another size or direction.</exception>
    public void DmaUnmapPage(
        [Releases(ResourceKinds.DmaMapping)] long address, int size, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaUnmapPage), member, file, line);
        Mapped? mapped;
        string? wrong;
        lock (mappings)
        {
            mappings.TryGetValue(address, out mapped);
            wrong = mapped is null || mapped.Uses.Count == 0 ? $"nothing is mapped for the device at {address:x}"
                : mapped.Uses.Remove((size, direction)) ? null
                : $"{mapped} was mapped with {mapped.Uses[^1]}, and is unmapped with {(size, direction)}";
        }

        if (wrong is not null)
        {
            kernel.Misuse(wrong, mapped, site);
            return;
        }

        mapped!.Page.AddAlias(-1);
        kernel.Ledger.Give(mapped, DmaKind, site);
    }

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

    private static Span<byte> Piece(ReadOnlySpan<Page> pages, int offset, int most)
    {
        int within = offset & (Page.Size - 1);
        return pages[offset >> Page.Shift].Span.Slice(within, Math.Min(most, Page.Size - within));
    }

    private Span<byte> Reach(long address, int length, DmaDirection direction, string api)
    {
        CallSite site = new(api, "", "", 0);
        lock (mappings)
        {
            foreach (Mapped mapped in mappings.Values)
            {
                foreach ((int size, DmaDirection allowed) in mapped.Uses)
                {
                    if (address >= mapped.Address && address + length <= mapped.Address + size
                        && (allowed == direction || allowed == DmaDirection.Bidirectional))
                    {
                        return mapped.Page.Span.Slice((int)(address & (Page.Size - 1)), length);
                    }
                }
            }
        }

        throw kernel.Bug($"The device cannot reach {length} bytes at {address:x} in direction {direction}", null, site);
    }

    /// <summary>A place in memory that the device can reach, once for each time it was mapped.</summary>
    private sealed class Mapped(Page page, int offset, long address) : ITracked
    {
        private readonly ResourceHistory history = new($"device mapping of {page}+{offset:x}");

        public Page Page { get; } = page;

        public long Address { get; } = address;

        public List<(int Size, DmaDirection Direction)> Uses { get; } = [];

        ResourceHistory ITracked.History => history;

        public override string ToString() => history.Name;
    }
}
