using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Types that take something when they are made and give it back when they are disposed of. Nobody annotated them.
internal sealed class WrapperObjects
{
    private PinnedArray _kept;

    public static long NeverDisposed(byte[] data)
    {
        PinnedArray pinned = new(data); // ACQ101
        return pinned.Address;
    }

    public static long DisposedOnOnePathOnly(byte[] data)
    {
        PinnedArray pinned = new PinnedArray(data); // ACQ101
        if (data.Length == 0)
            return 0;

        long address = pinned.Address;
        pinned.Dispose();
        return address;
    }

    public static long DisposedOnEveryPath(byte[] data)
    {
        PinnedArray pinned = new PinnedArray(data);
        if (data.Length == 0)
        {
            pinned.Dispose();
            return 0;
        }

        long address = pinned.Address;
        pinned.Dispose();
        return address;
    }

    public static long Used(byte[] data)
    {
        using var pinned = new PinnedArray(data);
        return pinned.Address;
    }

    public static long UsedInABlock(byte[] data)
    {
        using (PinnedArray pinned = new PinnedArray(data))
        {
            return pinned.Address;
        }
    }

    public static long DisposedInFinally(byte[] data)
    {
        PinnedArray pinned = new PinnedArray(data);
        try
        {
            return pinned.Address;
        }
        finally
        {
            pinned.Dispose();
        }
    }

    public static void DisposedTwiceIsHarmless(byte[] data)
    {
        PinnedArray pinned = new PinnedArray(data);
        pinned.Dispose();
        pinned.Dispose();
    }

    public static void DisposedTwiceReturnsTwice(int size)
    {
        var rented = new RentedArray(size);
        rented.Dispose();
        rented.Dispose(); // ACQ104
    }

    public static void DisposedAtThrow(byte[] data)
    {
        PinnedArray pinned = new PinnedArray(data); // ACQ101
        if (data.Length > 4096)
            throw new ArgumentException("too long", nameof(data));

        pinned.Dispose();
    }

    public void Kept(byte[] data)
    {
        PinnedArray pinned = new PinnedArray(data);
        if (data.Length == 0)
        {
            pinned.Dispose();
            return;
        }

        _kept = pinned;
    }

    public static PinnedArray Returned(byte[] data)
    {
        PinnedArray pinned = new PinnedArray(data);
        if (pinned.Address != 0)
            return pinned;

        pinned.Dispose();
        return null;
    }

    public static void HandedOn(byte[] data, List<PinnedArray> all)
    {
        PinnedArray pinned = new PinnedArray(data);
        if (pinned.Address != 0)
        {
            all.Add(pinned);
            return;
        }

        pinned.Dispose();
    }

    public static int FromAFactoryAndForgotten(byte[] data)
    {
        PinnedArray pinned = PinnedArray.Of(data); // ACQ101
        if (pinned == null)
            return -1;

        if (data.Length == 3)
            return -2;

        pinned.Dispose();
        return 0;
    }

    public static int FromAFactory(byte[] data)
    {
        PinnedArray pinned = PinnedArray.Of(data);
        if (pinned == null)
            return -1;

        int length = data.Length;
        pinned.Dispose();
        return length;
    }

    public static int FinalizedAnyway(byte[] data)
    {
        var pinned = new PinnedUntilCollected(data);
        if (data.Length == 0)
            return 0;

        int length = data.Length;
        pinned.Dispose();
        return length;
    }

    public static void RefStructScope(byte[] data)
    {
        using var scope = new PinningScope(data);
        scope.Poke();
    }

    public static void RefStructForgotten(byte[] data)
    {
        var scope = new PinningScope(data); // ACQ101
        if (data.Length == 0)
            return;

        scope.Poke();
        scope.Dispose();
    }

    public static void StructScope(byte[] data)
    {
        using var scope = new PinningStruct(data);
        Hw.Log(data.Length.ToString());
    }

    public static void StructForgotten(byte[] data)
    {
        var scope = new PinningStruct(data); // ACQ101
        if (data.Length == 0)
            return;

        scope.Release();
    }

    public static void StructReleased(byte[] data)
    {
        var scope = new PinningStruct(data);
        if (data.Length == 0)
        {
            scope.Release();
            return;
        }

        scope.Release();
    }

    public static void MemberFreedByHand(byte[] data)
    {
        var open = new OpenPin(data);
        if (data.Length > 3)
            Hw.Log("long");
        open.Handle.Free();
    }

