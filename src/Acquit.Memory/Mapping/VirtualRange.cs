namespace Acquit.Memory;

/// <summary>
/// The finite virtual range for kernel mappings, in pages. The lowest gap that is large enough is taken; a page stays free after
/// each mapping. What was unmapped is queued, and can be taken again only after a purge.
/// </summary>
internal sealed class VirtualRange
{
    /// <summary>32 MB. The system keeps a record of each piece that is mapped, and has a limit on them: not too many may wait.</summary>
    private const int MostLazyPages = 8192;

    private readonly Lock gate = new();
    private readonly Lock purging = new();
    private readonly FreeRanges free;
    private readonly VmArea?[] areas;
    private readonly List<VmArea> lazy = [];
    private int lazyPages;
    private long ended;

    public VirtualRange(int pages)
    {
        Pages = pages;
        LazyLimit = Math.Max(1, Math.Min(MostLazyPages, pages / 4));

        // The guard behind a mapping that reaches the end lies outside.
        free = new FreeRanges(pages + 1);
        areas = new VmArea?[pages];
    }

    /// <summary>The size of the range.</summary>
    public int Pages { get; }

    /// <summary>So many pages may be queued before they are purged without anybody needing them.</summary>
    public int LazyLimit { get; }

    /// <summary>Pages that are unmapped and wait for a purge.</summary>
    public int LazyPages => Volatile.Read(ref lazyPages);

    /// <summary>How many mappings have ended so far.</summary>
    public long Ended => Interlocked.Read(ref ended);

    /// <returns>The first page, or -1 when there is no gap so large.</returns>
    public int Take(int count)
    {
        if (count > Pages)
        {
            return -1;
        }

        lock (gate)
        {
            return free.TakeLowest(count + 1);
        }
    }

    /// <summary>Gives back what was taken and never mapped.</summary>
    public void Give(int start, int count)
    {
        lock (gate)
        {
            free.Give(start, count + 1);
        }
    }

    /// <summary>Makes a mapping findable.</summary>
    public void Enter(VmArea area) => Volatile.Write(ref areas[area.VirtualPage], area);

    /// <summary>Queues the addresses of a mapping that is gone.</summary>
    /// <returns>Whether so many are queued now that they should be purged.</returns>
    public bool Retire(VmArea area)
    {
        Volatile.Write(ref areas[area.VirtualPage], null);
        Interlocked.Increment(ref ended);
        Queue(new ReadOnlySpan<VmArea>(in area));
        return LazyPages > LazyLimit;
    }

    /// <summary>Takes away what the queued addresses still show, and makes them free.</summary>
    public void Purge(FrameStore store)
    {
        lock (purging)
        {
            VmArea[] gone;
            lock (gate)
            {
                gone = [.. lazy];
                lazy.Clear();
                lazyPages = 0;
            }

            Array.Sort(gone, (left, right) => left.VirtualPage.CompareTo(right.VirtualPage));
            int done = 0;
            try
            {
                while (done < gone.Length)
                {
                    // Neighbours become one piece, guards and all: the system is called once for each piece.
                    int next = done + 1;
                    while (next < gone.Length && gone[next].VirtualPage == gone[next - 1].EndPage + 1)
                    {
                        next++;
                    }

                    int start = gone[done].VirtualPage;
                    int count = gone[next - 1].EndPage - start;
                    store.Unmap(start, count);
                    Give(start, count);
                    done = next;
                }
            }
            finally
            {
                // Where the system refused, the old bytes are still there: those addresses wait for the next purge.
                Queue(gone.AsSpan(done));
            }
        }
    }

    /// <summary>The mapping that a page of the range belongs to.</summary>
    public VmArea? Find(int page)
    {
        for (int start = page; start >= 0; start--)
        {
            if (Volatile.Read(ref areas[start]) is { } area)
            {
                return page < area.EndPage ? area : null;
            }
        }

        return null;
    }

    /// <summary>The mapping that was last at a page of the range, if it waits for a purge.</summary>
    public VmArea? FindRetired(int page)
    {
        lock (gate)
        {
            return lazy.FindLast(area => page >= area.VirtualPage && page < area.EndPage);
        }
    }

    private void Queue(ReadOnlySpan<VmArea> gone)
    {
        lock (gate)
        {
            foreach (VmArea area in gone)
            {
                lazy.Add(area);
                lazyPages += area.PageCount;
            }
        }
    }
}
