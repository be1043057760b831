using Cases.Api;

namespace Cases;

// Bugs that drivers had, at the size they had them, each beside its mended form.
internal sealed class DriverBugs
{
    private Page[] _pages;
    private VmArea _area;
    private int _count;

    // A short pin makes the error path release what was asked for.
    public static int TransferReleasesTheRequested(ulong start, int n, bool toDevice)
    {
        int err = 0;
        long bus;
        var pages = new Page[n];
        FollFlags flags = toDevice ? FollFlags.None : FollFlags.Write;
        int pinned = Mm.PinUserPagesFast(start, n, flags, pages);
        if (pinned <= 0)
            return pinned == 0 ? -Errno.Again : pinned;

        if (pinned != n)
        {
            err = -Errno.Fault;
            goto unpin;
        }

        bus = Dma.MapPage(pages[0], Mm.PageSize);
        if (bus == Dma.MappingError)
        {
            err = -Errno.IO;
            goto unpin;
        }

        Hw.Program(bus);
        Dma.UnmapPage(bus, Mm.PageSize);
    unpin:
        Mm.UnpinUserPages(pages, n); // ACQ107
        return err;
    }

    public static int TransferReleasesThePinned(ulong start, int n, bool toDevice)
    {
        int err = 0;
        long bus;
        var pages = new Page[n];
        FollFlags flags = toDevice ? FollFlags.None : FollFlags.Write;
        int pinned = Mm.PinUserPagesFast(start, n, flags, pages);
        if (pinned <= 0)
            return pinned == 0 ? -Errno.Again : pinned;

        if (pinned != n)
        {
            err = -Errno.Fault;
            goto unpin;
        }

        bus = Dma.MapPage(pages[0], Mm.PageSize);
        if (bus == Dma.MappingError)
        {
            err = -Errno.IO;
            goto unpin;
        }

        Hw.Program(bus);
        Dma.UnmapPage(bus, Mm.PageSize);
    unpin:
        Mm.UnpinUserPages(pages, pinned);
        return err;
    }

