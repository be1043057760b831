namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Splits the area that an address lies inside of, so that one begins there (split_vma). The mmap lock is held for writing.</summary>
    /// <returns>0, also when no area has to be split; or what the driver says against it, and nothing is changed.</returns>
    private int SplitAt(ulong address, in CallSite site)
    {
        int index = FirstAreaAfter(address);
        if (index == areas.Count || areas.Values[index] is not { } area || area.Start >= address)
        {
            return 0;
        }

        int refused = area.Ops?.MaySplit?.Invoke(area, address) ?? 0;
        if (refused != 0)
        {
            return refused;
        }

        SplitHugeAround(address);
        VmAreaStruct upper = area.CopyAs(address, area.End, area.PgoffOf(address));
        Reshape(area, area.Start, address, upper, site);
        areas.Add(address, upper);
        upper.Open();
        return 0;
    }

    /// <summary>Splits the huge entries that begin before an address and reach beyond it (vma_adjust_trans_huge).</summary>
    private void SplitHugeAround(ulong address)
    {
        while (table.Leaf(address, out int index) is { } node
            && node.Level > PageTableLevel.Pte && PageTableLevel.Start(address, node.Level) != address
            && SplitHuge(node, index))
        {
        }
    }

    /// <summary>Takes a whole area out: what it maps, its place, its file's knowledge of it; and tells the driver.</summary>
    private void Remove(VmAreaStruct area, in CallSite site)
    {
        try
        {
            ZapForGood(area);
        }
        finally
        {
            areas.Remove(area.Start);
            UnlinkFromFile(area, site);
            area.Close();
        }
    }

    /// <summary>Unmaps what an area maps, also if somebody who is told of it throws: the area goes, and its pages are owed their references.</summary>
    private void ZapForGood(VmAreaStruct area)
    {
        bool zapped = false;
        try
        {
            Zap(area.Start, area.End);
            zapped = true;
        }
        finally
        {
            if (!zapped)
            {
                ZapEntries(area.Start, area.End);
            }
        }
    }
}
