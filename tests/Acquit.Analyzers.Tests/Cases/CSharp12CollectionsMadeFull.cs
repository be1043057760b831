// roslyn: 4.8
using System;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// The same, by collection expressions.
internal sealed class CSharp12CollectionsMadeFull
{
    private List<Page> _pages = [];

    public static int LeftBehind()
    {
        List<Page> pages = [Mm.NewPage()]; // ACQ101
        return pages.Count;
    }

    public static int LeftBehindByAnotherName()
    {
        Page page = Mm.NewPage(); // ACQ101
        List<Page> pages = [page];
        return pages.Count;
    }

    public static int LookedAfter()
    {
        List<Page> pages = [Mm.NewPage(), Mm.NewPage()];
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static void GivenBackByItself()
    {
        Page page = Mm.NewPage();
        List<Page> pages = [page];
        Console.WriteLine(pages.Count);
        Mm.FreePage(page);
    }

    public static int SpreadIntoAnother()
    {
        List<Page> some = [Mm.NewPage()];
        List<Page> all = [.. some];
        foreach (Page page in all)
            Mm.FreePage(page);
        return some.Count;
    }

    public static List<Page> Returned()
    {
        List<Page> pages = [Mm.NewPage()];
        return pages;
    }

    public void Stored()
    {
        List<Page> pages = [Mm.NewPage()];
        _pages = pages;
    }
}
