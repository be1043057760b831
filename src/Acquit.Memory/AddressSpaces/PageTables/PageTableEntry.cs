namespace Acquit.Memory;

/// <summary>
/// What stands in one slot of a page table (pte_t, pmd_t, pud_t): nothing, a page, many pages at once, a bare frame, or a lower
/// table. A value: it was true when it was read. To change a slot, hold the lock of the table it stands in.
/// </summary>
internal readonly struct PageTableEntry(long bits) : IEquatable<PageTableEntry>
{
    private const int FrameShift = 12;

    private const long FlagBits = (1L << FrameShift) - 1;

    public PageTableEntry(ulong frame, EntryFlags flags) : this((long)(frame << FrameShift) | (long)flags) { }

    /// <summary>The slot as it is stored.</summary>
    public long Bits { get; } = bits;

    public EntryFlags Flags => (EntryFlags)(Bits & FlagBits);

    /// <summary>The first frame that is mapped (pte_pfn).</summary>
    public ulong Frame => (ulong)Bits >> FrameShift;

    /// <summary>Nothing is here (pte_none).</summary>
    public bool IsNone => Bits == 0;

    /// <summary>Something is mapped here (pte_present); a lower table is not meant.</summary>
    public bool Present => (Bits & (long)EntryFlags.Present) != 0;

    public bool Writable => (Bits & (long)EntryFlags.Writable) != 0;

    public bool Accessed => (Bits & (long)EntryFlags.Accessed) != 0;

    public bool Dirty => (Bits & (long)EntryFlags.Dirty) != 0;

    public bool Huge => (Bits & (long)EntryFlags.Huge) != 0;

    /// <summary>There is no page behind it, only a frame number.</summary>
    public bool Special => (Bits & (long)EntryFlags.Special) != 0;

    /// <summary>There are pages behind it which the mapping does not keep alive.</summary>
    public bool Device => (Bits & (long)EntryFlags.Device) != 0;

    /// <summary>A lower table hangs here (pmd_table).</summary>
    public bool IsTable => (Bits & (long)EntryFlags.Table) != 0;

    /// <summary>Whether the mapping holds a reference to what it maps. The page of zeroes is an exception: see the address space.</summary>
    public bool IsCounted => (Bits & (long)(EntryFlags.Present | EntryFlags.Special | EntryFlags.Device)) == (long)EntryFlags.Present;

    public static bool operator ==(PageTableEntry left, PageTableEntry right) => left.Bits == right.Bits;

    public static bool operator !=(PageTableEntry left, PageTableEntry right) => left.Bits != right.Bits;

    public PageTableEntry With(EntryFlags flags) => new(Bits | (long)flags);

    public PageTableEntry Without(EntryFlags flags) => new(Bits & ~(long)flags);

    /// <summary>Whether both map the same with the same rights, whatever has been read or written in between (pte_same, but for
    /// what a processor sets by itself).</summary>
    public bool MapsAs(PageTableEntry other) => ((Bits ^ other.Bits) & ~(long)EntryFlags.SetByAccess) == 0;

    /// <summary>The entry of a lower table that maps a part of what this one maps.</summary>
    /// <param name="index">Which slot of the lower table.</param>
    /// <param name="level">The level of the lower table.</param>
    public PageTableEntry Part(int index, int level) =>
        new(Frame + ((ulong)index * PageTableLevel.Pages(level)), level == PageTableLevel.Pte ? Flags & ~EntryFlags.Huge : Flags);

    public bool Equals(PageTableEntry other) => Bits == other.Bits;

    public override bool Equals(object? obj) => obj is PageTableEntry other && Equals(other);

    public override int GetHashCode() => Bits.GetHashCode();

    public override string ToString() => IsNone ? "none" : $"frame 0x{Frame:x}, {Flags}";
}
