using Cases.Api;

namespace Cases;

// A helper whose release is for several kinds: which it is, its callers know.
internal static class GivenBackByOneOfSeveral
{
    public static void TwiceByTheHelper()
    {
        nint block = Slab.KmallocNoFail(64);
        Free(block);
        Free(block); // ACQ104
    }

    public static void OnceByEach()
    {
        nint block = Slab.Kvmalloc(64);
        if (block == 0)
            return;
        Free(block);
        Slab.Kvfree(block); // ACQ104
    }

    public static void UsedAfterTheHelper()
    {
        nint block = Slab.KmallocNoFail(64);
        Free(block);
        Hw.Write(block, 1); // ACQ105
    }

    public static int OnOneWayOnly()
    {
        nint block = Slab.Kvmalloc(64); // ACQ101
        if (block == 0)
            return -Errno.NoMem;
        if (!Hw.Ready())
            return -Errno.Busy;
        Free(block);
        return 0;
    }

    public static int TwoDeep()
    {
        nint block = Slab.Kmalloc(64); // ACQ101
        if (block == 0)
            return -Errno.NoMem;
        if (Hw.Ready())
            FreeTwoDeep(block);
        return 0;
    }

    public static void NotOfThatKind()
    {
        long bus = Dma.MapPage(new Page(), 64);
        if (bus == -1)
            return;
        Free((nint)bus); // ACQ103
    }

    public static void Either(bool large)
    {
        nint block = large ? Slab.Kvmalloc(1 << 20) : Slab.Kmalloc(64);
        Free(block);
    }

    public static void OfOneKind()
    {
        nint block = Slab.KmallocNoFail(64);
        Hw.Write(block, 1);
        Free(block);
    }

    public static void OfTheOtherKind()
    {
        nint block = Slab.Kvmalloc(64);
        FreeTwoDeep(block);
    }

    public static void NothingThere() => Free(0);

    public static void NotFromHere(nint block)
    {
        Hw.Write(block, 0);
        Free(block);
    }

    public static void InRounds(int n)
    {
        for (int i = 0; i < n; i++)
        {
            nint block = Slab.KmallocNoFail(64);
            Free(block);
        }
    }

    public static void ResetInBetween()
    {
        nint block = Slab.KmallocNoFail(64);
        Free(block);
        block = 0;
        Free(block);
    }

    private static void Free(nint block) => Slab.Kvfree(block);

    private static void FreeTwoDeep(nint block)
    {
        Hw.Kick();
        Free(block);
    }
}
