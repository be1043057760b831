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
