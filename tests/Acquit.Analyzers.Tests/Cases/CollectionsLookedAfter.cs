using System;
using System.Collections.Generic;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Collections of a local variable that somebody looks after, in ways of all sorts.
internal sealed class CollectionsLookedAfter
{
    private static readonly List<List<Page>> All = new();
    private readonly List<Page> _kept = new();
    private List<Page> _pages;
    private Page _last;

    public sealed class Context
    {
        public List<Page> Pages;
        public Page Page;
        public Page[] Table = new Page[4];
    }

    private struct Entry
    {
        public Page Page;
        public int Order;
    }

    private sealed class Cleanup : IDisposable
    {
        private readonly List<Page> _pages;

        public Cleanup(List<Page> pages) => _pages = pages;

        public void Dispose()
        {
            foreach (Page page in _pages)
                Mm.FreePage(page);
        }
    }

    public static int PassedToAHelper(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
            {
                FreeAll(pages);
                return -12;
            }

            pages.Add(page);
        }

        FreeAll(pages);
        return 0;
    }

    public static int PassedBeforeItIsFilled(int n)
    {
        var pages = new List<Page>();
        using var cleanup = new Cleanup(pages);
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                return -12;
            pages.Add(page);
        }

        return 0;
    }

    public static int KeptElsewhereBeforeItIsFilled(int n)
    {
        var pages = new List<Page>();
        All.Add(pages);
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                return -12;
            pages.Add(page);
        }

        return 0;
    }

    public static int SeenByALocalFunction(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                return Fail(-12);
            pages.Add(page);
        }

        return Fail(0);

        int Fail(int code)
        {
            foreach (Page page in pages)
                Mm.FreePage(page);
            return code;
        }
    }

    public static void SeenByALambda(int n, List<Action> later)
    {
        var pages = new List<Page>();
        later.Add(() => FreeAll(pages));
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
    }

    public static int PassedOut(int n, out List<Page> result)
    {
        var pages = new List<Page>();
        result = pages;
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                return -12;
            pages.Add(page);
        }

        return 0;
    }

    public static void ByReference(int n, ref List<Page> result)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        result = pages;
    }

    public int StoredOnSuccessOnly(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
            {
                foreach (Page each in pages)
                    Mm.FreePage(each);
                return -12;
            }

            pages.Add(page);
        }

        _pages = pages;
        return 0;
    }

    public int AddedToAField(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        _kept.AddRange(pages);
        return 0;
    }

    public static void ForEach(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        pages.ForEach(Mm.FreePage);
    }

    public static void PoppedWhileThereAreAny(int n)
    {
        var pages = new Stack<Page>();
        for (int i = 0; i < n; i++)
            pages.Push(Mm.NewPage());
        while (pages.Count > 0)
            Mm.FreePage(pages.Pop());
    }

    public static void ByIndexFromTheEnd(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        for (int i = pages.Count - 1; i >= 0; i--)
            Mm.FreePage(pages[i]);
    }

    public static void CountKeptAside(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        int count = pages.Count;
        if (count == 0)
            return;
        for (int i = 0; i < count; i++)
            Mm.FreePage(pages[i]);
    }

    public static int OnlyIfThereAreAny(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                break;
            pages.Add(page);
        }

        if (pages.Count == 0)
            return -12;
        FreeAll(pages);
        return 0;
    }

    public static void AnyOfThem(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        if (!pages.Any())
            return;
        FreeAll(pages);
    }

    public static void AsAnArray(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        Page[] array = pages.ToArray();
        Mm.FreePages(array, array.Length);
    }

    public static Page[] ReturnedAsAnArray(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        return pages.ToArray();
    }

    public static void ListsOfLists(int n)
    {
        var rows = new List<List<Page>>();
        for (int i = 0; i < n; i++)
        {
            var row = new List<Page>();
            row.Add(Mm.NewPage());
            rows.Add(row);
        }

        foreach (List<Page> row in rows)
            FreeAll(row);
    }

    public static void ListsOfTuples(int n)
    {
        var pages = new List<(Page Page, int Order)>();
        for (int i = 0; i < n; i++)
            pages.Add((Mm.NewPage(), i));
        foreach ((Page page, _) in pages)
            Mm.FreePage(page);
    }

    public static int ListsOfStructs(int n)
    {
        var pages = new List<Entry>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                break;
            pages.Add(new Entry { Page = page, Order = i });
        }

        foreach (Entry entry in pages)
            Mm.FreePage(entry.Page);
        return 0;
    }

    public static void OnSomeConditions(int n, bool isKept)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            if (isKept)
                pages.Add(page);
            else
                Mm.FreePage(page);
        }

        if (isKept)
            FreeAll(pages);
    }

    public static void RememberedByAFlag(int[] keys)
    {
        var pages = new List<Page>();
        bool any = false;
        foreach (int key in keys)
        {
            if (key > 0)
            {
                pages.Add(Mm.NewPage());
                any = true;
            }
        }

        if (any)
            FreeAll(pages);
    }

    public static void RememberedByACount(int[] keys)
    {
        var pages = new Stack<Page>();
        int count = 0;
        foreach (int key in keys)
        {
            if (key > 0)
            {
                pages.Push(Mm.NewPage());
                count++;
            }
        }

        while (count-- > 0)
            Mm.FreePage(pages.Pop());
    }

    public static void RememberedByBits(int[] keys)
    {
        var pages = new List<Page>();
        ulong taken = 0;
        foreach (int key in keys)
        {
            if (key > 0)
            {
                pages.Add(Mm.NewPage());
                taken |= 1UL << key;
            }
        }

        if (taken != 0)
            FreeAll(pages);
    }

    public static void RememberedByAnotherList(string[] names)
    {
        var pages = new List<Page>();
        var found = new List<string>();
        foreach (string name in names)
        {
            if (name.Length > 0)
            {
                pages.Add(Mm.NewPage());
                found.Add(name);
            }
        }

        if (found.Count > 0)
        {
            foreach (Page page in pages)
                Mm.FreePage(page);
        }
    }

    public static void Replaced(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        FreeAll(pages);
        pages = new List<Page>();
        pages.Add(Mm.NewPage());
        FreeAll(pages);
    }

    public static void AnotherNameForIt(int n)
    {
        var pages = new List<Page>();
        List<Page> same = pages;
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        FreeAll(same);
    }

    public static int AViewOfIt(int n)
    {
        var pages = new List<Page>();
        ReadOnlyCollection<Page> view = pages.AsReadOnly();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        foreach (Page page in view)
            Mm.FreePage(page);
        return 0;
    }

    public static void TheValuesOfIt(int n)
    {
        var pages = new Dictionary<int, Page>();
        ICollection<Page> values = pages.Values;
        for (int i = 0; i < n; i++)
            pages.Add(i, Mm.NewPage());
        foreach (Page page in values)
            Mm.FreePage(page);
    }

    public static void ANodeOfIt(int n)
    {
        var pages = new LinkedList<Page>();
        LinkedListNode<Page> first = pages.AddFirst(Mm.NewPage());
        for (LinkedListNode<Page> node = first; node != null; node = node.Next)
            Mm.FreePage(node.Value);
    }

    public static void OneOrTheOther(int n, bool isLarge)
    {
        var small = new List<Page>();
        List<Page> pages = isLarge ? new List<Page>(n) : small;
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        FreeAll(isLarge ? pages : small);
    }

    public static Context InAContext(int n)
    {
        var pages = new List<Page>();
        var context = new Context { Pages = pages };
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        return context;
    }

    public static async Task Waited(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        await FreeAllLater(pages);
    }

    public static IEnumerable<Page> Yielded(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        foreach (Page page in pages)
            yield return page;
    }

    public static IEnumerable<List<Page>> YieldedAsAWhole(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            pages.Add(Mm.NewPage());
            if (pages.Count == 16)
            {
                yield return pages;
                pages = new List<Page>();
            }
        }

        yield return pages;
    }

    public static void InAnInitializer()
    {
        var pages = new List<Page> { Mm.NewPage(), Mm.NewPage() };
        FreeAll(pages);
    }

    public static int GivenBackByItsOwnName(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            Hw.Write(IntPtr.Zero, page.Index);
            Mm.FreePage(page);
        }

        return 0;
    }

    public static int GivenBackByAnotherName(int n)
    {
        var pages = new List<Page>();
        Page last = null;
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            last = page;
        }

        if (last != null)
            Mm.FreePage(last);
        return pages.Capacity;
    }

    public void StoredByItself(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            _last = page;
        }
    }

    public static void StoredInAnotherObject(Context context)
    {
        var pages = new List<Page>();
        Page page = Mm.NewPage();
        pages.Add(page);
        context.Page = page;
    }

    public static void StoredInATable(Context context)
    {
        var pages = new List<Page>();
        Page page = Mm.NewPage();
        pages.Add(page);
        context.Table[1] = page;
    }

    public static void StoredInATableBefore(Context context)
    {
        var pages = new List<Page>();
        Page page = Mm.NewPage();
        context.Table[1] = page;
        pages.Add(page);
    }

    public static void InTwoCollections(int n, List<Page> all)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            all.Add(page);
        }
    }

    public static void InTwoCollectionsOfItsOwn(int n)
    {
        var pages = new List<Page>();
        var byIndex = new Dictionary<int, Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            byIndex[i] = page;
        }

        foreach (Page page in byIndex.Values)
            Mm.FreePage(page);
    }

    public static void HandedOnAfterwards(int n, Func<Page, bool> take)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            if (!take(page))
                return;
        }
    }

    public static int UnlessItIsThereAlready(int key, Dictionary<int, int> order)
    {
        var pages = new Dictionary<int, Page>();
        Page page = Mm.NewPage();
        if (!pages.TryAdd(key, page))
        {
            Mm.FreePage(page);
            return -17;
        }

        foreach (Page each in pages.Values)
            Mm.FreePage(each);
        return 0;
    }

    public static int InFinally(int n)
    {
        var pages = new List<Page>();
        try
        {
            for (int i = 0; i < n; i++)
            {
                Page page = Mm.AllocPage();
                if (page == null)
                    return -12;
                pages.Add(page);
            }

            return 0;
        }
        finally
        {
            foreach (Page page in pages)
                Mm.FreePage(page);
        }
    }

    public static List<Page> InFinallyUnlessDone(int n)
    {
        var pages = new List<Page>();
        bool isDone = false;
        try
        {
            for (int i = 0; i < n; i++)
            {
                Page page = Mm.AllocPage();
                if (page == null)
                    return null;
                pages.Add(page);
            }

            isDone = true;
            return pages;
        }
        finally
        {
            if (!isDone)
                FreeAll(pages);
        }
    }

    public static List<Page> UndoneWhenItThrows(int n)
    {
        var pages = new List<Page>();
        try
        {
            for (int i = 0; i < n; i++)
                pages.Add(Mm.NewPage());
            return pages;
        }
        catch
        {
            FreeAll(pages);
            throw;
        }
    }

    public static int ByGoto(int n)
    {
        var pages = new List<Page>();
        int err = 0;
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
            {
                err = -12;
                goto undo;
            }

            pages.Add(page);
        }

        return 0 + Publish(pages);

    undo:
        foreach (Page page in pages)
            Mm.FreePage(page);
        return err;
    }

    public static int WhatNobodyOwes(List<Page> given)
    {
        var pages = new List<Page>();
        foreach (Page page in given)
            pages.Add(page);
        return 0;
    }

    public static int WhatMayNotBeThere(int n)
    {
        var pages = new List<Page>();
        Page page = Mm.AllocPage();
        pages.Add(page);
        if (page == null)
            return -12;
        FreeAll(pages);
        return 0;
    }

    public static int Swapped(int n)
    {
        var pages = new List<Page>();
        var others = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        (pages, others) = (others, pages);
        FreeAll(others);
        return 0;
    }

    public static void Moved(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        var moved = new List<Page>(pages);
        FreeAll(moved);
    }

    public static void Emptied(int n)
    {
        var pages = new ConcurrentQueue<Page>();
        for (int i = 0; i < n; i++)
            pages.Enqueue(Mm.NewPage());
        while (!pages.IsEmpty)
        {
            if (pages.TryDequeue(out Page page))
                Mm.FreePage(page);
        }
    }

    public static void ByAPattern(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        if (pages is { Count: > 0 } some)
            FreeAll(some);
    }

    public static void ByQueries(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        foreach (Page page in pages.Where(p => p != null).Reverse())
            Mm.FreePage(page);
    }

    public static void Linked(int n)
    {
        var pages = new List<Entry>();
        var free = new Queue<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            free.Enqueue(page);
            pages.Add(new Entry { Page = page });
        }

        foreach (Entry entry in pages)
            Mm.FreePage(entry.Page);
    }

    public static void HandlesByTheirNumbers(object[] objects, Action<IntPtr> register)
    {
        var handles = new List<GCHandle>();
        foreach (object each in objects)
        {
            GCHandle handle = GCHandle.Alloc(each);
            handles.Add(handle);
            register(GCHandle.ToIntPtr(handle));
        }
    }

    public static void TheFirstOfThem(int n)
    {
        var pages = new List<Page>();
        Page first = null;
        while (n-- > 0)
        {
            Page page = Mm.NewPage();
            first ??= page;
            pages.Add(page);
        }

        if (first != null)
            Mm.FreePage(first);
    }

    public static int TwoOfThemFilledTogether(int n)
    {
        var odd = new List<Page>();
        var even = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            odd.Add(Mm.NewPage());
            even.Add(Mm.NewPage());
        }

        FreeAll(odd);
        FreeAll(even);
        return 0;
    }

    public static void SometimesTheLast(int n, bool isKept)
    {
        var pages = new List<Page>();
        Page last = null;
        while (n-- > 0)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            if (isKept)
                last = page;
        }

        if (last != null)
            Mm.FreePage(last);
    }

    public static void InAnArrayOfArguments(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            Take(page, null);
        }
    }

    public static void InATupleAfterwards(int n, Action<(Page, int)> take)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            take((page, i));
        }
    }

    public static void InAnObjectAfterwards(int n, Action<Context> take)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            pages.Add(page);
            take(new Context { Page = page });
        }
    }

    public static void NothingToFillItFrom(ICollection<int> keys)
    {
        var pages = new List<Page>();
        foreach (int key in keys)
            pages.Add(Mm.NewPage());
        if (keys.Count == 0)
            return;
        FreeAll(pages);
    }

    public static void AskedByAQuery(IEnumerable<int> keys)
    {
        var pages = new List<Page>();
        foreach (int key in keys)
            pages.Add(Mm.NewPage());
        if (!keys.Any())
            return;
        FreeAll(pages);
    }

    public static void AsManyRoundsAsBefore(ICollection<int> keys)
    {
        var pages = new Stack<Page>();
        foreach (int key in keys)
            pages.Push(Mm.NewPage());
        foreach (int key in keys)
            Mm.FreePage(pages.Pop());
    }

    public static void AsLongAsTheyCount(IList<int> keys)
    {
        var pages = new Queue<Page>();
        for (int i = 0; i < keys.Count; i++)
            pages.Enqueue(Mm.NewPage());
        for (int i = 0; i < keys.Count; i++)
            Mm.FreePage(pages.Dequeue());
    }

    public static int MadeWhenItIsNeeded(int[] keys)
    {
        List<Page> pages = null;
        foreach (int key in keys)
        {
            if (key < 0)
                continue;
            pages ??= new List<Page>();
            pages.Add(Mm.NewPage());
        }

        if (pages != null)
            FreeAll(pages);
        return 0;
    }

    public static void TakenOverByAnotherThread(int n)
    {
        var pages = new BlockingCollection<Page>();
        Task drain = Task.Run(() =>
        {
            foreach (Page page in pages.GetConsumingEnumerable())
                Mm.FreePage(page);
        });
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        pages.CompleteAdding();
        drain.Wait();
    }

    public static int TheSameListInEveryRound(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            pages.Clear();
            for (int j = 0; j < i; j++)
                pages.Add(Mm.NewPage());
            foreach (Page page in pages)
                Mm.FreePage(page);
        }

        return 0;
    }

    public static void InBatches(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            pages.Add(Mm.NewPage());
            if (pages.Count < 16)
                continue;
            FreeAll(pages);
            pages.Clear();
        }

        if (pages.Count > 0)
            FreeAll(pages);
    }

    public static void LocksInAList(object[] gates)
    {
        var taken = new List<object>();
        foreach (object gate in gates)
        {
            System.Threading.Monitor.Enter(gate);
            taken.Add(gate);
        }
    }

    public static void RegistrationsInAList(System.Threading.CancellationToken token, Action[] actions)
    {
        var all = new List<System.Threading.CancellationTokenRegistration>();
        foreach (Action action in actions)
            all.Add(token.Register(action));
    }

    private static void Take(params Page[] pages) => All.Add(new List<Page>(pages));

    private static int Publish(List<Page> pages)
    {
        All.Add(pages);
        return 0;
    }

    // There is one in it, or none.
    public static void InTheCaseOfOne(bool isNeeded)
    {
        var pages = new List<Page>();
        if (isNeeded)
            pages.Add(Mm.NewPage());

        switch (pages.Count)
        {
            case 0:
                break;
            case 1:
                Mm.FreePage(pages[0]);
                break;
        }
    }

    private static void FreeAll(List<Page> pages)
    {
        foreach (Page page in pages)
            Mm.FreePage(page);
    }

    private static async Task FreeAllLater(List<Page> pages)
    {
        await Task.Yield();
        FreeAll(pages);
    }
}
