using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// A field that holds something is written again: by which way does not matter.

public sealed class StoredPlainly : IDisposable
{
    private IntPtr _block;

    public StoredPlainly() => _block = Marshal.AllocHGlobal(64); // ACQ101

    public void Grow(int size) => _block = Marshal.AllocHGlobal(size);

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

public sealed class StoredByAnOutArgument : IDisposable
{
    private IntPtr _block;

    public StoredByAnOutArgument() => _block = Marshal.AllocHGlobal(64); // ACQ101

    public void Grow(int size) => Make(Marshal.SystemDefaultCharSize + size, out _block);

    public void Dispose() => Marshal.FreeHGlobal(_block);

    private static void Make(int size, out IntPtr made) => made = Marshal.AllocHGlobal(size);
}

public sealed class StoredByAProperty : IDisposable
{
    private IntPtr _block;

    public StoredByAProperty() => _block = Marshal.AllocHGlobal(64); // ACQ101

    public int Size
    {
        get => 64;
        set => _block = Marshal.AllocHGlobal(value); // ACQ101
    }

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

public sealed class StoredWhereNothingIs : IDisposable
{
    private IntPtr _block;

    public void Open(int size)
    {
        if (_block == IntPtr.Zero)
            _block = Marshal.AllocHGlobal(size);
    }

    public void Dispose()
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }
}

public sealed class StoredByNobody : IDisposable
{
    private readonly object _sync = new();
    private readonly SemaphoreSlim _turns = new(1, 1);
    private IntPtr _block;
    private int _sent;

    public StoredByNobody(int size) => _block = Marshal.AllocHGlobal(size);

    public void Send()
    {
        _turns.Wait();
        try
        {
            _sent++;
        }
        finally
        {
            _turns.Release();
        }
    }

    public bool TrySend()
    {
        if (!Monitor.TryEnter(_sync))
            return false;
        try
        {
            _sent += 2;
            return true;
        }
        finally
        {
            Monitor.Exit(_sync);
        }
    }

    public void Dispose()
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
        _turns.Dispose();
    }
}
