using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly MmWalkOps WriteProtectOps = new()
    {
        TestWalk = TestForDirtyTracking,
        PreVma = TellOfChange,
        PostVma = TellOfChangeDone,
        PudEntry = LeaveHugeAlone,
        PmdEntry = LeaveHugeAlone,
        PteTable = WriteProtect,
        ForFiles = true,
    };

    private static readonly MmWalkOps CleanOps = new()
    {
        TestWalk = TestForDirtyTracking,
        PreVma = TellOfChange,
        PostVma = TellOfChangeDone,
        PudEntry = LeaveHugeAlone,
        PmdEntry = LeaveHugeAlone,
        PteTable = CleanAndRecord,
        ForFiles = true,
    };

    /// <summary>Takes the right to write some pages of a file away from all shared mappings (wp_shared_mapping_range).</summary>
    /// <remarks>
    /// The next write asks <see cref="VmOperations.PageMkwrite"/> or <see cref="VmOperations.PfnMkwrite"/>, if the driver has them.
    /// Who follows the address space is told of each area. Areas that are not shared, or may never be written, are passed
    /// over: the kernel's walk would end at such an area, and leave those after it as they are. Huge entries are never split;
    /// one that may be written is warned about and left alone. Takes the i_mmap lock for reading; needs no mmap lock.
    /// </remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="first">The first page of the file.</param>
    /// <param name="count">The number of pages (nr).</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many entries may not be written any more that could be before.</returns>
    /// <exception cref="KernelBugException">This thread holds the i_mmap lock for writing; or no offset reaches the pages.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AddressSpace.HeldInWalks)]
    public ulong WpSharedMappingRange(
        [RequiresNotHeld(ResourceKinds.IMmapLock)] AddressSpace mapping, ulong first, ulong count,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        MmWalk walk = new(this, WriteProtectOps, null, new CallSite(nameof(WpSharedMappingRange), member, file, line));
        WalkForDirtyTracking(mapping, first, count, ref walk);
        return walk.Record.Total;
    }

    /// <summary>
    /// Marks some pages of a file as not written in all shared mappings, and records which were
    /// (clean_record_shared_mapping_range).
    /// </summary>
    /// <remarks>
    /// <para>
    /// Every entry that is dirty at the call is recorded; one that becomes dirty during the call is recorded or stays dirty. For
    /// a picture of one moment, take the right to write away first, and have writers wait in
    /// <see cref="VmOperations.PageMkwrite"/>.
    /// </para>
    /// <para>
    /// Bits are set by plain stores: calls that share a bitmap must not run at once. Passes over areas and leaves huge entries
    /// alone as <see cref="WpSharedMappingRange"/> does, and takes the same lock.
    /// </para>
    /// </remarks>
    /// <param name="mapping">The file's pages.</param>
    /// <param name="first">The first page of the file.</param>
    /// <param name="count">The number of pages (nr).</param>
    /// <param name="bitmapPgoff">The page of the file that the first bit stands for; not after <paramref name="first"/>.</param>
    /// <param name="bitmap">A bit for each page, lowest bit first: set for pages that were dirty, otherwise left as it is.</param>
    /// <param name="start">
    /// In and out: the first bit that was ever set, counted from the beginning of the bitmap. Not before <paramref name="end"/>
    /// when none was: then, if none is found now, <paramref name="count"/>. A bound, and not exact, when the first call that finds
    /// something begins after the first bit's page.
    /// </param>
    /// <param name="end">In and out: the bit <em>after</em> the last that was ever set; 0 if none was.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many entries were dirty.</returns>
    /// <exception cref="KernelBugException">
    /// The bitmap does not cover the pages, or no offset reaches them; or this thread holds the i_mmap lock for writing.
    /// </exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AddressSpace.HeldInWalks)]
    public ulong CleanRecordSharedMappingRange(
        [RequiresNotHeld(ResourceKinds.IMmapLock)] AddressSpace mapping, ulong first, ulong count, ulong bitmapPgoff,
        Span<ulong> bitmap, ref ulong start, ref ulong end,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(CleanRecordSharedMappingRange), member, file, line);
        if (first < bitmapPgoff || (UInt128)(first - bitmapPgoff) + count > (UInt128)bitmap.Length * 64)
        {
            throw Bug(
                $"{site.Api}: a bitmap of {bitmap.Length * 64L} bits from page {bitmapPgoff} on does not cover {count} pages from "
                + $"page {first} on", mapping, site);
        }

        bool none = start >= end;
        MmWalk walk = new(this, CleanOps, null, site)
        {
            Record = new DirtyRecord
            {
                Bitmap = bitmap,
                BitmapPgoff = bitmapPgoff,
                Start = none ? count : start,
                End = none ? 0 : end,
            },
        };
        WalkForDirtyTracking(mapping, first, count, ref walk);
        start = walk.Record.Start;
        end = walk.Record.End;
        return walk.Record.Total;
    }

    private static int TestForDirtyTracking(ulong start, ulong end, ref MmWalk walk) =>
        (walk.Area!.Flags & (VmFlags.Shared | VmFlags.MayWrite)) == (VmFlags.Shared | VmFlags.MayWrite) ? 0 : 1;

    private static int TellOfChange(ulong start, ulong end, ref MmWalk walk)
    {
        walk.Mm.InvalidateRangeStart(start, end, MmuNotifyEvent.ProtectionPage, walk.Site);
        walk.Record.RangeStart = start;
        walk.Record.RangeEnd = end;
        return 0;
    }

    private static void TellOfChangeDone(ref MmWalk walk) =>
        walk.Mm.InvalidateRangeEnd(walk.Record.RangeStart, walk.Record.RangeEnd, MmuNotifyEvent.ProtectionPage);

    private static int LeaveHugeAlone(PageTableSlot entry, ulong address, ulong next, ref MmWalk walk)
    {
        if (entry.IsHuge)
        {
            if (entry.IsWritable || entry.IsDirty)
            {
                CallSite site = walk.Site;
                walk.Kernel.Warn(
                    $"{site.Api} found a huge entry at {address:x} of {walk.Mm} that {(entry.IsDirty ? "is dirty" : "may be written")}: "
                    + $"what is tracked has to be mapped by small ones [{site}]",
                    site);
            }

            walk.Action = PageWalkAction.Continue;
        }

        return 0;
    }

    // A call is a loop over up to 512 entries: it pays to compile it well before the first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteProtect(Span<long> entries, ulong address, ref MmWalk walk)
    {
        ulong total = 0;
        foreach (ref long entry in entries)
        {
            if ((entry & (long)EntryFlags.Writable) != 0)
            {
                Volatile.Write(ref entry, entry & ~(long)EntryFlags.Writable);
                total++;
            }
        }

        walk.Record.Total += total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CleanAndRecord(Span<long> entries, ulong address, ref MmWalk walk)
    {
        ref DirtyRecord record = ref walk.Record;
        Span<ulong> bitmap = record.Bitmap;
        ulong offset = walk.Area!.PgoffOf(address) - record.BitmapPgoff;
        int first = -1;
        int last = -1;
        ulong total = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            long entry = entries[i];
            if ((entry & (long)EntryFlags.Dirty) != 0)
            {
                Volatile.Write(ref entries[i], entry & ~(long)EntryFlags.Dirty);
                ulong bit = offset + (ulong)i;
                bitmap[(int)(bit >> 6)] |= 1UL << (int)(bit & 63);
                total++;
                last = i;
                first = first < 0 ? i : first;
            }
        }

        if (total != 0)
        {
            record.Total += total;
            record.Start = Math.Min(record.Start, offset + (ulong)first);
            record.End = Math.Max(record.End, offset + (ulong)last + 1);
        }
    }

    private void WalkForDirtyTracking(AddressSpace mapping, ulong first, ulong count, ref MmWalk walk)
    {
        CallSite site = walk.Site;
        ArgumentNullException.ThrowIfNull(mapping);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (first + count < first)
        {
            throw Bug($"{site.Api}: {count} pages from page {first} on are more than a file can have", mapping, site);
        }

        mapping.LockAreas(write: false, site);
        try
        {
            _ = WalkAreasOf(mapping, first, count, ref walk);
        }
        finally
        {
            mapping.UnlockAreas(write: false, site);
        }
    }
}
