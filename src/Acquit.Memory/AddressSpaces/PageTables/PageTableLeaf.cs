namespace Acquit.Memory;

/// <summary>An entry that maps something, and where it was found.</summary>
/// <param name="Table">The table it stands in; its lock guards it.</param>
/// <param name="Index">The slot.</param>
/// <param name="Address">The first address it maps.</param>
/// <param name="Entry">What stood there. Read it again under the lock before acting on it.</param>
internal readonly record struct PageTableLeaf(PageTableNode Table, int Index, ulong Address, PageTableEntry Entry)
{
    public int Level => Table.Level;

    /// <summary>The address after the last it maps.</summary>
    public ulong End => Address + PageTableLevel.Size(Level);
}
