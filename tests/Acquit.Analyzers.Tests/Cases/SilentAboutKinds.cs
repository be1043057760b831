// silent: ACQ103
using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Releases that fit what is held: of one of several kinds, by a helper, or told by the code that took it.
internal static class SilentAboutKinds
{
    public static void ReferenceOnAPinnedPage(ulong address, bool keep)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None);
        if (page == null)
            return;

        if (keep)
            Mm.GetPage(page);
        Hw.Start(page);
        Mm.UnpinUserPage(page);
        if (keep)
            Mm.PutPage(page);
    }

    public static void EachAreaByItsOwn(Page[] pages, int size)
    {
        VmArea area = size > Mm.PageSize ? Vmalloc.Valloc(size) : Vmalloc.Vmap(pages, 1, VmapFlags.Map);
        if (area == null)
            return;

        Hw.Write(area.Address, size);
        if (size > Mm.PageSize)
            Vmalloc.Vfree(area);
        else
            Vmalloc.Vunmap(area);
    }

    public static void ByAHelper(ulong address)
    {
        Page page = Mm.PinUserPage(address, FollFlags.Write);
        if (page == null)
            return;

        Mm.ClearPage(page);
        GiveBack(page, pinned: true);
    }

    private static void GiveBack(Page page, bool pinned)
    {
        if (pinned)
            Mm.UnpinUserPage(page);
        else
            Mm.PutPage(page);
    }

    public static void SlotReusedForAnotherKind(ulong address, int index)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None);
        if (page != null)
        {
            Hw.Start(page);
            Mm.UnpinUserPage(page);
        }

        page = Mm.FindGetPage(index);
        if (page != null)
            Mm.PutPage(page);
    }

    public static void OneOfTwoArrays(ulong start, int n, Page[] pinned, Page[] got)
    {
        int pins = Mm.PinUserPagesFast(start, n, FollFlags.None, pinned);
        int refs = Mm.GetUserPagesFast(start, n, FollFlags.None, got);
        if (pins > 0)
            Mm.UnpinUserPages(pinned, pins);
        if (refs > 0)
            Mm.ReleasePages(got, refs);
    }

    public static void WriterThatBecomesAReader(Device device, bool writes)
    {
        if (writes)
            device.Sem.DownWrite();
        else
            device.Sem.DownRead();

        Hw.Log("users " + device.Users);
        if (writes)
            device.Sem.UpWrite();
        else
            device.Sem.UpRead();
    }

    public static void StringOfEitherAllocator(string text, bool task)
    {
        IntPtr block = IntPtr.Zero;
        try
        {
            block = task ? Marshal.StringToCoTaskMemUni(text) : Marshal.StringToHGlobalUni(text);
            Hw.Write(block, 0);
        }
        finally
        {
            if (task)
                Marshal.FreeCoTaskMem(block);
            else
                Marshal.FreeHGlobal(block);
        }
    }
}
