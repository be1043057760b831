using Cases.Api;

namespace Cases;

/// <summary>Whether something was acquired is asked of a function that answers with an error code.</summary>
public static class ToldByCode
{
    private const int NoMemory = -12;

    public static int FailureLeavesNothing(Page page)
    {
        long address = Dma.MapPage(page, 64);
        if (Dma.MapError(address) != 0)
        {
            return NoMemory;
        }

        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int AnErrorIsNegative(Page page)
    {
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if (err < 0)
            return err;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int NoughtIsSuccess(Page page)
    {
        long address = Dma.MapPage(page, 64);
        if (0 == Dma.MapError(address))
        {
            Dma.Sync(address, 64);
            Dma.UnmapPage(address, 64);
            return 0;
        }

        return NoMemory;
    }

    public static int ByPattern(Page page)
    {
        long address = Dma.MapPage(page, 64);
        if (Dma.MapError(address) is not 0)
            return NoMemory;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static bool ByTheOtherTruth(Page page)
    {
        long address = Dma.MapPage(page, 64);
        if (Dma.HasFailed(address))
            return false;
        Dma.UnmapPage(address, 64);
        return true;
    }

    public static int LeftWhenItSucceeded(Page page, bool busy)
    {
        long address = Dma.MapPage(page, 64); // ACQ101
        if (Dma.MapError(address) != 0)
            return NoMemory;
        if (busy)
            return -16;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int LeftByTheOtherTruth(Page page, bool busy)
    {
        long address = Dma.MapPage(page, 64); // ACQ101
        if (Dma.HasFailed(address))
            return NoMemory;
        if (busy)
            return -16;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int UnmappedThoughItFailed(Page page)
    {
        long address = Dma.MapPage(page, 64);
        if (Dma.MapError(address) != 0)
        {
            Dma.UnmapPage(address, 64); // ACQ106
            return NoMemory;
        }

        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int TheWrongWayRound(Page page)
    {
        long address = Dma.MapPage(page, 64); // ACQ101
        if (Dma.MapError(address) == 0)
            return 0;
        return NoMemory;
    }

    public static int InEachRound(Page[] pages, long[] addresses)
    {
        for (int i = 0; i < pages.Length; i++)
        {
            addresses[i] = Dma.MapPage(pages[i], 64);
            if (Dma.MapError(addresses[i]) != 0)
            {
                while (--i >= 0)
                    Dma.UnmapPage(addresses[i], 64);
                return NoMemory;
            }
        }

        return 0;
    }
}
