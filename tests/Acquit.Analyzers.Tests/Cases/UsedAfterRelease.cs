// silent: ACQ105
using Cases.Api;

namespace Cases;

internal sealed class UsedAfterRelease
{
    private Page _page;

    public static int FieldRead()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        return page.Index; // ACQ105
    }

    public static int FieldReadBefore()
    {
        Page page = Mm.NewPage();
        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static void FieldWritten()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        page.Uptodate = false; // ACQ105
    }

    public static void PassedOn()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        Hw.Start(page); // ACQ105
    }

    public static void PassedToCodeNobodyDescribed(IRegistry registry)
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        registry.Add(page); // ACQ105
    }

    public static void AddressPassedOn()
    {
        nint block = Slab.KmallocNoFail(64);
        Slab.Kfree(block);
        Hw.Write(block, 1); // ACQ105
    }

    public static int HandleRead()
    {
        if (Handles.Open("gpu", out nint handle) != 0)
            return -Errno.NoDev;

        Handles.Close(handle);
        return Handles.Read(handle); // ACQ105
    }

    public static int MappingWritten(Page[] pages, int n)
    {
        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.None);
        if (area == null)
            return -Errno.NoMem;

        Vmalloc.Vunmap(area);
        Hw.Write(area.Address, 1); // ACQ105
        return 0;
    }

    public static int PinnedPagesRead(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return pages[0].Index; // ACQ105
    }

    public static int PinnedPagesChecksummed(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return Mm.ChecksumPages(pages, ret); // ACQ105
    }

    // The array is only a container; its length is not a page's.
    public static int LengthOfTheArrayRead(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages, ret);
        return pages.Length;
    }

    public static void ArrayFilledAgain(ulong start, int n)
    {
        var pages = new Page[n];
        for (int round = 0; round < 2; round++)
        {
            int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
            if (ret <= 0)
                return;

            Mm.ChecksumPages(pages, ret);
            Mm.UnpinUserPages(pages, ret);
        }
    }

    public static void ArrayCleared(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return;

        Mm.UnpinUserPages(pages, ret);
        for (int i = 0; i < ret; i++)
            pages[i] = null;
    }

    public static int InTheOtherBranch(bool early)
    {
        Page page = Mm.NewPage();
        if (early)
        {
            Mm.FreePage(page);
            return 0;
        }

        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static int OnlyWhenFreedEarly(bool early)
    {
        Page page = Mm.NewPage();
        if (early)
            Mm.FreePage(page);

        int index = page.Index; // ACQ105
        if (!early)
            Mm.FreePage(page);
        return index;
    }

    public static int GuardedByTheSameFlag(bool early)
    {
        Page page = Mm.NewPage();
        if (early)
            Mm.FreePage(page);

        int index = early ? -1 : page.Index;
        if (!early)
            Mm.FreePage(page);
        return index;
    }

    public static bool ComparedWithNull()
    {
        Page page = Mm.AllocPage();
        if (page != null)
            Mm.FreePage(page);
        return page != null;
    }

    public static void AssignedAfresh()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        page = Mm.NewPage();
        page.Index = 1;
        Mm.FreePage(page);
    }

    public static string NameOnly()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        return nameof(page);
    }

    // The method's own reference is gone, but the caller still has one.
    public static int CallersReferenceRemains(Page page)
    {
        Mm.GetPage(page);
        Hw.Start(page);
        Mm.PutPage(page);
        return page.Index;
    }

    public static int FirstOfTwoReferencesDropped(KObject target)
    {
        target.AddRef();
        target.Release();
        return target.Id;
    }

    public static int LastReferenceDropped(int id)
    {
        KObject target = KObject.Create(id);
        if (target == null)
            return -Errno.NoMem;

        target.Release();
        target.Poke(); // ACQ105
        return 0;
    }

    public static int FoundPageReadAfterThePut(int index)
    {
        Page page = Mm.FindGetPage(index);
        if (page == null)
            return -1;

        Mm.PutPage(page);
        return page.Uptodate ? 1 : 0; // ACQ105
    }

    public static int ConsumedThenRead(int size)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return 0;

        Net.Xmit(skb);
        return skb.Length; // ACQ105
    }

    public static int LengthTakenBeforeItWasConsumed(int size)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return 0;

        int length = skb.Length;
        Net.Xmit(skb);
        return length;
    }

    public static int NotConsumedThenRead(int size)
    {
        Skb skb = Net.AllocSkb(size);
        if (skb == null)
            return 0;

        int length = 0;
        if (!Net.TryQueue(skb))
        {
            length = skb.Length;
            Net.KfreeSkb(skb);
        }

        return length;
    }

    public static void LockMayBeTakenAgain(Device device)
    {
        device.Lock.Lock();
        device.Lock.Unlock();
        if (device.Lock.TryLock())
            device.Lock.Unlock();
    }

    public int FieldReadAfterItsPageWasFreed()
    {
        Mm.FreePage(_page);
        int index = _page.Index; // ACQ105
        _page = null;
        return index;
    }

    public void FieldReplaced()
    {
        Mm.FreePage(_page);
        _page = Mm.NewPage();
        _page.Index = 1;
    }

    public static void NextIterationUsesTheFreedOne(int n)
    {
        nint scratch = Slab.KmallocNoFail(16);
        int i = 0;
        do
        {
            Hw.Write(scratch, i); // ACQ105
            if (i == 0)
                Slab.Kfree(scratch);
        }
        while (++i < n);
    }

    public static int DisposedLeaseRead(int length)
    {
        Lease lease = Lease.Take(length);
        lease.Dispose();
        return lease.Length; // ACQ105
    }

    public static int ReadInsideTheUsing(int length)
    {
        int result;
        using (Lease lease = Lease.Take(length))
            result = lease.Length;
        return result;
    }
}

internal sealed class CountedOwner : System.Buffers.IMemoryOwner<byte>
{
    private readonly byte[] _array = new byte[16];
    private int _count = 1;

    public System.Memory<byte> Memory => _array;

    public void AddRef() => _count++;

    public void ReleaseRef() => _count--;

    public void Dispose() => ReleaseRef();
}

internal static class OwnersThatCount
{
    // Which of its methods it still allows, the object knows.
    public static void DisposedByOneOfTwo(int n)
    {
        CountedOwner owner = new();
        owner.AddRef();
        owner.Dispose();
        owner.ReleaseRef();
    }

    public static int ReadAfterDispose(System.Buffers.IMemoryOwner<byte> owner)
    {
        owner.Dispose();
        return owner.Memory.Length; // ACQ105
    }
}

internal static class PassedAfterRelease
{
    public static void ToAHelperThatDoesNothingWithIt()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        Forget(page, 1);
    }

    public static void ToAHelperThatLooksAtIt()
    {
        Page page = Mm.NewPage();
        Mm.FreePage(page);
        Note(page); // ACQ105
    }

    private static int Forget(Page page, int n) => n;

    private static int Note(Page page) => page.Index;
}
