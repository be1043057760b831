using Cases.Api;

namespace Cases;

// Ladders that success jumps over, because somebody else owns everything by then.
internal sealed class GotoLaddersThatHandOver
{
    private Page _ring;
    private nint _context;
    private long _bus;

    public void Remove()
    {
        Dma.UnmapPage(_bus, Mm.PageSize);
        Mm.FreePage(_ring);
        Slab.Kfree(_context);
    }

    // On success everything is kept in the object and the ladder is jumped over.
    public int ProbeKeepsOnSuccess()
    {
        int ret;
        _context = Slab.Kmalloc(512);
        if (_context == 0)
            return -Errno.NoMem;

        _ring = Mm.AllocPage();
        if (_ring == null)
        {
            ret = -Errno.NoMem;
            goto free_context;
        }

        _bus = Dma.MapPage(_ring, Mm.PageSize);
        if (_bus == Dma.MappingError)
        {
            ret = -Errno.IO;
            goto free_ring;
        }

        return 0;

    free_ring:
        Mm.FreePage(_ring);
        _ring = null;
    free_context:
        Slab.Kfree(_context);
        _context = 0;
        return ret;
    }

    public int ProbeKeepsLocalsOnSuccess(Device device)
    {
        int ret;
        Page ring = Mm.AllocPage();
        if (ring == null)
            return -Errno.NoMem;

        long bus = Dma.MapPage(ring, Mm.PageSize);
        if (bus == Dma.MappingError)
        {
            ret = -Errno.IO;
            goto free_ring;
        }

        ret = Hw.Start(ring);
        if (ret != 0)
            goto unmap;

        _ring = ring;
        _bus = bus;
        return 0;

    unmap:
        Dma.UnmapPage(bus, Mm.PageSize);
    free_ring:
        Mm.FreePage(ring);
        return ret;
    }

    public int ProbeForgetsTheMapping(Device device)
    {
        int ret;
        Page ring = Mm.AllocPage();
        if (ring == null)
            return -Errno.NoMem;

        long bus = Dma.MapPage(ring, Mm.PageSize); // ACQ101
        if (bus == Dma.MappingError)
        {
            ret = -Errno.IO;
            goto free_ring;
        }

        ret = Hw.Start(ring);
        if (ret != 0)
            goto free_ring;

        _ring = ring;
        _bus = bus;
        return 0;

    free_ring:
        Mm.FreePage(ring);
        return ret;
    }

    public static int TransmitsOrDrops(Device device, int size)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            goto drop;

        if (device.Dead)
            goto drop;

        return Net.Xmit(skb);

    drop:
        Net.KfreeSkb(skb);
        return -Errno.NoDev;
    }

    public static int DropsWhatTheQueueAte(Device device, int size)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return -Errno.NoMem;

        bool eaten = Net.TryQueue(skb);
        if (!eaten)
            goto drop;

        if (device.Dead)
            goto drop;

        return 0;

    drop:
        Net.KfreeSkb(skb); // ACQ104
        return -Errno.NoDev;
    }
}
