// silent: ACQ101
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Nothing is wrong in this file.
internal sealed unsafe class CorrectButMisread : IDisposable
{
    private static Page s_shared;

    private readonly Dictionary<int, Page> _cache = new();
    private readonly Stack<Page> _free = new();
    private readonly ConcurrentQueue<Page> _retired = new();
    private readonly Action<Page> _release = Mm.FreePage;
    private readonly SleepLock _mutex = new();
    private readonly bool _leaveOpen;
    private Page _page;
    private int _references = 1;

    public CorrectButMisread(Page page, bool leaveOpen)
    {
        _page = page;
        _leaveOpen = leaveOpen;
    }

    public void Dispose()
    {
        if (!_leaveOpen && _page != null)
            Mm.FreePage(_page);
        _page = null;
    }

    public int CacheFilledOnDemand(int index)
    {
        if (!_cache.TryGetValue(index, out Page page))
        {
            page = Mm.NewPage();
            _cache[index] = page;
        }

        return page.Index;
    }

    public void CacheEmptied()
    {
        foreach (Page page in _cache.Values)
            Mm.FreePage(page);
        _cache.Clear();
    }

    public void CacheEntryReplaced(int index)
    {
        Page fresh = Mm.NewPage();
        if (_cache.TryGetValue(index, out Page old))
            Mm.FreePage(old);
        _cache[index] = fresh;
    }

    public Page PoolTake() => _free.Count > 0 ? _free.Pop() : Mm.NewPage();

    public void PoolGive(Page page)
    {
        if (_free.Count < 16)
            _free.Push(page);
        else
            Mm.FreePage(page);
    }

    public void PoolUsedOnce()
    {
        Page page = _free.Count > 0 ? _free.Pop() : Mm.NewPage();
        Hw.Start(page);
        _free.Push(page);
    }

    public void RetiredOnesFreed()
    {
        while (_retired.TryDequeue(out Page page))
            Mm.FreePage(page);
    }

    public static Page FactoryInitializes(int index)
    {
        Page page = Mm.AllocPage();
        if (page != null)
        {
            page.Index = index;
            Mm.ClearPage(page);
        }

        return page;
    }

    public static bool TryTake(out Page page)
    {
        page = Mm.AllocPage();
        return page != null;
    }

    public void ExchangedAndFreed()
    {
        Page page = Interlocked.Exchange(ref _page, null);
        if (page != null)
            Mm.FreePage(page);
    }

    public Page PublishedUnlessSomebodyWasFaster()
    {
        Page fresh = Mm.NewPage();
        Page faster = Interlocked.CompareExchange(ref _page, fresh, null);
        if (faster != null)
        {
            Mm.FreePage(fresh);
            return faster;
        }

        return fresh;
    }

    public Page LazyByCoalescing() => _page ??= Mm.NewPage();

    public Page LazyByTest()
    {
        if (_page == null)
            _page = Mm.NewPage();
        return _page;
    }

    public static Page LazyShared() => LazyInitializer.EnsureInitialized(ref s_shared, () => Mm.NewPage());

    public static Page LazyDoubleChecked(object gate)
    {
        if (Volatile.Read(ref s_shared) == null)
        {
            lock (gate)
            {
                if (s_shared == null)
                    Volatile.Write(ref s_shared, Mm.NewPage());
            }
        }

        return s_shared;
    }

    public void OldOneFreedAfterTheReplacement()
    {
        Page old = _page;
        _page = Mm.NewPage();
        if (old != null)
            Mm.FreePage(old);
    }

