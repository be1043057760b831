namespace Acquit.Memory;

/// <summary>The finite virtual range for kernel mappings, in pages. First fit; a page stays free after each mapping.</summary>
internal sealed class VirtualRange(int pages)
{
    private readonly SortedList<int, int> taken = [];

    /// <returns>The first page, or -1 when there is no gap so large.</returns>
    public int Take(int count)
    {
        lock (taken)
        {
            int at = 0;
            foreach ((int start, int end) in taken)
            {
                if (start - at >= count + 1)
                {
                    break;
                }

                at = end + 1;
            }

            if (count > pages - at)
            {
                return -1;
            }

            taken.Add(at, at + count);
            return at;
        }
    }

    public void Give(int start)
    {
        lock (taken)
        {
            taken.Remove(start);
        }
    }
}
