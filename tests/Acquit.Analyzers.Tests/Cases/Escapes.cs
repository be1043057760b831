using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Somebody else can reach it now, so somebody else may release it.
internal sealed class Escapes
{
    private readonly List<Page> _list = new();
    private readonly Dictionary<int, Page> _byIndex = new();
    private readonly ConcurrentQueue<Page> _queue = new();
    private readonly Page[] _slots = new Page[4];
    private Page _page;
    private Slot _slot;

    public Page Current { get; set; }

    public event EventHandler Closed;

    public static Page Returned()
    {
        Page page = Mm.NewPage();
        page.Index = 1;
        return page;
    }

    public static Page ReturnedDirectly() => Mm.AllocPage();

    public static (Page Page, int Length) ReturnedInATuple() => (Mm.NewPage(), 4096);

    public static Slot ReturnedInAStruct() => new() { Page = Mm.NewPage(), Index = 3 };

    public static void ByOutParameter(out Page page)
    {
        page = Mm.NewPage();
        page.Index = 1;
    }

    public static void ByRefParameter(ref Page page)
    {
        if (page == null)
            page = Mm.NewPage();
    }

    public static void IntoTheCallersObject(Device device)
    {
        device.Current = Mm.NewPage();
    }

    public static void IntoTheCallersCollection(Device device)
    {
        Page page = Mm.NewPage();
        device.Queue.Add(page);
    }

    public void Close() => Mm.FreePage(_page);

    public void IntoAField()
    {
        _page = Mm.NewPage();
        _page.Index = 1;
    }

    public void IntoAFieldOfAStructField() => _slot.Page = Mm.NewPage();

    public void IntoAProperty() => Current = Mm.NewPage();

    public void IntoAnArrayField(int i)
    {
        Page page = Mm.NewPage();
        _slots[i] = page;
    }

    public void IntoCollections(int i)
    {
        _list.Add(Mm.NewPage());
        _list.Insert(0, Mm.NewPage());
        _byIndex[i] = Mm.NewPage();
        _byIndex.Add(i + 1, Mm.NewPage());
        _queue.Enqueue(Mm.NewPage());
    }

    public static List<Page> IntoACollectionThatIsReturned(int n)
    {
        var pages = new List<Page>();
        for (int i = 0; i < n; i++)
            pages.Add(Mm.NewPage());
        return pages;
    }

    public static Page[] IntoAnArrayThatIsReturned(int n)
    {
        var pages = new Page[n];
        for (int i = 0; i < n; i++)
            pages[i] = Mm.NewPage();
        return pages;
    }

    public static Action IntoAClosureThatIsReturned()
    {
        Page page = Mm.NewPage();
        return () => Mm.FreePage(page);
    }

    public static void IntoAClosureThatIsStored(List<Action> deferred)
    {
        Page page = Mm.NewPage();
        deferred.Add(() => Mm.FreePage(page));
        Hw.Start(page);
    }

    public void IntoAnEventHandler()
    {
        Page page = Mm.NewPage();
        Closed += (sender, e) => Mm.FreePage(page);
    }

    public static void IntoCodeNobodyDescribed(IRegistry registry)
    {
        Page page = Mm.NewPage();
        registry.Add(page);
    }

    public static void DirectlyIntoCodeNobodyDescribed(IRegistry registry) => registry.Add(Mm.NewPage());

    public static void IntoADelegate(Action<Page> consumer)
    {
        Page page = Mm.NewPage();
        consumer(page);
    }

    public static void PinsIntoCodeNobodyDescribed(IRegistry registry, ulong start)
    {
        var pages = new Page[4];
        int ret = Mm.PinUserPagesFast(start, 4, FollFlags.None, pages);
        if (ret > 0)
            registry.AddAll(pages);
    }

    public static object IntoAnObjectInitializer() => new Device { Current = Mm.NewPage(), State = 1 };

    public static Holder IntoAConstructor() => new Holder(Mm.NewPage());

