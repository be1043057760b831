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

    public static int OneCodeIsAFailure(Page page)
    {
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if (err == NoMemory)
            return err;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int SomeCodesAreFailures(Page page)
    {
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if (err is -12 or -5)
            return err;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int BelowACode(Page page)
    {
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if (err < -5)
            return err;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int FirstOneCodeThenTheRest(Page page)
    {
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if (err == NoMemory)
            return 1;
        if (err != 0)
            return 2;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int BySwitch(Page page)
    {
        long address = Dma.MapPage(page, 64);
        switch (Dma.MapError(address))
        {
            case 0:
                Dma.UnmapPage(address, 64);
                return 0;
            case NoMemory:
                return 1;
            default:
                return 2;
        }
    }

    public static int ByABitOfIt(Page page)
    {
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if ((err & 1) != 0)
            return err;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int TurnedRound(Page page)
    {
        long address = Dma.MapPage(page, 64);
        int err = -Dma.MapError(address);
        if (err > 0)
            return -err;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int TogetherWithAnother(Page page, Page other)
    {
        long first = Dma.MapPage(page, 64);
        int err = Dma.MapError(first);
        long second = Dma.MapPage(other, 64);
        err |= Dma.MapError(second);
        if (err != 0)
        {
            Undo(first, second);
            return err;
        }

        Dma.UnmapPage(second, 64);
        Dma.UnmapPage(first, 64);
        return 0;
    }

    public static int TheWorseOfTwo(Page page, int before)
    {
        long address = Dma.MapPage(page, 64);
        int err = System.Math.Min(before, Dma.MapError(address));
        if (err < 0)
            return err;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int Converted(Page page)
    {
        long address = Dma.MapPage(page, 64);
        if (System.Convert.ToBoolean(Dma.MapError(address)))
            return NoMemory;
        Dma.UnmapPage(address, 64);
        return 0;
    }

    public static int AskedAgainAfterwards(Page page, object pinned)
    {
        var other = System.Runtime.InteropServices.GCHandle.Alloc(pinned);
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if (err == 0)
            Dma.UnmapPage(address, 64);
        else
            other.Free();
        if (err < 0)
            return err;
        other.Free();
        return 0;
    }

    public static bool TruthAskedAgainAfterwards(Page page, object pinned)
    {
        var other = System.Runtime.InteropServices.GCHandle.Alloc(pinned);
        long address = Dma.MapPage(page, 64);
        bool failed = Dma.HasFailed(address), mapped = !failed;
        if (mapped)
            Dma.UnmapPage(address, 64);
        else
            other.Free();
        if (failed)
            return false;
        other.Free();
        return true;
    }

    private static void Undo(long first, long second)
    {
        if (Dma.MapError(first) == 0)
            Dma.UnmapPage(first, 64);
        if (Dma.MapError(second) == 0)
            Dma.UnmapPage(second, 64);
    }

    public static int AskedAgainAndLeft(Page page, object pinned)
    {
        var other = System.Runtime.InteropServices.GCHandle.Alloc(pinned); // ACQ101
        long address = Dma.MapPage(page, 64);
        int err = Dma.MapError(address);
        if (err == 0)
            Dma.UnmapPage(address, 64);
        if (err < 0)
            return err;
        other.Free();
        return 0;
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
