// roslyn: 4.8
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Collection expressions keep what is written into them.
internal sealed class HandedToCollectionExpressions
{
    private List<Page> _pages = [];
    private IntPtr[] _blocks = [];

    public static List<Page> Returned()
    {
        Page first = Mm.NewPage();
        Page second = Mm.NewPage();
        return [first, second];
    }

    public static Page[] ReturnedAfterAnother(Page[] others)
    {
        Page page = Mm.NewPage();
        return [page, .. others];
    }

    public void Stored()
    {
        Page page = Mm.NewPage();
        _pages = [.. _pages, page];
    }

    public void StoredAsAddresses(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        _blocks = [block];
    }

    public static void HandedOn(IRegistry registry)
    {
        registry.AddAll([Mm.NewPage(), Mm.NewPage()]);
    }

    public static int ForgottenBeforeIt(bool quick)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (quick)
            return 0;
        List<Page> pages = [page];
        return Take(pages);
    }

    public static void ReleasedAsASpan()
    {
        Page page = Mm.PinUserPage(4096, FollFlags.None);
        if (page != null)
            Mm.UnpinUserPages([page]);
    }

    private static int Take(List<Page> pages)
    {
        s_all.AddRange(pages);
        return pages.Count;
    }

    private static readonly List<Page> s_all = [];
}
