namespace Acquit.Memory;

public sealed partial class AddressSpace
{
    /// <summary>The page at an index if it is in memory, with one more reference; null if it would have to be read in.</summary>
    internal Page? TryGetCached(ulong index)
    {
        lock (cache)
        {
            return cache.TryGetValue(index, out Page? page) && page.TryAddCount(1, 0) ? page : null;
        }
    }

    /// <summary>Whether an area that is kept in memory maps a page (VM_LOCKED): reclaim leaves the page alone.</summary>
    private bool IsKeptBySomeArea(ulong index, in CallSite site)
    {
        LockAreas(write: false, site);
        bool kept = false;
        for (IntervalTree<VmAreaStruct>.Node? node = FirstArea(index, index); node is not null && !kept; node = NextArea(node, index, index))
        {
            kept = (node.Item.Flags & VmFlags.Locked) != 0;
        }

        UnlockAreas(write: false, site);
        return kept;
    }
}