    public static void MemberFreedByHandSometimes(byte[] data)
    {
        var open = new OpenPin(data); // ACQ101
        if (data.Length > 3)
            return;
        open.Handle.Free();
    }

    public static void OfTwoParts(byte[] a, byte[] b)
    {
        var both = new PinnedPair(a, b); // ACQ101
        if (a.Length == b.Length)
            return;
        both.Close();
    }

    public static void OfTwoPartsClosed(byte[] a, byte[] b)
    {
        var both = new PinnedPair(a, b);
        try
        {
            Hw.Log("both");
        }
        finally
        {
            both.Close();
        }
    }

    public static void Nested(byte[] data)
    {
        var outer = new Outer(data); // ACQ101
        if (data.Length == 0)
            return;
        outer.Dispose();
    }

    public static void NestedAndDisposed(byte[] data)
    {
        using var outer = new Outer(data);
        Hw.Log("in");
    }

    public static void LockedForABlock(SleepLock mutex, int[] items)
    {
        using (new Guarded(mutex))
        {
            if (items.Length == 0)
                return;
            items[0]++;
        }
    }

    public static void LockedForTooLong(SleepLock mutex, int[] items)
    {
        var guard = new Guarded(mutex); // ACQ101
        if (items.Length == 0)
            return;
        items[0]++;
        guard.Dispose();
    }

    // What it wraps was the caller's before.
    public static void WrapsWhatItWasGiven(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        using var owner = new Owner(handle);
        Hw.Log("owned");
    }

    public static void InitializedLater(byte[] data)
    {
        var lazy = new LazyPin();
        lazy.Pin(data); // ACQ101
        if (data.Length == 0)
            return;
        lazy.Dispose();
    }

    public static void Inherited(byte[] data)
    {
        var derived = new Derived(data); // ACQ101
        if (data.Length == 0)
            return;
        derived.Dispose();
    }
}

internal sealed class RentedArray : IDisposable
{
    public readonly byte[] Bytes;

    public RentedArray(int size) => Bytes = ArrayPool<byte>.Shared.Rent(size);

    public void Dispose() => ArrayPool<byte>.Shared.Return(Bytes);
}

internal sealed class PinnedUntilCollected : IDisposable
{
    private GCHandle _handle;

    public PinnedUntilCollected(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    ~PinnedUntilCollected() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

internal ref struct PinningScope
{
    private GCHandle _handle;

    public PinningScope(object target)
    {
        _handle = GCHandle.Alloc(target, GCHandleType.Pinned);
    }

    public void Poke() => Hw.Write(_handle.AddrOfPinnedObject(), 1);

    public void Dispose() => _handle.Free();
}

internal sealed class OpenPin
{
    public OpenPin(byte[] data) => Handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    public GCHandle Handle;
}

internal sealed class PinnedPair
{
    private GCHandle _a;
    private GCHandle _b;

    public PinnedPair(byte[] a, byte[] b)
    {
        _a = GCHandle.Alloc(a, GCHandleType.Pinned);
        _b = GCHandle.Alloc(b, GCHandleType.Pinned);
    }

    public void Close()
    {
        _b.Free();
        _a.Free();
    }
}

internal sealed class Outer : IDisposable
{
    private readonly PinnedArray _inner;

    public Outer(byte[] data) => _inner = new PinnedArray(data);

    public void Dispose() => _inner.Dispose();
}

internal readonly struct Guarded : IDisposable
{
    private readonly SleepLock _mutex;

    public Guarded(SleepLock mutex)
    {
        _mutex = mutex;
        mutex.Lock();
    }

    public void Dispose() => _mutex.Unlock();
}

internal sealed class Owner : IDisposable
{
    private GCHandle _handle;

    public Owner(GCHandle handle) => _handle = handle;

    public void Dispose() => _handle.Free();
}

internal sealed class LazyPin : IDisposable
{
    private GCHandle _handle;

    public void Pin(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    public void Dispose()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

internal abstract class Base : IDisposable
{
    protected GCHandle Handle;

    public void Dispose()
    {
        Dispose(true);
    }

    protected virtual void Dispose(bool disposing) => Handle.Free();
}

internal sealed class Derived : Base
{
    public Derived(byte[] data) => Handle = GCHandle.Alloc(data, GCHandleType.Pinned);
}
