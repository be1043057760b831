using System;
using System.Collections.Generic;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// What is put into a collection that only a local variable names goes with that variable.
internal sealed class CollectionsLeftBehind
{
    private List<Page> _pages;

    public int ReturnedInTheMiddle(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
                return -12;
            pages.Add(page);
        }

        _pages = pages;
        return 0;
    }

    public static int DeclaredOutsideTheLoop(int n)
    {
        List<Page> pages;
        Page page;
        int i;
        pages = new List<Page>(n);
        for (i = 0; i < n; i++)
        {
            page = Mm.AllocPage(); // ACQ101
            if (page == null)
                return -12;
            pages.Add(page);
        }

        foreach (Page each in pages)
            Mm.FreePage(each);
        return 0;
    }

    public static int OtherOfTheRoundGivenBack(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage(); // ACQ101
            if (page.Index == 3)
            {
                Mm.FreePage(page);
                return -22;
            }

            pages.Add(page);
        }

        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static List<Page> NullInsteadOfTheList(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
                return null;
            pages.Add(page);
        }

        return pages;
    }

    public static bool AnswersWithoutTheList(int n, out List<Page> result)
    {
        var pages = new List<Page>();
        result = null;
        while (pages.Count < n)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
                return false;
            pages.Add(page);
        }

        result = pages;
        return true;
    }

    public static int LeftOnPurposeOfNobody(object[] objects, bool isBad)
    {
        var handles = new List<GCHandle>();
        foreach (object each in objects)
            handles.Add(GCHandle.Alloc(each, GCHandleType.Pinned)); // ACQ101
        if (isBad)
            return -1;
        foreach (GCHandle handle in handles)
            handle.Free();
        return 0;
    }

    public static void ThrownAfterFilling(int n, byte[] data)
    {
        var blocks = new Stack<IntPtr>();
        for (int i = 0; i < n; i++)
            blocks.Push(Marshal.AllocHGlobal(64)); // ACQ101
        if (data.Length > 64)
            throw new ArgumentException("Too long.", nameof(data));
        while (blocks.TryPop(out IntPtr block))
            Marshal.FreeHGlobal(block);
    }

    public static void InAQueueToTheEnd(int n)
    {
        var pages = new Queue<Page>();
        for (int i = 0; i < n; i++)
            pages.Enqueue(Mm.NewPage()); // ACQ101
        Hw.Write(IntPtr.Zero, n);
    }

    public static int ByKeyAndForgotten(int[] keys)
    {
        var pages = new Dictionary<int, Page>();
        foreach (int key in keys)
        {
            if (key < 0)
                return -22;
            pages[key] = Mm.NewPage(); // ACQ101
        }

        foreach (KeyValuePair<int, Page> pair in pages)
            Mm.FreePage(pair.Value);
        return 0;
    }

    public static int AddedByKey(int[] keys)
    {
        var pages = new SortedDictionary<int, Page>();
        foreach (int key in keys)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page is null)
                return -12;
            pages.Add(key, page);
        }

        foreach (Page page in pages.Values)
            Mm.FreePage(page);
        return 0;
    }

    public static int InAChain(int n)
    {
        var pages = new LinkedList<Page>();
        for (int i = 0; i < n; i++)
            pages.AddLast(Mm.NewPage()); // ACQ101
        if (n > 100)
            return -7;
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int InASet(int n)
    {
        var pages = new HashSet<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage()); // ACQ101
        if (n > 100)
            return -7;
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int InABag(int n)
    {
        var pages = new ConcurrentBag<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage()); // ACQ101
        if (n > 100)
            return -7;
        while (pages.TryTake(out Page page))
            Mm.FreePage(page);
        return 0;
    }

    public static int NoMoreThanOne()
    {
        var pages = new List<Page>();
        Page page = Mm.NewPage(); // ACQ101
        pages.Add(page);
        if (page.Index == 0)
            return -1;
        foreach (Page each in pages)
            Mm.FreePage(each);
        return 0;
    }

    public static void TheExceptionThatIsSwallowed(byte[][] parts)
    {
        var handles = new List<GCHandle>();
        try
        {
            foreach (byte[] part in parts)
            {
                GCHandle handle = GCHandle.Alloc(part, GCHandleType.Pinned); // ACQ101
                handles.Add(handle);
                Hw.Write(handle.AddrOfPinnedObject(), part.Length);
            }
        }
        catch (InvalidOperationException)
        {
            return;
        }

        foreach (GCHandle handle in handles)
            handle.Free();
    }

    public static void AnotherOneInEveryRound(int[] sizes)
    {
        foreach (int size in sizes)
        {
            var blocks = new List<IntPtr>();
            blocks.Add(Marshal.AllocHGlobal(size)); // ACQ101
            if (size == 3)
                continue;
            foreach (IntPtr block in blocks)
                Marshal.FreeHGlobal(block);
        }
    }

    public static void ReplacedByAnEmptyOne(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage()); // ACQ101
        pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        foreach (Page page in pages)
            Mm.FreePage(page);
    }

    public static void ForgottenForEver(int n)
    {
        var pages = new List<Page>();
        while (true)
        {
            if (pages.Count < n)
                pages.Add(Mm.NewPage()); // ACQ101
            else
                pages = new List<Page>();
        }
    }

    public static int CountAskedForOnTheWay(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage()); // ACQ101
        if (pages.Count == 0)
            return 0;
        if (pages.Count != n)
            return -14;
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int ReleasedOnlyWhereAllWent(int n, int[] states)
    {
        var pages = new List<Page>();
        int err = 0;
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage(); // ACQ101
            if (page == null)
            {
                err = -12;
                break;
            }

            pages.Add(page);
        }

        if (err != 0)
            return err;
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int WithBranchesInWhatIsPutIn(object[] objects)
    {
        var handles = new List<GCHandle>();
        foreach (object each in objects)
            handles.Add(GCHandle.Alloc(each ?? "none", GCHandleType.Normal)); // ACQ101
        if (objects.Length > 100)
            return -1;
        foreach (GCHandle handle in handles)
            handle.Free();
        return 0;
    }

    public static async Task<int> AfterWaiting(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage(); // ACQ101
            pages.Add(page);
            await Task.Delay(1);
            if (page.Index < 0)
                return -5;
        }

        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int ThroughAHelper(int n)
    {
        IList<Page> pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            Page page = Taken(i); // ACQ101
            if (page == null)
                return -12;
            pages.Add(page);
        }

        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int FilledFromSomethingElse(IList<int> keys, IList<int> limits)
    {
        var pages = new List<Page>();
        foreach (int key in keys)
            pages.Add(Mm.NewPage()); // ACQ101
        if (limits.Count == 0)
            return -22;
        foreach (Page page in pages)
            Mm.FreePage(page);
        return 0;
    }

    public static int TheRestOfTheBatch(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
        {
            pages.Add(Mm.NewPage()); // ACQ101
            if (pages.Count < 16)
                continue;
            foreach (Page page in pages)
                Mm.FreePage(page);
            pages = new List<Page>();
        }

        return 0;
    }

    public static Action ByALambda(int n) => () =>
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage()); // ACQ101
    };

    public static void InACaseOfSomethingElse(int n)
    {
        var pages = new List<Page>();
        pages.Add(Mm.NewPage()); // ACQ101
        switch (n)
        {
            case 1:
                Mm.FreePage(pages[0]);
                break;
        }
    }

    private static Page Taken(int index)
    {
        Page page = Mm.AllocPage();
        if (page != null)
            page.Index = index;
        return page;
    }
}