    // The pins survive the failure of the allocation behind them.
    public int RegisterBuffersForgetsThePins(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write | FollFlags.LongTerm, pages); // ACQ101
        if (ret != n)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return ret < 0 ? ret : -Errno.Fault;
        }

        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.Map);
        if (area == null)
            return -Errno.NoMem;

        _pages = pages;
        _area = area;
        _count = n;
        return 0;
    }

    public int RegisterBuffersUnwinds(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write | FollFlags.LongTerm, pages);
        if (ret != n)
        {
            if (ret > 0)
                Mm.UnpinUserPages(pages, ret);
            return ret < 0 ? ret : -Errno.Fault;
        }

        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.Map);
        if (area == null)
        {
            Mm.UnpinUserPages(pages, n);
            return -Errno.NoMem;
        }

        _pages = pages;
        _area = area;
        _count = n;
        return 0;
    }

    public void UnregisterBuffers()
    {
        if (_pages == null)
            return;

        Vmalloc.Vunmap(_area);
        Mm.UnpinUserPages(_pages, _count);
        _pages = null;
        _area = null;
    }

    // Pages looked up one by one become the mapping's; a failure puts those found so far.
    public static VmArea PinMap(int n)
    {
        int i;
        VmArea area;
        var pages = new Page[n];
        for (i = 0; i < n; i++)
        {
            Page page = Mm.FindGetPage(i);
            if (page == null)
                goto put;

            pages[i] = page;
        }

        area = Vmalloc.Vmap(pages, n, VmapFlags.PutPages);
        if (area == null)
            goto put;

        return area;

    put:
        while (--i >= 0) // ACQ403
            Mm.PutPage(pages[i]);
        return null;
    }

    public static VmArea PinMapForgetsThePagesFound(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
        {
            pages[i] = Mm.FindGetPage(i); // ACQ101
            if (pages[i] == null)
                return null;
        }

        return Vmalloc.Vmap(pages, n, VmapFlags.PutPages);
    }

    // A local mapping is left behind by an early return.
    public static int LoadTableForgetsTheMapping(Page source, Page[] tables, int n)
    {
        nint from = Highmem.KmapLocal(source); // ACQ101
        for (int i = 0; i < n; i++)
        {
            nint to = Highmem.KmapLocal(tables[i]);
            Hw.Write(to, i);
            Hw.Write(from, i);
            Highmem.KunmapLocal(to);
            if (Hw.Status() < 0)
                return -Errno.IO;
        }

        Highmem.KunmapLocal(from);
        return 0;
    }

    public static int LoadTable(Page source, Page[] tables, int n)
    {
        int err = 0;
        nint from = Highmem.KmapLocal(source);
        for (int i = 0; i < n; i++)
        {
            nint to = Highmem.KmapLocal(tables[i]);
            Hw.Write(to, i);
            Hw.Write(from, i);
            Highmem.KunmapLocal(to);
            if (Hw.Status() < 0)
            {
                err = -Errno.IO;
                break;
            }
        }

        Highmem.KunmapLocal(from);
        return err;
    }

    // Renaming maps both directories and lets them go as they came.
    public static int RenameUnmapsInTheOrderItMapped(Page oldDirectory, Page newDirectory, bool same)
    {
        nint old = Highmem.KmapLocal(oldDirectory);
        if (same)
        {
            Hw.Write(old, 1);
            Highmem.KunmapLocal(old);
            return 0;
        }

        nint target = Highmem.KmapLocal(newDirectory);
        Hw.Write(target, 1);
        Hw.Write(old, 0);
        Highmem.KunmapLocal(old); // ACQ109
        Highmem.KunmapLocal(target);
        return 0;
    }

    // The driver takes a packet for good on some results only; the caller frees it on all that are negative.
    public static int RunProgramFreesWhatWasPosted(int size, int verdict)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return -Errno.NoMem;

        int err;
        switch (verdict)
        {
            case 0:
                err = Net.Xmit(skb);
                break;
            case 1:
                Net.KfreeSkb(skb);
                return 0;
            default:
                err = -Errno.Inval;
                break;
        }

        if (err < 0)
            Net.KfreeSkb(skb); // ACQ104
        else
            Hw.Kick();
        return err;
    }

    public static int RunProgram(int size, int verdict)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return -Errno.NoMem;

        switch (verdict)
        {
            case 0:
                return Net.Xmit(skb);
            case 1:
                Net.KfreeSkb(skb);
                return 0;
            default:
                Net.KfreeSkb(skb);
                return -Errno.Inval;
        }
    }

    // One unwinding for a mapping that failed and for one that worked.
    public static int SendUnmapsWhatWasNeverMapped(int length)
    {
        int err = 0;
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;

        long bus = Dma.MapPage(page, length);
        if (bus == Dma.MappingError)
        {
            err = -Errno.NoMem;
            goto fail;
        }

        Hw.Program(bus);
        if (Hw.Status() == 0)
        {
            Dma.UnmapPage(bus, length);
            Mm.FreePage(page);
            return 0;
        }

        err = -Errno.IO;
    fail:
        Dma.UnmapPage(bus, length); // ACQ106
        Mm.FreePage(page);
        return err;
    }

    // The read lock is retaken for writing; one exit thinks it still has the other.
    public static int ExpandUnlocksTheOtherWay(Device device, int wanted)
    {
        device.Sem.DownRead();
        if (device.Users >= wanted)
        {
            device.Sem.UpRead();
            return 0;
        }

        device.Sem.UpRead();
        device.Sem.DownWrite();
        if (device.Dead)
        {
            device.Sem.UpRead(); // ACQ103
            return -Errno.NoDev;
        }

        device.Users = wanted;
        device.Sem.UpWrite();
        return 1;
    }
}
