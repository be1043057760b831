using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using Cases.Api;

namespace Cases;

// Correct code as it stands in libraries: pooled buffers, native calls, readers and writers, scopes.
internal sealed unsafe class EverydayDotNet : IDisposable
{
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly Queue<byte[]> _pending = new();
    private GCHandle _pin;
    private IntPtr _native;
    private byte* _raw;
    private byte[] _rented;
    private char[] _chars = ArrayPool<char>.Shared.Rent(8);
    private nint _a;
    private nint _b;
    private Page[] _slots;
    private Page _page;

    public void FieldInit(byte[] data)
    {
        if (_native == IntPtr.Zero)
            _native = Marshal.AllocHGlobal(data.Length);
        Marshal.Copy(data, 0, _native, data.Length);
    }

    public void RawInit(int n)
    {
        _raw = (byte*)NativeMemory.Alloc((nuint)n);
        for (int i = 0; i < n; i++)
            _raw[i] = 0;
    }

    public static IntPtr OnlyAddressReturned(byte[] data, out GCHandle handle)
    {
        handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        return handle.AddrOfPinnedObject();
    }

    public void Grow(int n)
    {
        byte[] bigger = ArrayPool<byte>.Shared.Rent(n);
        if (_rented != null)
        {
            _rented.AsSpan().CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _rented = bigger;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }

        if (_chars is { } chars)
        {
            _chars = null;
            ArrayPool<char>.Shared.Return(chars);
        }

        Marshal.FreeHGlobal(Interlocked.Exchange(ref _native, IntPtr.Zero));
        NativeMemory.Free(_raw);
        _raw = null;
        if (_pin.IsAllocated)
            _pin.Free();
        Slab.Kfree(_a);
        Slab.Kfree(_b);
        _a = _b = 0;
        while (_pending.Count > 0)
            ArrayPool<byte>.Shared.Return(_pending.Dequeue());
        GC.SuppressFinalize(this);
    }

    public string ToUpper(string s)
    {
        char[] pooled = null;
        Span<char> chars = s.Length <= 64 ? stackalloc char[64] : (pooled = ArrayPool<char>.Shared.Rent(s.Length));
        int n = s.AsSpan().ToUpperInvariant(chars);
        string result = chars[..n].ToString();
        if (pooled is not null)
            ArrayPool<char>.Shared.Return(pooled);
        return result;
    }

    public void Enqueue(ReadOnlySpan<byte> data)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(data.Length);
        data.CopyTo(copy);
        lock (_pending)
            _pending.Enqueue(copy);
    }

    public static int Call(string name, ReadOnlySpan<byte> payload)
    {
        IntPtr text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            fixed (byte* p = payload)
                return Native.Send(text, p, payload.Length);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    public static int CallWithArray(string[] names)
    {
        IntPtr* list = (IntPtr*)NativeMemory.Alloc((nuint)names.Length, (nuint)sizeof(IntPtr));
        int i = 0;
        try
        {
            for (; i < names.Length; i++)
                list[i] = Marshal.StringToCoTaskMemUTF8(names[i]);
            return Native.SendAll(list, names.Length);
        }
        finally
        {
            while (--i >= 0)
                Marshal.FreeCoTaskMem(list[i]);
            NativeMemory.Free(list);
        }
    }

    public void Callbacks(Native.Callback callback)
    {
        GCHandle h = GCHandle.Alloc(callback);
        if (Native.Subscribe(Marshal.GetFunctionPointerForDelegate(callback), (IntPtr)h) != 0)
        {
            h.Free();
            throw new InvalidOperationException();
        }
    }

    public static void TargetFromPointer(IntPtr p)
    {
        var h = (GCHandle)p;
        ((Action)h.Target)?.Invoke();
        h.Free();
    }

    public int ReadLocked(Func<int> f)
    {
        _rw.EnterReadLock();
        try
        {
            return f();
        }
        finally
        {
            _rw.ExitReadLock();
        }
    }

    public int Upgrade(Func<int> f)
    {
        _rw.EnterUpgradeableReadLock();
        try
        {
            if (f() > 0)
            {
                _rw.EnterWriteLock();
                try
                {
                    return f();
                }
                finally
                {
                    _rw.ExitWriteLock();
                }
            }

            return 0;
        }
        finally
        {
            _rw.ExitUpgradeableReadLock();
        }
    }

    public static bool TryWithTimeout(object gate, Action a)
    {
        bool taken = false;
        Monitor.TryEnter(gate, 10, ref taken);
        if (!taken)
            return false;
        try
        {
            a();
            return true;
        }
        finally
        {
            Monitor.Exit(gate);
        }
    }

    public static int SafeHandleRef(SafeHandle h)
    {
        bool added = false;
        try
        {
            h.DangerousAddRef(ref added);
            return Native.Use(h.DangerousGetHandle());
        }
        finally
        {
            if (added)
                h.DangerousRelease();
        }
    }

    public void LocalThenField(int n)
    {
        var slots = new Page[n];
        for (int i = 0; i < n; i++)
        {
            slots[i] = Mm.AllocPage();
            if (slots[i] == null)
            {
                while (i-- > 0) // ACQ403
                    Mm.FreePage(slots[i]);
                throw new OutOfMemoryException();
            }
        }

        _slots = slots;
    }

    public bool TwoFields()
    {
        _a = Slab.Kmalloc(3);
        _b = Slab.Kmalloc(4);
        if (_a != 0 && _b != 0)
            return true;
        Slab.Kfree(_a);
        Slab.Kfree(_b);
        _a = _b = 0;
        return false;
    }

    public void SwapIn(Page fresh)
    {
        (Page old, _page) = (_page, fresh);
        if (old != null)
            Mm.FreePage(old);
    }

    public static Lease Conditional(bool take) => take ? new Lease(3) : null;

    public static void UsingConditional(bool take)
    {
        using (take ? new Lease(3) : null)
            Hw.Kick();
    }

    public static int UsingTwo()
    {
        using Lease a = new(1);
        using Lease b = Lease.TakeOrNull(2);
        return b is null ? a.Length : a.Length + b.Length;
    }

    public static void StackOfLeases(int n)
    {
        var stack = new Stack<IDisposable>();
        try
        {
            for (int i = 0; i < n; i++)
                stack.Push(Lease.Take(i));
        }
        finally
        {
            while (stack.TryPop(out IDisposable d))
                d.Dispose();
        }
    }

    public static string StringBuilt(int n)
    {
        char[] rented = ArrayPool<char>.Shared.Rent(n);
        rented.AsSpan(0, n).Fill('x');
        string s = new string(rented, 0, n);
        ArrayPool<char>.Shared.Return(rented);
        return s;
    }

    internal static class Native
    {
        public delegate void Callback(int value);

        [DllImport("gpu")]
        public static extern int Send(IntPtr name, byte* payload, int length);

        [DllImport("gpu")]
        public static extern int SendAll(IntPtr* names, int count);

        [DllImport("gpu")]
        public static extern int Subscribe(IntPtr function, IntPtr context);

        [DllImport("gpu")]
        public static extern int Use(IntPtr handle);
    }
}
