namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>The index, among the areas in order, of the first that ends after an address (find_vma). Hold the mmap lock.</summary>
    private int FirstAreaAfter(ulong address)
    {
        int low = 0;
        int high = areas.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (areas.Values[middle].End <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The areas that touch a range, lowest first, as they are now. Hold the mmap lock.</summary>
    private VmAreaStruct[] AreasIn(ulong start, ulong end)
    {
        int first = FirstAreaAfter(start);
        int after = first;
        while (after < areas.Count && areas.Values[after].Start < end)
        {
            after++;
        }

        VmAreaStruct[] found = new VmAreaStruct[after - first];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = areas.Values[first + i];
        }

        return found;
    }

    private int FindRoom(ulong size, ulong at, VmFlags flags, out ulong start)
    {
        start = at;
        if (at != 0)
        {
            if (at + size > TaskSize || at + size < at)
            {
                return -Errno.ENOMEM;
            }

            int next = FirstAreaAfter(at);
            return next < areas.Count && areas.Values[next].Start < at + size ? -Errno.EEXIST : 0;
        }

        // Huge entries need their own alignment, or an area as large as one could still not be mapped by one.
        ulong huge = PageTableLevel.Size(PageTableLevel.Pmd);
        ulong step = (flags & VmFlags.HugePage) != 0 && size >= huge ? huge : Page.Size;
        start = LowestAddress;
        foreach (VmAreaStruct area in areas.Values)
        {
            // A page stays free between areas, so that an overrun faults instead of hitting the next one.
            if (start + size + Page.Size <= area.Start)
            {
                break;
            }

            start = Math.Max(start, (area.End + Page.Size + step - 1) & ~(step - 1));
        }

        return size > MapWindow || start > MapWindow - size ? -Errno.ENOMEM : 0;
    }

    /// <summary>Drops the page tables that served only what has been unmapped (free_pgtables). Hold the mmap lock for writing.</summary>
    private void FreeTablesAround(ulong start, ulong end)
    {
        int next = FirstAreaAfter(start);
        ulong floor = next > 0 ? areas.Values[next - 1].End : 0;
        ulong ceiling = next < areas.Count ? areas.Values[next].Start : TaskSize + Page.Size;
        if (ceiling >= end)
        {
            table.FreeTables(floor, ceiling);
        }
    }
}
