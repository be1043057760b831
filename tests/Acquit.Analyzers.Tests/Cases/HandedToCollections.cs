using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// What is put into a collection is the collection's, by whatever method it gets there; what is only compared with its
// content is not.
internal sealed class HandedToCollections
{
    private readonly List<Page> _list = new();
    private readonly LinkedList<Page> _chain = new();
    private readonly Queue<GCHandle> _handles = new();
    private readonly Stack<IntPtr> _blocks = new();
    private readonly HashSet<Page> _set = new();
    private readonly SortedDictionary<int, Page> _sorted = new();
    private readonly ConcurrentDictionary<int, Page> _shared = new();
    private readonly ConcurrentBag<IntPtr> _bag = new();
    private readonly Page[] _slots = new Page[16];
    private readonly Page[,] _grid = new Page[4, 4];
    private readonly GCHandle[] _pins = new GCHandle[4];
    private int _next;

    public void InsertedAtTheFront()
    {
        Page page = Mm.NewPage();
        _list.Insert(0, page);
    }

    public void InsertedWhereItBelongs(int index)
    {
        Page page = Mm.NewPage();
        page.Index = index;
        int at = _list.FindIndex(p => p.Index > index);
        _list.Insert(at < 0 ? _list.Count : at, page);
    }

    public void LookedForAndForgotten(int index)
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Index = index;
    }

    public void AppendedToAChain()
    {
        Page page = Mm.NewPage();
        if (_chain.First is { } first)
            _chain.AddBefore(first, page);
        else
            _chain.AddLast(page);
    }

    public void Enqueued(byte[] data) => _handles.Enqueue(GCHandle.Alloc(data, GCHandleType.Pinned));

    public IntPtr Pushed(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        _blocks.Push(block);
        return block;
    }

    public void PushedUnlessTooMany(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        if (_blocks.Count < 32)
        {
            _blocks.Push(block);
            return;
        }

        Marshal.FreeHGlobal(block);
    }

    public void PushedUnlessTooManyAndThenForgotten(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        if (_blocks.Count < 32)
            _blocks.Push(block);
    }

    public void IntoASetThatMayHaveItAlready()
    {
        Page page = Mm.NewPage();
        if (!_set.Add(page))
            Mm.FreePage(page);
    }

    public void IntoADictionaryByIndexer(int key)
    {
        _sorted[key] = Mm.NewPage();
    }

    public Page IntoAConcurrentDictionary(int key) => _shared.GetOrAdd(key, static _ => Mm.NewPage());

    public Page OnlyOneOfUsWins(int key)
    {
        Page mine = Mm.NewPage();
        Page winner = _shared.GetOrAdd(key, mine);
        if (!ReferenceEquals(winner, mine))
            Mm.FreePage(mine);
        return winner;
    }

    public bool AddedOrFreed(int key)
    {
        Page page = Mm.NewPage();
        if (_shared.TryAdd(key, page))
            return true;

        Mm.FreePage(page);
        return false;
    }

    public void IntoABag(int n)
    {
        for (int i = 0; i < n; i++)
            _bag.Add(Marshal.AllocHGlobal(64));
    }

    public void IntoTheNextSlot() => _slots[_next++] = Mm.NewPage();

    public void IntoAGrid(int x, int y) => _grid[x, y] = Mm.NewPage();

    public void IntoAnArrayOfHandles(byte[][] parts)
    {
        for (int i = 0; i < parts.Length; i++)
            _pins[i] = GCHandle.Alloc(parts[i], GCHandleType.Pinned);
    }

    public void InTheMiddleOfAnExpression()
    {
        var page = Mm.NewPage();
        _list.AddRange(new[] { page, Mm.NewPage() });
    }

    public static (Page First, Page Second) AsATuple() => (Mm.NewPage(), Mm.NewPage());

    public static KeyValuePair<int, Page> AsAPair(int key) => new(key, Mm.NewPage());

    public static object AsAnAnonymousObject()
    {
        Page page = Mm.NewPage();
        return new { page, Index = 1 };
    }

    public static IEnumerable<Page> YieldedOneByOne(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            page.Index = i;
            yield return page;
        }
    }

    public static IEnumerable<int> YieldedOnlyItsNumber(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage(); // ACQ101
            yield return page.Index;
        }
    }

    public static List<Page> LocalListReturned(int n)
    {
        var pages = new List<Page>(n);
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                break;
            pages.Add(page);
        }

        return pages;
    }

    public static void LocalListEmptied(int n)
    {
        var pages = new List<Page>();
        try
        {
            for (int i = 0; i < n; i++)
                pages.Add(Mm.NewPage());
        }
        finally
        {
            foreach (Page page in pages)
                Mm.FreePage(page);
        }
    }

    public static void LocalListEmptiedByForEach(int n)
    {
        var blocks = new List<IntPtr>();
        for (int i = 0; i < n; i++)
            blocks.Add(Marshal.StringToHGlobalUni("part " + i));
        blocks.ForEach(Marshal.FreeHGlobal);
    }

    public static void LocalStackUnwound(string[] names)
    {
        var blocks = new Stack<IntPtr>();
        foreach (string name in names)
        {
            IntPtr block = Marshal.StringToCoTaskMemUni(name);
            blocks.Push(block);
            Hw.Write(block, name.Length);
        }

        while (blocks.TryPop(out IntPtr block))
            Marshal.FreeCoTaskMem(block);
    }

    public static void ArrayOfBlocks(string[] names)
    {
        var blocks = new IntPtr[names.Length];
        for (int i = 0; i < names.Length; i++)
            blocks[i] = Marshal.StringToHGlobalAnsi(names[i]);
        try
        {
            Hw.Write(blocks[0], names.Length);
        }
        finally
        {
            for (int i = 0; i < blocks.Length; i++)
                Marshal.FreeHGlobal(blocks[i]);
        }
    }

    public static void ArrayOfBlocksFreedByForeach(string[] names)
    {
        IntPtr[] blocks = names.Select(Marshal.StringToHGlobalAnsi).ToArray();
        Hw.Write(blocks[0], names.Length);
        foreach (IntPtr block in blocks)
            Marshal.FreeHGlobal(block);
    }

    public static void MovedFromOneToTheOther(Queue<Page> from, List<Page> to)
    {
        while (from.Count > 0)
        {
            Page page = from.Dequeue();
            if (page.Index < 0)
                Mm.FreePage(page);
            else
                to.Add(page);
        }
    }

    public static void FreedThoughItIsStillInTheList(List<Page> pages)
    {
        foreach (Page page in pages)
        {
            if (page.Uptodate)
                Mm.FreePage(page);
        }

        pages.RemoveAll(page => page.Uptodate);
    }

    public static void TakenOutAndFreedTwice(Queue<Page> pages)
    {
        Page page = pages.Dequeue();
        Mm.FreePage(page);
        if (page != null)
            Mm.FreePage(page); // ACQ104
    }
}
