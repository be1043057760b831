using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Cases.Api;

namespace Cases;

// Reference counts: the best one kept, walks along a chain, caches.
internal static class References
{
    public static Page Best(IEnumerable<int> indices)
    {
        Page best = null;
        foreach (int index in indices)
        {
            Page page = Mm.FindGetPage(index);
            if (page == null)
                continue;
            if (best == null || page.Index > best.Index)
            {
                if (best != null)
                    Mm.PutPage(best);
                best = page;
            }
            else
            {
                Mm.PutPage(page);
            }
        }

        return best;
    }

    public static Page BestForgetsTheFormer(IEnumerable<int> indices)
    {
        Page best = null;
        foreach (int index in indices)
        {
            Page page = Mm.FindGetPage(index); // ACQ101
            if (page == null)
                continue;
            if (best == null || page.Index > best.Index)
                best = page;
            else
                Mm.PutPage(page);
        }

        return best;
    }

    public static Page BestForgetsTheWorse(IEnumerable<int> indices)
    {
        Page best = null;
        foreach (int index in indices)
        {
            Page page = Mm.FindGetPage(index); // ACQ101
            if (page == null)
                continue;
            if (best == null || page.Index > best.Index)
            {
                if (best != null)
                    Mm.PutPage(best);
                best = page;
            }
        }

        return best;
    }

    public static int RefWalkBreakForgets(KObject[] all)
    {
        int n = 0;
        foreach (KObject o in all)
        {
            if (!o.TryAddRef()) // ACQ101
                continue;
            if (o.Id < 0)
                break;
            o.Poke();
            o.Release();
            n++;
        }

        return n;
    }

    public static bool TryGet(Dictionary<int, Page> d, int key, out Page page)
    {
        if (d.TryGetValue(key, out page))
        {
            Mm.GetPage(page);
            return true;
        }

        return false;
    }

    public static void GetThenUse(Dictionary<int, Page> d)
    {
        if (!d.TryGetValue(3, out Page page))
            return;
        Mm.GetPage(page);
        try
        {
            Hw.Start(page);
        }
        finally
        {
            Mm.PutPage(page);
        }
    }

    public static int RefcountedCache(Dictionary<int, KObject> d, int id)
    {
        if (!d.TryGetValue(id, out KObject k))
        {
            k = KObject.Create(id);
            if (k == null)
                return -1;
            k.AddRef();
            d.Add(id, k);
        }
        else
        {
            k.AddRef();
        }

        k.Poke();
        k.Release();
        return 0;
    }

    public static void EarlyContinueNested(Page[][] grid)
    {
        foreach (Page[] row in grid)
        {
            if (row is not { Length: > 0 })
                continue;
            foreach (Page cell in row)
            {
                if (cell is null)
                    continue;
                Mm.GetPage(cell);
                if (!cell.Uptodate)
                {
                    Mm.PutPage(cell);
                    continue;
                }

                Hw.Start(cell);
                Mm.PutPage(cell);
            }
        }
    }

    public static void LinkedFree(Page head)
    {
        Page p, n;
        for (p = head; p != null; p = n)
        {
            n = p.Next;
            Mm.FreePage(p);
        }
    }

    public static void DrainList(List<Page> pages)
    {
        for (int i = pages.Count - 1; i >= 0; i--)
        {
            Mm.FreePage(pages[i]);
            pages.RemoveAt(i);
        }
    }

    public static void DictionaryFree(Dictionary<int, Page> d)
    {
        foreach (var (k, p) in d)
        {
            p.Index = k;
            Mm.FreePage(p);
        }

        foreach (KeyValuePair<int, Page> pair in d)
            Hw.Log("gone " + pair.Key);
        d.Clear();
    }

    public static void SortedThenFreed(int n)
    {
        var list = new List<Page>();
        for (int i = 0; i < n; i++)
            list.Add(Mm.NewPage());
        list.Sort((a, b) => a.Index.CompareTo(b.Index));
        foreach (Page p in list)
            Mm.FreePage(p);
    }

    public static Page FirstOrNew(Page[] pages) => pages.FirstOrDefault(p => p.Uptodate) ?? Mm.NewPage();

    public static Lazy<Page> LazyPage() => new(() => Mm.NewPage());

    public static void RecordedInBuilder(StringBuilder log)
    {
        Page p = Mm.NewPage();
        log.Append("page ").Append(p.Index).AppendLine();
        Mm.FreePage(p);
    }
}
