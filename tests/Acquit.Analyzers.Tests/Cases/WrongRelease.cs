// silent: ACQ103
using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Each kind has its own releases. The wrong one is still the end of it: no leak is reported besides.
internal static unsafe class WrongRelease
{
    public static int PinReleasedAsReference(ulong address)
    {
        Page page = Mm.PinUserPage(address, FollFlags.Write);
        if (page == null)
            return -Errno.Fault;

        Mm.ClearPage(page);
        Mm.PutPage(page); // ACQ103
        return 0;
    }

    public static int PinsReleasedAsReferences(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        Mm.ReleasePages(pages, ret); // ACQ103
        return 0;
    }

    public static int PinsReleasedAsReferencesOneByOne(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        for (int i = 0; i < ret; i++)
            Mm.PutPage(pages[i]); // ACQ103
        return 0;
    }

    public static int ReferencesReleasedAsPins(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.GetUserPagesFast(start, n, FollFlags.None, pages);
        if (ret <= 0)
            return ret;

        Mm.UnpinUserPages(pages, ret); // ACQ103
        return 0;
    }

    public static int OnlyTheErrorPathIsWrong(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret <= 0)
            return ret;

        if (Hw.Status() < 0)
        {
            Mm.ReleasePages(pages, ret); // ACQ103
            return -Errno.IO;
        }

        Mm.UnpinUserPages(pages, ret);
        return 0;
    }

    public static int FoundPageFreedAsIfAllocated(int index)
    {
        Page page = Mm.FindGetPage(index);
        if (page == null)
            return -Errno.Inval;

        Mm.FreePage(page); // ACQ103
        return 0;
    }

    public static void AllocatedPageUnpinned()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Mm.UnpinUserPage(page); // ACQ103
    }

    public static void BothKindsEachWithItsOwn(ulong address)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None);
        if (page == null)
            return;

        Mm.GetPage(page);
        Hw.Start(page);
        Mm.PutPage(page);
        Mm.UnpinUserPage(page);
    }

    public static int MappingOfBorrowedPagesFreed(Page[] pages, int n)
    {
        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.Map);
        if (area == null)
            return -Errno.NoMem;

        Hw.Write(area.Address, 1);
        Vmalloc.Vfree(area); // ACQ103
        return 0;
    }

    public static int MappingThatOwnsItsPagesUnmapped(Page[] pages, int n)
    {
        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.Map | VmapFlags.PutPages);
        if (area == null)
            return -Errno.NoMem;

        Hw.Write(area.Address, 1);
        Vmalloc.Vunmap(area); // ACQ103
        return 0;
    }

    public static int MappingThatOwnsItsPagesFreed(Page[] pages, int n)
    {
        VmArea area = Vmalloc.Vmap(pages, n, VmapFlags.Map | VmapFlags.PutPages);
        if (area == null)
            return -Errno.NoMem;

        Hw.Write(area.Address, 1);
        Vmalloc.Vfree(area);
        return 0;
    }

    // The flags are the caller's: either release may be the right one.
    public static void UnknownFlags(Page[] pages, int n, VmapFlags flags)
    {
        VmArea area = Vmalloc.Vmap(pages, n, flags);
        if (area != null)
            Vmalloc.Vunmap(area);
    }

    public static void FlagsDecideTheRelease(Page[] pages, int n, VmapFlags flags)
    {
        VmArea area = Vmalloc.Vmap(pages, n, flags);
        if (area == null)
            return;

        Hw.Write(area.Address, 1);
        if ((flags & VmapFlags.PutPages) != 0)
            Vmalloc.Vfree(area);
        else
            Vmalloc.Vunmap(area);
    }

    public static int AllocatedAreaUnmapped(int size)
    {
        VmArea area = Vmalloc.Valloc(size);
        if (area == null)
            return -Errno.NoMem;

        Vmalloc.Vunmap(area); // ACQ103
        return 0;
    }

    public static int EitherAllocatorPlainlyFreed(int size)
    {
        nint block = Slab.Kvmalloc(size);
        if (block == 0)
            return -Errno.NoMem;

        Hw.Write(block, size);
        Slab.Kfree(block); // ACQ103
        return 0;
    }

    public static void PlainBlockFreedByTheOneForBoth(int size)
    {
        nint block = Slab.Kmalloc(size);
        if (block == 0)
            return;

        Hw.Write(block, size);
        Slab.Kvfree(block);
    }

    public static void WriteLockReleasedAsReadLock(Device device)
    {
        device.Sem.DownWrite();
        device.State++;
        device.Sem.UpRead(); // ACQ103
    }

    public static void ReadLockReleasedAsWriteLock(Device device)
    {
        device.Sem.DownRead();
        Hw.Log("users " + device.Users);
        device.Sem.UpWrite(); // ACQ103
    }

    public static void DowngradedAndReleasedAsReadLock(Device device)
    {
        device.Sem.DownWrite();
        device.State++;
        device.Sem.DowngradeWrite();
        Hw.Log("users " + device.Users);
        device.Sem.UpRead();
    }

    public static void DowngradedAndReleasedAsWriteLock(Device device)
    {
        device.Sem.DownWrite();
        device.State++;
        device.Sem.DowngradeWrite();
        device.Sem.UpWrite(); // ACQ103
    }

    public static void HGlobalFreedAsTaskMemory(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        Hw.Write(block, size);
        Marshal.FreeCoTaskMem(block); // ACQ103
    }

    public static void TaskMemoryFreedAsHGlobal(string text)
    {
        IntPtr block = Marshal.StringToCoTaskMemUni(text);
        Hw.Write(block, 0);
        Marshal.FreeHGlobal(block); // ACQ103
    }

    public static void AlignedMemoryFreedPlainly(nuint size)
    {
        void* block = NativeMemory.AlignedAlloc(size, 64);
        *(byte*)block = 1;
        NativeMemory.Free(block); // ACQ103
    }

    public static void PlainMemoryFreedAsAligned(nuint size)
    {
        void* block = NativeMemory.Alloc(size);
        *(byte*)block = 1;
        NativeMemory.AlignedFree(block); // ACQ103
    }

    public static void WrongKindInFinally(int size)
    {
        IntPtr block = Marshal.AllocCoTaskMem(size);
        try
        {
            Hw.Write(block, size);
        }
        finally
        {
            Marshal.FreeHGlobal(block); // ACQ103
        }
    }

    public static void AcquiredDifferentlyReleasedAlike(bool large, int size)
    {
        IntPtr block = large ? Marshal.AllocCoTaskMem(size) : Marshal.AllocHGlobal(size);
        Hw.Write(block, size);
        Marshal.FreeHGlobal(block); // ACQ103
    }

    public static void AcquiredDifferentlyReleasedAccordingly(bool large, int size)
    {
        IntPtr block = large ? Marshal.AllocCoTaskMem(size) : Marshal.AllocHGlobal(size);
        Hw.Write(block, size);
        if (large)
            Marshal.FreeCoTaskMem(block);
        else
            Marshal.FreeHGlobal(block);
    }

    // A parameter's kind is for its caller to know.
    public static void ParameterReleasedByEither(Page page, bool pinned)
    {
        if (pinned)
            Mm.UnpinUserPage(page);
        else
            Mm.PutPage(page);
    }
}
