namespace Acquit.Memory;

/// <summary>The low bits of a page-table entry; the frame number stands above them.</summary>
[Flags]
internal enum EntryFlags : long
{
    None = 0,

    /// <summary>Something is mapped here.</summary>
    Present = 0x1,

    /// <summary>May be written (pte_write).</summary>
    Writable = 0x2,

    /// <summary>Was read or written since the bit was last cleared (pte_young).</summary>
    Accessed = 0x20,

    /// <summary>Was written since the bit was last cleared (pte_dirty).</summary>
    Dirty = 0x40,

    /// <summary>Maps all pages that a lower table would map (pmd_trans_huge, pud_trans_huge). Above the lowest level only.</summary>
    Huge = 0x80,

    /// <summary>A bare frame number: there is no page to count (pte_special).</summary>
    Special = 0x200,

    /// <summary>Device memory with pages; the mapping has no reference to them (pte_devmap).</summary>
    Device = 0x400,

    /// <summary>Points to a lower table, and maps nothing itself. Above the lowest level only, and never with another flag.</summary>
    Table = 0x800,

    /// <summary>What a processor changes by itself, without changing what is mapped and who may.</summary>
    SetByAccess = Accessed | Dirty,
}
