namespace Acquit.Memory;

/// <summary>The levels of a page table, and what one slot of a table on that level covers.</summary>
internal static class PageTableLevel
{
    /// <summary>Slots map single pages.</summary>
    public const int Pte = 0;

    /// <summary>Slots cover 512 pages, by one huge entry or a lower table.</summary>
    public const int Pmd = 1;

    /// <summary>Slots cover 512 * 512 pages, by one huge entry or a lower table.</summary>
    public const int Pud = 2;

    /// <summary>Slots hold lower tables only.</summary>
    public const int P4d = 3;

    /// <summary>The root; slots hold lower tables only.</summary>
    public const int Pgd = 4;

    /// <summary>The binary logarithm of the number of slots in a table.</summary>
    public const int Bits = 9;

    /// <summary>The binary logarithm of the bytes that a slot covers (PMD_SHIFT, PUD_SHIFT, …).</summary>
    public static int Shift(int level) => Page.Shift + (level * Bits);

    /// <summary>The bytes that a slot covers (PMD_SIZE, PUD_SIZE, …).</summary>
    public static ulong Size(int level) => 1UL << Shift(level);

    /// <summary>The pages that a slot covers.</summary>
    public static ulong Pages(int level) => 1UL << (level * Bits);

    /// <summary>The slot of an address in the table on a level that covers it (pte_index, pmd_index, …).</summary>
    public static int Index(ulong address, int level) => (int)(address >> Shift(level)) & (PageTableNode.Slots - 1);

    /// <summary>The first address that the slot of an address covers.</summary>
    public static ulong Start(ulong address, int level) => address & ~(Size(level) - 1);

    /// <summary>The address after what the slot of an address covers, or the end of a range if that comes first (pmd_addr_end, …).</summary>
    public static ulong Next(ulong address, ulong end, int level)
    {
        ulong next = Start(address, level) + Size(level);
        return next - 1 < end - 1 ? next : end;
    }
}
