// silent: ACQ109
using System;
using Cases.Api;

namespace Cases;

// Mappings of a thread form a stack: the last one made is the first one to go.
internal static unsafe class Order
{
    public static void InReverse(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        Hw.Write(a, 1);
        Hw.Write(b, 2);
        Highmem.KunmapLocal(b);
        Highmem.KunmapLocal(a);
    }

    public static void InTheSameOrder(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        Hw.Write(a, 1);
        Hw.Write(b, 2);
        Highmem.KunmapLocal(a); // ACQ109
        Highmem.KunmapLocal(b);
    }

    public static void OneAfterTheOther(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        Hw.Write(a, 1);
        Highmem.KunmapLocal(a);
        nint b = Highmem.KmapLocal(second);
        Hw.Write(b, 2);
        Highmem.KunmapLocal(b);
    }

    public static void ThreeMiddleTooEarly(Page first, Page second, Page third)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        nint c = Highmem.KmapLocal(third);
        Hw.Write(a, 1);
        Highmem.KunmapLocal(b); // ACQ109
        Highmem.KunmapLocal(c);
        Highmem.KunmapLocal(a);
    }

    public static void SecondOnlySometimes(Page first, Page second)
    {
        nint b = 0;
        nint a = Highmem.KmapLocal(first);
        if (second != null)
            b = Highmem.KmapLocal(second);

        Hw.Write(a, 1);
        if (second != null)
            Highmem.KunmapLocal(b);
        Highmem.KunmapLocal(a);
    }

    public static int ErrorPathInTheWrongOrder(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        if (Hw.Status() < 0)
        {
            Highmem.KunmapLocal(a); // ACQ109
            Highmem.KunmapLocal(b);
            return -Errno.IO;
        }

        Highmem.KunmapLocal(b);
        Highmem.KunmapLocal(a);
        return 0;
    }

    public static void SourceAndTargetInALoop(Page[] from, Page[] to, int n)
    {
        for (int i = 0; i < n; i++)
        {
            nint source = Highmem.KmapLocal(from[i]);
            nint target = Highmem.KmapLocal(to[i]);
            Buffer.MemoryCopy((void*)source, (void*)target, Mm.PageSize, Mm.PageSize);
            Highmem.KunmapLocal(target);
            Highmem.KunmapLocal(source);
        }
    }

    public static void SwappedNamesStillInOrder(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        (a, b) = (b, a);
        Highmem.KunmapLocal(a);
        Highmem.KunmapLocal(b);
    }

    public static void SwappedNamesOutOfOrder(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        nint b = Highmem.KmapLocal(second);
        (a, b) = (b, a);
        Highmem.KunmapLocal(b); // ACQ109
        Highmem.KunmapLocal(a);
    }

    public static void OtherKindsDoNotNest(Device device)
    {
        device.Mutex.Lock();
        device.Sem.DownRead();
        device.Mutex.Unlock();
        device.Sem.UpRead();
    }

    public static void AMappingAndAnOrdinaryResource(Page page)
    {
        nint block = Slab.KmallocNoFail(Mm.PageSize);
        nint a = Highmem.KmapLocal(page);
        Hw.Write(a, 1);
        Slab.Kfree(block);
        Highmem.KunmapLocal(a);
    }

    public static int NeverUnmapped(Page page)
    {
        nint a = Highmem.KmapLocal(page); // ACQ101
        Hw.Write(a, 1);
        return page.Index;
    }

    public static void NestedFinallyKeepsTheOrder(Page first, Page second)
    {
        nint a = Highmem.KmapLocal(first);
        try
        {
            nint b = Highmem.KmapLocal(second);
            try
            {
                Hw.Write(a, 1);
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

    public static void OneFinallyInTheWrongOrder(Page first, Page second)
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
}
