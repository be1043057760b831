using System;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// What a collection is made with is in it as if it had been put in.
internal sealed class CollectionsMadeFull
{
    private List<Page> _pages = new();

    public static int LeftBehind()
    {
        var pages = new List<Page> { Mm.NewPage() }; // ACQ101
        return pages.Count;
    }

    public static int LeftBehindByAnotherName()
    {
        Page page = Mm.NewPage(); // ACQ101
        var pages = new List<Page> { page };
        return pages.Count;
    }

    public static int LeftBehindUnderAKey()
    {
        var pages = new Dictionary<int, Page> { { 1, Mm.NewPage() } }; // ACQ101
        return pages.Count;
    }

    public static int LeftBehindOnOneWay(bool stop)
    {
        var pages = new List<Page> { Mm.NewPage() }; // ACQ101
        if (stop)
            return -Errno.Inval;
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int LookedAfter()
    {
        var pages = new List<Page> { Mm.NewPage(), Mm.NewPage() };
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static void GivenBackByItself()
    {
        Page page = Mm.NewPage();
        var pages = new List<Page> { page };
        Console.WriteLine(pages.Count);
        Mm.FreePage(page);
    }

    public static List<Page> Returned()
    {
        var pages = new List<Page> { Mm.NewPage() };
        return pages;
    }

    public static List<Page> ReturnedAtOnce() => new() { Mm.NewPage() };

    public void Stored()
    {
        var pages = new List<Page> { Mm.NewPage() };
        _pages = pages;
    }

    public static void InRounds(int n)
    {
        for (int i = 0; i < n; i++)
        {
            var pages = new List<Page> { Mm.NewPage() };
            foreach (Page page in pages)
                Mm.FreePage(page);
        }
    }

    public static void HandedOn(Action<List<Page>> take)
    {
        var pages = new List<Page> { Mm.NewPage() };
        take(pages);
    }

    public static Action HandedToALambda()
    {
        var pages = new List<Page> { Mm.NewPage() };
        return () => pages.ForEach(Mm.FreePage);
    }

    public static void WithinAnother(Action<object> take)
    {
        var pages = new List<List<Page>> { new() { Mm.NewPage() } };
        take(pages);
    }
}
