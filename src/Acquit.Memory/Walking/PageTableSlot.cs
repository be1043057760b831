namespace Acquit.Memory;

/// <summary>
/// A slot of a page table, as a walk shows it (pte_t *, pmd_t *, pud_t *): each property reads it anew. It can be looked at and
/// not changed: what changes entries is not for drivers, who have the calls that do it under the right locks.
/// </summary>
public readonly ref struct PageTableSlot
{
    private readonly ref long bits;

    internal PageTableSlot(ref long bits) => this.bits = ref bits;

    /// <summary>Nothing is here (pte_none).</summary>
    public bool IsNone => Entry.IsNone;

    /// <summary>Something is mapped here (pte_present). False for an entry that points to a lower table.</summary>
    public bool IsPresent => Entry.Present;

    /// <summary>May be written without asking first (pte_write).</summary>
    public bool IsWritable => Entry.Writable;

    /// <summary>Was written since this was last cleared (pte_dirty).</summary>
    public bool IsDirty => Entry.Dirty;

    /// <summary>Was read or written since this was last cleared (pte_young).</summary>
    public bool IsYoung => Entry.Accessed;

    /// <summary>Maps all pages that a lower table would map (pmd_trans_huge, pud_trans_huge).</summary>
    public bool IsHuge => Entry.Huge;

    /// <summary>Maps a bare frame number: there is no page behind it (pte_special).</summary>
    public bool IsSpecial => Entry.Special;

    /// <summary>Maps device memory whose pages the mapping does not keep alive (pte_devmap).</summary>
    public bool IsDevice => Entry.Device;

    /// <summary>Points to a lower table (pmd_table).</summary>
    public bool IsTable => Entry.IsTable;

    /// <summary>The first frame that is mapped (pte_pfn). Meaningless when nothing is.</summary>
    public ulong Pfn => Entry.Frame;

    private PageTableEntry Entry => new(Volatile.Read(ref bits));

    /// <summary>The slot in words.</summary>
    /// <returns>What it maps and how.</returns>
    public override string ToString() => Entry.ToString();
}
