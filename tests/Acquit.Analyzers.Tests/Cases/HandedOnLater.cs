using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Released by a callback, a wrapper, a sink, another thread: later, and by somebody else.
internal sealed class HandedOnLater : IDisposable
{
    private readonly List<IDisposable> _owned = new();
    private readonly List<Action> _undo = new();
    private Action<byte[]> _give = ArrayPool<byte>.Shared.Return0;
    private Page _current;
    private IntPtr _block;
    private GCHandle _pin;

    public event Action Closed;

    public void Dispose()
    {
        IntPtr block = Interlocked.Exchange(ref _block, IntPtr.Zero);
        if (block != IntPtr.Zero)
            Marshal.FreeHGlobal(block);
        Interlocked.Exchange(ref _current, null)?.Free();
        if (_pin.IsAllocated)
            _pin.Free();
        foreach (IDisposable each in _owned)
            each.Dispose();
        for (int i = _undo.Count - 1; i >= 0; i--)
            _undo[i]();
    }

    public void WhenItIsClosed(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        Closed += () => handle.Free();
    }

    public void WhenItIsClosedByANamedFunction(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        Closed += Unpin;

        void Unpin() => handle.Free();
    }

    public void WhenItIsCancelled(CancellationToken token)
    {
        IntPtr block = Marshal.AllocHGlobal(64);
        token.Register(static state => Marshal.FreeHGlobal((IntPtr)state), block);
    }

    public Task WhenTheWorkIsDone(Task work)
    {
        IntPtr block = Marshal.AllocHGlobal(64);
        Hw.Write(block, 1);
        return work.ContinueWith(_ => Marshal.FreeHGlobal(block), TaskScheduler.Default);
    }

    public void WhenTheThreadEnds(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        var thread = new Thread(() =>
        {
            Hw.Fill(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        });
        thread.Start();
    }

    public void WhenTheThreadEndsButNotIfThereIsNone(int n, bool background)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n); // ACQ101
        if (!background)
            return;
        var thread = new Thread(() =>
        {
            Hw.Fill(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        });
        thread.Start();
    }

    public void OnTheThreadPool()
    {
        Page page = Mm.NewPage();
        ThreadPool.QueueUserWorkItem(static state => Mm.FreePage((Page)state), page);
    }

    public void PutOnTheUndoList()
    {
        Page page = Mm.NewPage();
        _undo.Add(() => Mm.FreePage(page));
        Hw.Start(page);
    }

    public void UndoneByAListOfItsOwn(bool fail)
    {
        var undo = new Stack<Action>();
        try
        {
            Page page = Mm.NewPage();
            undo.Push(() => Mm.FreePage(page));
            IntPtr block = Marshal.AllocHGlobal(8);
            undo.Push(() => Marshal.FreeHGlobal(block));
            if (fail)
                throw new InvalidOperationException();
        }
        finally
        {
            while (undo.Count > 0)
                undo.Pop()();
        }
    }

    public void IntoASink()
    {
        Page page = Mm.NewPage();
        page.FreedBy(_undo);
        Hw.Start(page);
    }

    public Page IntoASinkThatHandsItBack() => Mm.NewPage().FreedBy(_undo);

    public void WrappedAndKept(int size)
    {
        var block = new Block(Marshal.AllocHGlobal(size));
        _owned.Add(block);
    }

    public Block WrappedAndReturned(int size)
    {
        IntPtr address = Marshal.AllocHGlobal(size);
        Hw.Write(address, size);
        return new Block(address);
    }

    public void WrappedForAUsing(int size)
    {
        using var block = new Block(Marshal.AllocHGlobal(size));
        Hw.Write(block.Address, size);
    }

    public void Exchanged()
    {
        Page old = Interlocked.Exchange(ref _current, Mm.NewPage());
        if (old != null)
            Mm.FreePage(old);
    }

    public void ExchangedWhatWasMade(int size)
    {
        IntPtr fresh = Marshal.AllocHGlobal(size);
        IntPtr old = Interlocked.Exchange(ref _block, fresh);
        Marshal.FreeHGlobal(old);
    }

    public bool SetOnce(int size)
    {
        IntPtr fresh = Marshal.AllocHGlobal(size);
        if (Interlocked.CompareExchange(ref _block, fresh, IntPtr.Zero) == IntPtr.Zero)
            return true;

        Marshal.FreeHGlobal(fresh);
        return false;
    }

    public IntPtr SetOnceAndRead(int size)
    {
        if (_block == IntPtr.Zero)
        {
            IntPtr fresh = Marshal.AllocHGlobal(size);
            if (Interlocked.CompareExchange(ref _block, fresh, IntPtr.Zero) != IntPtr.Zero)
                Marshal.FreeHGlobal(fresh);
        }

        return _block;
    }

    public void GivenBackThroughAField(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        Hw.Fill(buffer);
        _give(buffer);
    }

    public static void GivenBackThroughAParameter(Func<int, byte[]> rent, Action<byte[]> give)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(8);
        if (Hw.Fill(buffer) < 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = rent(8);
        }

        give(buffer);
    }

    public static void GivenBackThroughALambda(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        Action give = () => ArrayPool<byte>.Shared.Return(buffer);
        Hw.Fill(buffer);
        give();
    }

    public static void GivenBackByALocalFunction(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        Hw.Fill(buffer);
        Give();

        void Give() => ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void ThroughAnInterface(IOwner owner)
    {
        Page page = Mm.NewPage();
        owner.Take(page);
    }

    public static void ThroughAProperty(IOwner owner) => owner.Page = Mm.NewPage();

    public static void ThroughAnInitializer(IRegistry registry) => registry.AddObject(new Holder { Page = Mm.NewPage() });

    public static Holder ReturnedInAnObject()
    {
        var holder = new Holder();
        holder.Page = Mm.NewPage();
        return holder;
    }

    public static Holder ReturnedAfterAHelperLookedAtIt()
    {
        Page page = Mm.NewPage();
        Prepare(page);
        var holder = new Holder { Page = page };
        Prepare(holder.Page);
        return holder;
    }

    public static void PassedByReference(ref Page slot, out IntPtr block)
    {
        slot = Mm.NewPage();
        block = Marshal.AllocHGlobal(16);
    }

    public interface IOwner
    {
        Page Page { get; set; }

        void Take(Page page);
    }

    public sealed class Holder
    {
        public Page Page;
    }

    public sealed class Block : IDisposable
    {
        public Block(IntPtr address) => Address = address;

        public IntPtr Address { get; private set; }

        public void Dispose()
        {
            Marshal.FreeHGlobal(Address);
            Address = IntPtr.Zero;
        }
    }

    private static void Prepare(Page page) => page.Index = 1;
}

internal static class HandedOnLaterSinks
{
    public static Page FreedBy(this Page page, List<Action> undo)
    {
        undo.Add(() => Mm.FreePage(page));
        return page;
    }

    public static void Free(this Page page) => Mm.FreePage(page);

    public static void Return0(this ArrayPool<byte> pool, byte[] array) => pool.Return(array);
}
