using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Collections as containers of what is held.
internal sealed class Collections
{
    public static void AddedAndFreed(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        foreach (Page page in pages)
            Mm.FreePage(page);
    }

    public static void AddedAndFreedByIndex(int n)
    {
        var pages = new List<Page>(n);
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        for (int i = 0; i < pages.Count; i++)
            Mm.FreePage(pages[i]);
        pages.Clear();
    }

    public static void FreedAndRemoved(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        while (pages.Count > 0)
        {
            Page last = pages[pages.Count - 1];
            pages.RemoveAt(pages.Count - 1);
            Mm.FreePage(last);
        }
    }

    public static void ClearedByAHelper(int n)
    {
        var pages = new List<Page>();
        Fill(pages, n);
        Drain(pages);
    }

    public static void PushedAndPopped(int n)
    {
        var stack = new Stack<Page>();
        for (int i = 0; i < n; i++)
            stack.Push(Mm.NewPage());
        while (stack.TryPop(out Page page))
            Mm.FreePage(page);
    }

    public static void ByKey(int[] keys)
    {
        var pages = new Dictionary<int, Page>();
        foreach (int key in keys)
            pages[key] = Mm.NewPage();
        foreach (KeyValuePair<int, Page> pair in pages)
            Mm.FreePage(pair.Value);
    }

    public static void InACollectionInitializer()
    {
        var pages = new List<Page> { Mm.NewPage(), Mm.NewPage() };
        foreach (Page page in pages)
            Mm.FreePage(page);
    }

    public static void InAnArrayInitializer()
    {
        Page[] pages = { Mm.NewPage(), Mm.NewPage() };
        foreach (Page page in pages) // ACQ403
            Mm.FreePage(page);
    }

    public static void InARectangle(int n)
    {
        var pages = new Page[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                pages[i, j] = Mm.NewPage();
        }

        foreach (Page page in pages)
            Mm.FreePage(page);
    }

    public static void InARectangleFreedByIndex(int n)
    {
        var pages = new Page[2, n];
        for (int j = 0; j < n; j++)
            pages[1, j] = Mm.NewPage();
        for (int j = 0; j < n; j++)
            Mm.FreePage(pages[1, j]);
    }

    public static void InAnArrayOfArrays(int n)
    {
        var pages = new Page[n][];
        for (int i = 0; i < n; i++)
        {
            pages[i] = new Page[2];
            for (int j = 0; j < 2; j++)
                pages[i][j] = Mm.NewPage();
        }

        foreach (Page[] row in pages)
        {
            foreach (Page page in row) // ACQ403
                Mm.FreePage(page);
        }
    }

    public static void NeverAdded(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage(); // ACQ101
            if (page.Index == 3)
                continue;

            pages.Add(page);
        }

        Drain(pages);
    }

    public static void FreedAndLeftInTheList(int n)
    {
        var pages = new List<Page>();
        Page page = Mm.NewPage();
        pages.Add(page);
        Mm.FreePage(page);
    }

    public static void SliceOfHandles(int n)
    {
        var handles = new GCHandle[n];
        for (int i = 0; i < n; i++)
            handles[i] = GCHandle.Alloc(new byte[8], GCHandleType.Pinned);
        foreach (GCHandle handle in handles.AsSpan(0, n))
            handle.Free();
    }

    // Which of them are left is not followed, so nothing is said.
    public static void PartOfTheHandles(int n)
    {
        var handles = new GCHandle[n];
        for (int i = 0; i < n; i++)
            handles[i] = GCHandle.Alloc(new byte[8], GCHandleType.Pinned);
        for (int i = 1; i < n; i++)
            handles[i].Free();
    }

    public static void TakenFromTheList(List<Page> pages)
    {
        Page page = pages[0];
        pages.RemoveAt(0);
        Mm.FreePage(page);
    }

    public static void SameListFreedTwice(List<Page> pages)
    {
        foreach (Page page in pages)
            Mm.FreePage(page);
        pages.Clear();
        pages.Add(Mm.NewPage());
        foreach (Page page in pages)
            Mm.FreePage(page);
    }

    private static void Fill(List<Page> pages, int n)
    {
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
    }

    private static void Drain(List<Page> pages)
    {
        foreach (Page page in pages)
            Mm.FreePage(page);
        pages.Clear();
    }
}
