namespace Acquit.Memory;

/// <summary>A device's page frames, as its driver describes them (struct dev_pagemap). Safe from any thread.</summary>
public sealed class DevPagemap : ITracked
{
    private readonly object drained = new();
    private long references;
    private volatile bool live;
    private ResourceHistory? history;

    /// <summary>The kind of memory.</summary>
    public required MemoryDeviceType Type { get; init; }

    /// <summary>The first page frame number.</summary>
    public required ulong Pfn { get; init; }

    /// <summary>The number of page frames.</summary>
    public required int PageCount { get; init; }

    /// <summary>What the driver does for the pages.</summary>
    public DevPagemapOps Ops { get; init; } = new();

    /// <summary>Whether the pages are there, and their end has not begun.</summary>
    public bool IsLive => live;

    ResourceHistory ITracked.History => history
        ?? Interlocked.CompareExchange(ref history, new ResourceHistory(ToString()), null) ?? history;

    /// <summary>Whether the driver is told when a page becomes idle.</summary>
    internal bool IsManaged => Type is MemoryDeviceType.Private or MemoryDeviceType.FsDax;

    /// <summary>One for being mapped, one for each page that has references, one for each successful lookup.</summary>
    internal long References => Volatile.Read(ref references);

    /// <summary>Whether a page frame is one of these (pgmap range).</summary>
    /// <param name="pfn">The page frame number.</param>
    /// <returns>Whether it is in the range.</returns>
    public bool Contains(ulong pfn) => pfn >= Pfn && pfn - Pfn < (ulong)Math.Max(PageCount, 0);

    /// <summary>The frames in words.</summary>
    /// <returns><c>device frames 0x40 to 0x4f</c>.</returns>
    public override string ToString() => $"device frames 0x{Pfn:x} to 0x{Pfn + (ulong)PageCount - 1:x}";

    /// <returns>False if it lives already, here or in another kernel's memory.</returns>
    internal bool TryBegin()
    {
        if (Interlocked.CompareExchange(ref references, 1 + (long)PageCount, 0) != 0)
        {
            return false;
        }

        live = true;
        return true;
    }

    /// <returns>False if that has happened already.</returns>
    internal bool TryKill()
    {
        lock (drained)
        {
            bool was = live;
            live = false;
            return was;
        }
    }

    internal bool TryGetLive()
    {
        for (long seen = References; live && seen > 0;)
        {
            long found = Interlocked.CompareExchange(ref references, seen + 1, seen);
            if (found == seen)
            {
                return true;
            }

            seen = found;
        }

        return false;
    }

    /// <returns>False, with nothing changed, if there was none to drop.</returns>
    internal bool TryPut()
    {
        for (long seen = References; seen > 0;)
        {
            long found = Interlocked.CompareExchange(ref references, seen - 1, seen);
            if (found == seen)
            {
                if (seen == 1)
                {
                    lock (drained)
                    {
                        Monitor.PulseAll(drained);
                    }
                }

                return true;
            }

            seen = found;
        }

        return false;
    }

    /// <returns>Whether all references are gone; false when the time is over before that.</returns>
    internal bool WaitUntilDrained(TimeSpan most)
    {
        lock (drained)
        {
            return References == 0 || (Monitor.Wait(drained, most) && References == 0);
        }
    }
}
