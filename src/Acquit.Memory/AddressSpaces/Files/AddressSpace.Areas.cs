namespace Acquit.Memory;

public sealed partial class AddressSpace
{
    /// <summary>The areas that map the file, by the pages of the file they cover (i_mmap). Guarded by the i_mmap lock.</summary>
    private readonly IntervalTree<VmAreaStruct> iMmap = new();

    private int mappedAreas;

    /// <summary>Whether anybody maps the file (mapping_mapped). Without the i_mmap lock, only what was so a moment ago.</summary>
    public bool IsMapped => Volatile.Read(ref mappedAreas) != 0;

    /// <summary>The areas that cover any of some pages, lowest page first (vma_interval_tree_foreach).</summary>
    /// <param name="first">The first page of the file.</param>
    /// <param name="last">The last page of the file.</param>
    /// <returns>The areas. They stay as they are while the i_mmap lock is held, and not longer.</returns>
    [RequiresHeld(ResourceKinds.IMmapLock)]
    public IReadOnlyList<VmAreaStruct> AreasOf(ulong first, ulong last)
    {
        CallSite site = new(nameof(AreasOf), "", "", 0);
        List<VmAreaStruct> found = [];
        bool locked = EnsureAreasLocked(site);
        for (IntervalTree<VmAreaStruct>.Node? node = FirstArea(first, last); node is not null; node = NextArea(node, first, last))
        {
            found.Add(node.Item);
        }

        if (locked)
        {
            UnlockAreas(write: false, site);
        }

        return found;
    }

    internal IntervalTree<VmAreaStruct>.Node? FirstArea(ulong first, ulong last) => iMmap.FirstOverlap(first, last);

    internal IntervalTree<VmAreaStruct>.Node? NextArea(IntervalTree<VmAreaStruct>.Node area, ulong first, ulong last) =>
        iMmap.NextOverlap(area, first, last);

    /// <summary>Adds an area (vma_interval_tree_insert). The i_mmap lock is held for writing.</summary>
    internal void Insert(VmAreaStruct area)
    {
        area.FileNode = iMmap.Insert(area, area.Pgoff, area.Pgoff + area.PageCount - 1);
        Volatile.Write(ref mappedAreas, iMmap.Count);
    }

    /// <summary>Takes an area out (vma_interval_tree_remove). The i_mmap lock is held for writing.</summary>
    internal void Remove(VmAreaStruct area)
    {
        iMmap.Remove(area.FileNode!);
        area.FileNode = null;
        Volatile.Write(ref mappedAreas, iMmap.Count);
    }
}