    public static void IntoAConstructorThatIsKept(List<Holder> holders)
    {
        Page page = Mm.NewPage();
        holders.Add(new Holder(page));
    }

    public static IEnumerable<Page> Yielded(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            page.Index = i;
            yield return page;
        }
    }

    public static IEnumerable<int> IteratorForgets(int n)
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Index = n;
        yield return page.Index;
    }

    public static IEnumerable<int> IteratorWithFinally(int n)
    {
        Page page = Mm.NewPage();
        try
        {
            for (int i = 0; i < n; i++)
                yield return page.Index + i;
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public static async Task<Page> ReturnedFromAsync()
    {
        Page page = Mm.NewPage();
        await Task.Yield();
        return page;
    }

    public static async Task<int> FreedAfterAnAwait()
    {
        Page page = Mm.NewPage();
        await Task.Delay(1);
        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static async Task<int> AsyncForgetsOnOnePath()
    {
        Page page = Mm.NewPage(); // ACQ101
        await Task.Delay(1);
        if (Hw.Status() < 0)
            return -Errno.IO;

        Mm.FreePage(page);
        return 0;
    }

    public static Task FreedByAContinuation(Task work)
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        return work.ContinueWith(_ => Mm.FreePage(page));
    }

    // Native code uses its arguments; it keeps nothing unless a contract says so.
    public static int HandedToNativeCodeOnly(nint device)
    {
        nint block = Slab.KmallocNoFail(64); // ACQ101
        return Native.Ioctl(device, 3, block);
    }

    public static int HandedToNativeCodeThenFreed(nint device)
    {
        nint block = Slab.KmallocNoFail(64);
        int ret = Native.Ioctl(device, 3, block);
        Slab.Kfree(block);
        return ret;
    }

    public static void LocalFunctionFrees()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Cleanup();

        void Cleanup() => Mm.FreePage(page);
    }

    public static int LocalFunctionFreesOnOnePathOnly()
    {
        Page page = Mm.NewPage(); // ACQ101
        if (Hw.Start(page) < 0)
            return -Errno.IO;

        Cleanup();
        return 0;

        void Cleanup() => Mm.FreePage(page);
    }

    public static int LocalFunctionAcquires()
    {
        Page page = Take();
        int index = page.Index;
        Mm.FreePage(page);
        return index;

        static Page Take() => Mm.NewPage();
    }

    public static void EscapedButStillFreedTwice(IRegistry registry)
    {
        Page page = Mm.NewPage();
        registry.Add(page);
        registry.Remove(page);
        Mm.FreePage(page);
        Mm.FreePage(page); // ACQ104
    }

    public static int EscapedButStillOfItsKind(IRegistry registry, int size)
    {
        nint block = Slab.Kvmalloc(size);
        if (block == 0)
            return -Errno.NoMem;

        registry.AddAddress(block);
        Slab.Kfree(block); // ACQ103
        return 0;
    }

    public static int EscapedButStillNotToBeUsedAfterTheFree(IRegistry registry)
    {
        Page page = Mm.NewPage();
        registry.Add(page);
        registry.Remove(page);
        Mm.FreePage(page);
        return page.Index; // ACQ105
    }

    public static Page EscapesOnOnePathForgottenOnTheOther(bool keep)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (keep)
            return page;

        Hw.Kick();
        return null;
    }

    public void FieldOverwrittenWhileHeld()
    {
        _page = Mm.NewPage(); // ACQ101
        _page.Index = 1;
        _page = Mm.NewPage();
    }

    internal struct Slot
    {
        public Page Page;
        public int Index;
    }

    internal class Holder
    {
        private readonly Page _page;

        public Holder(Page page) => _page = page;

        public int Index => _page.Index;
    }

    // The base class takes it over.
    internal sealed class FreshHolder : Holder
    {
        public FreshHolder()
            : base(Mm.NewPage())
        {
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "ioctl")]
        public static extern int Ioctl(nint device, int command, nint argument);
    }
}