    public void ReleasedThroughADelegate()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        _release(page);
    }

    public static void ReleasedByADeferredCallback(Action<Action> defer)
    {
        Page page = Mm.NewPage();
        defer(() => Mm.FreePage(page));
        Hw.Start(page);
    }

    public static Task ReleasedOnAnotherThread()
    {
        Page page = Mm.NewPage();
        return Task.Run(() =>
        {
            Hw.Start(page);
            Mm.FreePage(page);
        });
    }

    public void ReleasedWithTheLastReference()
    {
        if (Interlocked.Decrement(ref _references) == 0)
            Mm.FreePage(_page);
    }

    public static void StoredInANativeStruct(NativeRequest* request, object state)
    {
        request->Context = GCHandle.ToIntPtr(GCHandle.Alloc(state));
        request->Status = 0;
    }

    public static object TakenOutOfTheNativeStruct(NativeRequest* request)
    {
        GCHandle handle = GCHandle.FromIntPtr(request->Context);
        object state = handle.Target;
        handle.Free();
        request->Context = IntPtr.Zero;
        return state;
    }

    public static void BlockStoredInANativeStruct(NativeRequest* request, int size)
    {
        request->Buffer = Slab.KmallocNoFail(size);
        request->Length = size;
    }

    public void Lock() => _mutex.Lock();

    public void Unlock() => _mutex.Unlock();

    public Scope LockInScope()
    {
        _mutex.Lock();
        return new Scope(_mutex);
    }

    public void UsesItsOwnLockClass()
    {
        Lock();
        try
        {
            _references++;
        }
        finally
        {
            Unlock();
        }
    }

    public void UsesItsOwnScope()
    {
        using (LockInScope())
            _references++;
    }

    public static void AssertedNotNull()
    {
        Page page = Mm.AllocPage();
        Debug.Assert(page != null);
        Mm.ClearPage(page);
        Mm.FreePage(page);
    }

    public static int EndsTheProcessOnFailure()
    {
        Page page = Mm.AllocPage();
        if (page == null)
            Environment.FailFast("no page at boot");

        Mm.ClearPage(page);
        Mm.FreePage(page);
        return 0;
    }

    public static Page[] MadeByAQuery(int n) => Enumerable.Range(0, n).Select(_ => Mm.NewPage()).ToArray();

    public static List<Page> MadeByACollectionInitializer() => new() { Mm.NewPage(), Mm.NewPage() };

    public static void LinkedIntoTheCallersChain(Page chain)
    {
        Page page = Mm.NewPage();
        page.Next = chain.Next;
        chain.Next = page;
    }

    public static int WorksForEver(BlockingCollection<int> commands)
    {
        Page scratch = Mm.NewPage();
        for (;;)
            scratch.Index = commands.Take();
    }

    public static void OneVariableForTwoKindsInTurn(int size)
    {
        nint block = Slab.KmallocNoFail(size);
        Hw.Write(block, 1);
        Slab.Kfree(block);
        block = Slab.Kvmalloc(size);
        if (block != 0)
        {
            Hw.Write(block, 2);
            Slab.Kvfree(block);
        }
    }

    public static Page KeptOrTurnedIntoNull(bool keep)
    {
        Page page = Mm.NewPage();
        return keep ? page : Drop(page);
    }

    public static void SetByAnotherThread(Device device)
    {
        device.Current = Mm.NewPage();
        while (!Hw.Ready())
            Hw.Kick();
        if (device.Current != null)
            Mm.FreePage(device.Current);
        device.Current = null;
    }

    public static IDisposable WrappedForTheCaller()
    {
        Page page = Mm.NewPage();
        return new CorrectButMisread(page, leaveOpen: false);
    }

    public static int HandleThatIsOnlyANumber()
    {
        int fd = Handles.OpenFd("/dev/gpu");
        if (fd < 0)
            return fd;

        int doubled = fd * 2;
        Handles.CloseFd(fd);
        return doubled;
    }

    public void FieldTakenOver()
    {
        Page page = _page;
        _page = null;
        if (page == null)
            return;
        Mm.FreePage(page);
    }

    private static Page Drop(Page page)
    {
        Mm.FreePage(page);
        return null;
    }

    internal struct NativeRequest
    {
        public IntPtr Context;
        public nint Buffer;
        public int Length;
        public int Status;
    }

    internal readonly struct Scope : IDisposable
    {
        private readonly SleepLock _held;

        public Scope(SleepLock held) => _held = held;

        public void Dispose() => _held.Unlock();
    }
}
