namespace Acquit.Memory;

/// <remarks>
/// Pages of private memory that were swapped out have no entry: what was in them is kept beside the page table, by address. It goes
/// there with the mmap lock held for writing, so that a fault finds it or the entry, and never neither.
/// </remarks>
public sealed partial class MmStruct
{
    private readonly Lock swapGate = new();
    private readonly Dictionary<ulong, byte[]> swapped = [];
    private int swappedPages;

    /// <summary>How many pages of private memory are swapped out (MM_SWAPENTS).</summary>
    public int SwappedPages => Volatile.Read(ref swappedPages);

    private bool IsSwapped(ulong address)
    {
        if (SwappedPages == 0)
        {
            return false;
        }

        lock (swapGate)
        {
            return swapped.ContainsKey(address & Page.Mask);
        }
    }

    /// <summary>Whether anything that an entry of a level would cover is swapped out: a huge entry would hide it.</summary>
    /// <remarks>The mmap lock is held, so that no more goes out; what comes back leaves a table, which a huge entry does not replace.</remarks>
    private bool HoldsSwapped(ulong address, int level)
    {
        if (SwappedPages == 0)
        {
            return false;
        }

        ulong start = PageTableLevel.Start(address, level);
        lock (swapGate)
        {
            return SwappedIn(start, start + PageTableLevel.Size(level)).Count > 0;
        }
    }

    /// <summary>Brings a page back that was swapped out (do_swap_page).</summary>
    /// <returns>False if it was not.</returns>
    private bool TrySwapIn(VmAreaStruct area, ulong address, FaultFlags flags, out VmFaultCode code)
    {
        code = VmFaultCode.None;
        if (SwappedPages == 0)
        {
            return false;
        }

        lock (swapGate)
        {
            if (!swapped.TryGetValue(address, out byte[]? content))
            {
                return false;
            }

            code = (flags & FaultFlags.RetryNoWait) != 0
                ? VmFaultCode.Retry
                : SwapIn(area, address, content, written: (flags & FaultFlags.Write) != 0);
            return true;
        }
    }

    private VmFaultCode SwapIn(VmAreaStruct area, ulong address, byte[] content, bool written)
    {
        Page? page = Kernel.TakeBlock(0, compound: false, zero: false);
        if (page is null)
        {
            return VmFaultCode.Oom;
        }

        page.IsAnonymous = true;
        content.CopyTo(Kernel.Store.Frames(page.Frame, 1));
        if (!Install(address, page, area.AllowsWrite, written))
        {
            Kernel.DropReference(page, 1, 0, new CallSite("page fault", "", "", 0));
            return VmFaultCode.NoPage;
        }

        swapped.Remove(address);
        Volatile.Write(ref swappedPages, swapped.Count);
        return VmFaultCode.Major;
    }

    /// <summary>What was swapped out of a range is wanted no more (free_swap_and_cache).</summary>
    private void ForgetSwapped(ulong start, ulong end)
    {
        if (SwappedPages != 0)
        {
            TakeSwapped(start, end);
        }
    }

    /// <summary>A range moves, and what was swapped out of it with it.</summary>
    private void MoveSwapped(ulong from, ulong to, ulong size) =>
        PutSwapped(TakeSwapped(from, from + size).ConvertAll(page => KeyValuePair.Create(page.Key - from + to, page.Value)));

    /// <summary>A child has what its parent had swapped out (swap_duplicate).</summary>
    private void ShareSwapped(MmStruct child, VmAreaStruct area)
    {
        if (SwappedPages == 0)
        {
            return;
        }

        lock (swapGate)
        {
            child.PutSwapped(SwappedIn(area.Start, area.End));
        }
    }

    private List<KeyValuePair<ulong, byte[]>> TakeSwapped(ulong start, ulong end)
    {
        if (SwappedPages == 0)
        {
            return [];
        }

        lock (swapGate)
        {
            List<KeyValuePair<ulong, byte[]>> taken = SwappedIn(start, end);
            foreach ((ulong address, _) in taken)
            {
                swapped.Remove(address);
            }

            Volatile.Write(ref swappedPages, swapped.Count);
            return taken;
        }
    }

    /// <summary>What is swapped out of a range, page by page or by all there is, whichever is less. The gate is held.</summary>
    private List<KeyValuePair<ulong, byte[]>> SwappedIn(ulong start, ulong end)
    {
        if ((end - start) >> Page.Shift > (ulong)swapped.Count)
        {
            return [.. swapped.Where(page => page.Key >= start && page.Key < end)];
        }

        List<KeyValuePair<ulong, byte[]>> found = [];
        for (ulong at = start; at < end; at += Page.Size)
        {
            if (swapped.TryGetValue(at, out byte[]? content))
            {
                found.Add(KeyValuePair.Create(at, content));
            }
        }

        return found;
    }

    private void PutSwapped(List<KeyValuePair<ulong, byte[]>> pages)
    {
        if (pages.Count == 0)
        {
            return;
        }

        lock (swapGate)
        {
            foreach ((ulong address, byte[] content) in pages)
            {
                swapped[address] = content;
            }

            Volatile.Write(ref swappedPages, swapped.Count);
        }
    }
}
