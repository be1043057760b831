using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Acquit;
using Cases.Api;

namespace Cases;

internal static class Pager
{
    public static extern void Get([Acquires("page", ReleasedBy = nameof(Mm.FreePage))] out Page page);

    public static extern void Ensure([Acquires("page", ReleasedBy = nameof(Mm.FreePage))] ref Page page);
}

internal sealed class Album
{
    public readonly Page[] Pages = new Page[8];
}

internal interface IShelf
{
    Page[] Pages();

    Span<Page> Row();
}

// What is put into an array that somebody else has is theirs to give back, whether it is assigned or filled in.
internal static class FilledInArraysOfOthers
{
    public static void OfAnObject(Album album, int i) => Pager.Get(out album.Pages[i]);

    public static void OfTheCaller(Page[] pages, int i) => Pager.Get(out pages[i]);

    public static void OfTheCallerAsASpan(Span<Page> pages) => Pager.Get(out pages[0]);

    public static void OfACall(IShelf shelf)
    {
        Page[] pages = shelf.Pages();
        pages[0] = Mm.NewPage();
        Pager.Get(out pages[1]);
        Pager.Get(out shelf.Row()[2]);
        shelf.Row()[3] = Mm.NewPage();
    }

    public static void OfAList(List<Page> pages) => Pager.Get(out CollectionsMarshal.AsSpan(pages)[0]);

    public static void OfOnesOwn()
    {
        var pages = new Page[2];
        Pager.Get(out pages[0]); // ACQ101
        Mm.ClearPage(pages[0]);
    }

    public static void OfOnesOwnAndFreed()
    {
        var pages = new Page[2];
        Pager.Get(out pages[0]);
        Mm.FreePage(pages[0]);
    }

    public static void OfOnesOwnFromTheEnd()
    {
        var pages = new Page[2];
        Pager.Get(out pages[^1]);
        Mm.FreePage(pages[^1]);
    }

    public static void OfOnesOwnFromTheEndAssigned(Index last)
    {
        var pages = new Page[2];
        pages[last] = Mm.NewPage();
        Mm.FreePage(pages[last]);
    }

    public static Page[] OfOnesOwnAndReturned()
    {
        var pages = new Page[2];
        Pager.Get(out pages[0]);
        return pages;
    }

    public static void InEitherOfTwo(bool first)
    {
        Page one = null, other = null;
        Pager.Get(out first ? ref one : ref other);
        if (first)
            Mm.FreePage(one);
        else
            Mm.FreePage(other);
    }

    // Nothing was there that it could have taken hold of.
    public static void WhereNothingWas()
    {
        Page page = null;
        Pager.Ensure(ref page);
        Mm.FreePage(page);
    }

    public static void WhereNothingWasAndKept()
    {
        Page page = null;
        Pager.Ensure(ref page); // ACQ101
        Mm.ClearPage(page);
    }
}
