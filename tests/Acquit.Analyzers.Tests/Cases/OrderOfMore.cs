// silent: ACQ109
using System;
using Cases.Api;

namespace Cases;

// More than two mappings, in branches, loops and finally blocks.
internal static class OrderOfMore
{
    public static void FirstOfThreeFirst(Page first, Page second, Page third)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        nint c = Highmem.KmapLocal(third);
        Hw.Write(a, 1);
        Highmem.KunmapLocal(a); // ACQ109
        Highmem.KunmapLocal(c);
        Highmem.KunmapLocal(b);
    }

    public static void InOneBranchOnly(Page first, Page second, bool swap)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        if (swap)
        {
            Highmem.KunmapLocal(a); // ACQ109
            Highmem.KunmapLocal(b);
            return;
        }

        Highmem.KunmapLocal(b);
        Highmem.KunmapLocal(a);
    }

    public static void InAFinally(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        try
        {
            Hw.Write(a, 1);
            Hw.Write(b, 2);
        }
        finally
        {
            Highmem.KunmapLocal(a); // ACQ109
            Highmem.KunmapLocal(b);
        }
    }

    public static void InEveryRound(Page[] from, Page[] to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            nint source = Highmem.KmapLocal(from[i]);
            nint target = Highmem.KmapLocal(to[i]);
            Hw.Write(target, 1);
            Highmem.KunmapLocal(source); // ACQ109
            Highmem.KunmapLocal(target);
        }
    }

    public static void NestedFinally(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        try
        {
            nint b = Highmem.KmapLocal(second);
            try
            {
                Hw.Write(b, 2);
            }
            finally
            {
                Highmem.KunmapLocal(b);
            }
        }
        finally
        {
            Highmem.KunmapLocal(a);
        }
    }

    public static void InnerBetween(Page first, Page second, Page third)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        Highmem.KunmapLocal(b);
        nint c = Highmem.KmapLocal(third);
        Highmem.KunmapLocal(c);
        Highmem.KunmapLocal(a);
    }

    public static void NamesSwapped(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        (a, b) = (b, a);
        Hw.Write(a, 1);
        Highmem.KunmapLocal(a);
        Highmem.KunmapLocal(b);
    }

    public static void OneAmongOthers(Page first, byte[] data)
    {
        nint a = Highmem.KmapLocal(first);
        byte[] rented = System.Buffers.ArrayPool<byte>.Shared.Rent(data.Length);
        Hw.Write(a, rented.Length);
        Highmem.KunmapLocal(a);
        System.Buffers.ArrayPool<byte>.Shared.Return(rented);
    }
}
