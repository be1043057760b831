using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class DmaDevice
{
    /// <summary>The most that neighbours are merged to, in bytes (dma_set_max_seg_size).</summary>
    public int MaxSegmentSize { get; init; } = 64 << 10;

    /// <summary>Makes a list of pieces reachable for the device (dma_map_sg). Pieces that lie next to each other become one.</summary>
    /// <param name="sg">The list; each piece is filled in, and not mapped.</param>
    /// <param name="nents">How many pieces.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// How many pieces the device sees, which may be fewer: so many <see cref="ScatterList.DmaAddress"/> are set. 0 on failure, never
    /// negative. Unmapping and syncing take <paramref name="nents"/> all the same.
    /// </returns>
    /// <exception cref="KernelBugException">A piece is mapped already, or its page is free.</exception>
    public int DmaMapSg(
        [Acquires(ResourceKinds.DmaSgMapping, When = "return != 0", Count = "nents", ReleasedBy = nameof(DmaUnmapSg))]
        ReadOnlySpan<ScatterList> sg,
        int nents, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaMapSg), member, file, line);
        return MapScattered(sg, nents, direction, ResourceKinds.DmaSgMapping, site) is { Count: int count } ? count : 0;
    }

    /// <summary>Takes a list from the device's reach again (dma_unmap_sg). Before its pages are released.</summary>
    /// <param name="sg">The list.</param>
    /// <param name="nents">The number that mapping was given, not the one it returned.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The list is not mapped, or for another device, or with another number or direction.</exception>
    public void DmaUnmapSg(
        [Releases(ResourceKinds.DmaSgMapping, Count = "nents")] ReadOnlySpan<ScatterList> sg, int nents, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnmapScattered(sg, nents, direction, ResourceKinds.DmaSgMapping, new CallSite(nameof(DmaUnmapSg), member, file, line));

    /// <summary>Makes a table's list reachable for the device (dma_map_sgtable).</summary>
    /// <param name="table">The table; <see cref="SgTable.Nents"/> is set.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; or -EINVAL for a table that was not allocated, -ENOMEM. Mind that <see cref="DmaMapSg"/> answers 0 for failure.</returns>
    /// <exception cref="KernelBugException">A piece is mapped already, or its page is free.</exception>
    public int DmaMapSgtable(
        [Acquires(ResourceKinds.DmaTableMapping, When = "return == 0", ReleasedBy = nameof(DmaUnmapSgtable))] SgTable table,
        DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaMapSgtable), member, file, line);
        ArgumentNullException.ThrowIfNull(table);
        if (table.OrigNents == 0)
        {
            return -Errno.EINVAL;
        }

        if (kernel.Injection.Fails(site, out int errno))
        {
            return errno == 0 ? -Errno.ENOMEM : errno;
        }

        table.Nents = MapScattered(table.Sgl, table.OrigNents, direction, ResourceKinds.DmaTableMapping, site, mayFail: false)!.Count;
        return 0;
    }

    /// <summary>Takes a table's list from the device's reach again (dma_unmap_sgtable). Before the table is freed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="direction">The direction it was mapped with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It is not mapped, or for another device, or with another direction; or somebody wrote its Nents.</exception>
    public void DmaUnmapSgtable(
        [Releases(ResourceKinds.DmaTableMapping)] SgTable table, DmaDirection direction,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(DmaUnmapSgtable), member, file, line);
        ArgumentNullException.ThrowIfNull(table);
        if (table.Sgl.Length > 0 && table.Sgl[0].Mapped is { } mapped && mapped.Count != table.Nents)
        {
            kernel.Misuse($"{table} was mapped as {mapped.Count} pieces, and somebody has written {table.Nents} to it", mapped, site);
        }

        UnmapScattered(table.Sgl, table.OrigNents, direction, ResourceKinds.DmaTableMapping, site);
    }

    private DmaScatterMapping? MapScattered(
        ReadOnlySpan<ScatterList> sg, int nents, DmaDirection direction, string kind, in CallSite site, bool mayFail = true)
    {
        CheckDirection(direction, site);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nents, sg.Length);
        for (int i = 0; i < nents; i++)
        {
            CheckEntry(sg[i], i, site);
        }

        if (nents <= 0 || (mayFail && kernel.Injection.Fails(site, out _)))
        {
            return null;
        }

        DmaScatterMapping mapped = new(this, sg[..nents].ToArray(), direction);
        for (int i = 0; i < nents;)
        {
            int first = i;
            long size = sg[i].Length;
            while (++i < nents && FollowsOn(sg[i - 1], sg[i]) && size + sg[i].Length <= MaxSegmentSize)
            {
                size += sg[i].Length;
            }

            mapped.Add(Map(sg[first].Page!, sg[first].Offset, (int)size, direction, DmaFlavor.Scattered, site), i - 1);
        }

        foreach (ScatterList entry in mapped.Entries)
        {
            entry.Mapped = mapped;
        }

        kernel.Ledger.Take(mapped, kind, site, kind == ResourceKinds.DmaSgMapping ? nents : 1);
        return mapped;
    }

    private void CheckEntry(ScatterList? entry, int index, in CallSite site)
    {
        if (entry?.Page is not { } page)
        {
            throw kernel.Bug($"{site.Api}: piece {index} of the list was not filled in", null, site);
        }

        if (entry.Mapped is { } mapped)
        {
            throw kernel.Bug($"{site.Api}: piece {index} of the list is mapped already, by {mapped}", mapped, site);
        }

        // A piece may be made of single pages that lie next to each other.
        for (int i = entry.Offset >> Page.Shift; i < Page.Count((long)entry.Offset + entry.Length); i++)
        {
            kernel.CheckInUse(kernel.NthPage(page, i), site);
        }
    }

    private static bool FollowsOn(ScatterList before, ScatterList next) =>
        ((long)before.Page!.Pfn << Page.Shift) + before.Offset + before.Length == ((long)next.Page!.Pfn << Page.Shift) + next.Offset;

    private DmaScatterMapping? FindScattered(ReadOnlySpan<ScatterList> sg, int nents, DmaDirection direction, in CallSite site)
    {
        CheckDirection(direction, site);
        DmaScatterMapping? mapped = sg.IsEmpty ? null : sg[0].Mapped;
        if (mapped is null || mapped.Device != this)
        {
            kernel.Misuse(
                $"{site.Api}: the list is not mapped for {this}" + (mapped is null ? "" : $", but for {mapped.Device}"), mapped, site);
            return null;
        }

        string? wrong = mapped.Entries[0] != sg[0] ? $"does not begin with this piece: {mapped} does"
            : nents != mapped.Entries.Length ? $"was mapped with {mapped.Entries.Length} pieces, not {nents}"
                + (nents == mapped.Count ? ", which is what mapping returned" : "")
            : direction != mapped.Direction ? $"was mapped in the direction {mapped.Direction}, not {direction}"
            : null;
        if (wrong is not null)
        {
            kernel.Misuse($"{site.Api}: the list {wrong}", mapped, site);
        }

        return mapped;
    }

    private void UnmapScattered(ReadOnlySpan<ScatterList> sg, int nents, DmaDirection direction, string kind, in CallSite site)
    {
        DmaScatterMapping? mapped = FindScattered(sg, nents, direction, site);
        if (mapped is null)
        {
            return;
        }

        // Warned of a wrong number, the kernel takes it at its word: the rest stays mapped for ever.
        int count = Math.Clamp(nents, 0, mapped.Entries.Length);
        if (!kernel.Ledger.TryGiveCount(mapped, kind, kind == ResourceKinds.DmaSgMapping ? count : 1, site))
        {
            kernel.Misuse($"{site.Api}: the list was mapped by the other call", mapped, site);
        }

        foreach (ScatterList entry in mapped.Entries)
        {
            entry.Mapped = null;
        }

        foreach (DmaMapping piece in mapped.Covering(count))
        {
            Unmap(piece, site);
        }
    }
}
