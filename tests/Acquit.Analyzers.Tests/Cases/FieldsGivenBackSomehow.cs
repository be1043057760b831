using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Ways of giving back what a field holds that are all right, with a wrong one here and there.

public sealed class FreedUnderALock : IDisposable
{
    private readonly object _gate = new();
    private IntPtr _block = Marshal.AllocHGlobal(16);

    public void Dispose()
    {
        lock (_gate)
        {
            if (_block == IntPtr.Zero)
                return;
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

public sealed class FreedInFinally : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(16);
    private Action _closing;

    public void OnClosing(Action closing) => _closing = closing;

    public void Dispose()
    {
        try
        {
            _closing?.Invoke();
        }
        finally
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

public sealed class CleansUpBeforeItThrows : IDisposable
{
    private GCHandle _handle;

    public CleansUpBeforeItThrows(byte[] data)
    {
        _handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        if (data.Length == 0)
        {
            Dispose();
            throw new ArgumentException(nameof(data));
        }
    }

    public void Dispose()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

public sealed class CleansUpInACatch : IDisposable
{
    private readonly IntPtr _block;

    public CleansUpInACatch(byte[] data)
    {
        _block = Marshal.AllocHGlobal(data.Length);
        try
        {
            if (data.Length > 16)
                throw new ArgumentException(nameof(data));
            Marshal.Copy(data, 0, _block, data.Length);
        }
        catch
        {
            Marshal.FreeHGlobal(_block);
            throw;
        }
    }

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

// Known to somebody else by the time it throws.
public sealed class RegistersItself : IDisposable
{
    private readonly IntPtr _block;

    public RegistersItself(List<IDisposable> all, int size)
    {
        all.Add(this);
        _block = Marshal.AllocHGlobal(size);
        if (size > 16)
            throw new ArgumentException(nameof(size));
    }

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

public sealed class ThrowsBeforeItTakes : IDisposable
{
    private readonly IntPtr _block;

    public ThrowsBeforeItTakes(int size)
    {
        if (size > 16)
            throw new ArgumentException(nameof(size));
        _block = Marshal.AllocHGlobal(size);
    }

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

public sealed class ReleasesThroughAHelperWhenSet : IDisposable
{
    private GCHandle _pin;

    public byte[] Data
    {
        set
        {
            Release();
            _pin = GCHandle.Alloc(value, GCHandleType.Pinned);
        }
    }

    public void Dispose() => Release();

    private void Release()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }
}

public sealed class RefusesToBeSetTwice : IDisposable
{
    private GCHandle _pin;

    public byte[] Data
    {
        set
        {
            if (_pin.IsAllocated)
                throw new InvalidOperationException();
            _pin = GCHandle.Alloc(value, GCHandleType.Pinned);
        }
    }

    public void Dispose()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }
}

public sealed class HandsItsBufferOut : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);

    public byte[] Detach()
    {
        byte[] buffer = _buffer;
        _buffer = null;
        return buffer;
    }

    public void Swap(byte[] other)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = other;
    }

    public void Dispose()
    {
        if (_buffer != null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}

public sealed class SwappedUnderway : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);

    public void Grow(int size)
    {
        byte[] old = Interlocked.Exchange(ref _buffer, ArrayPool<byte>.Shared.Rent(size));
        if (old != null)
            ArrayPool<byte>.Shared.Return(old);
    }

    public void Dispose()
    {
        byte[] old = Interlocked.Exchange(ref _buffer, null);
        if (old != null)
            ArrayPool<byte>.Shared.Return(old);
    }
}

public sealed class LeavesItToItsOwner : IDisposable
{
    private readonly bool _leaveOpen;
    private readonly IntPtr _block;

    public LeavesItToItsOwner(IntPtr block, bool leaveOpen)
    {
        _block = block;
        _leaveOpen = leaveOpen;
    }

    public void Dispose()
    {
        if (!_leaveOpen)
            Marshal.FreeHGlobal(_block);
    }
}

public sealed class CountsItsUsers
{
    private int _users = 1;
    private IntPtr _block = Marshal.AllocHGlobal(16);

    public void AddRef() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

public sealed class CountsItsUsersAndIsDisposable : IDisposable
{
    private int _users = 1;
    private IntPtr _block = Marshal.AllocHGlobal(16);

    public void AddRef() => _users++;

    public void Dispose()
    {
        if (--_users == 0)
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

public abstract class OpensInADerivedWay : IDisposable
{
    private IntPtr _block;

    protected void Open(int size) => _block = Marshal.AllocHGlobal(size);

    protected abstract bool MayClose { get; }

    public void Dispose()
    {
        if (MayClose)
            Marshal.FreeHGlobal(_block);
    }
}

public sealed class AsksItsCaller : IDisposable
{
    private readonly Func<bool> _mayFree;
    private readonly IntPtr _block = Marshal.AllocHGlobal(16);

    public AsksItsCaller(Func<bool> mayFree) => _mayFree = mayFree;

    public void Dispose()
    {
        if (_mayFree())
            Marshal.FreeHGlobal(_block);
    }
}

public sealed class FreedWhenTheTaskIsDone : IDisposable
{
    private readonly GCHandle _pin;
    private readonly Task _task;

    public FreedWhenTheTaskIsDone(byte[] data, Func<Task> work)
    {
        _pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        _task = work().ContinueWith(_ => _pin.Free());
    }

    public void Dispose() => _task.Wait();
}

public sealed class ClosesInTwoWays : IDisposable
{
    private IntPtr _block;

    public bool Open(int size)
    {
        if (_block != IntPtr.Zero)
            return false;
        _block = Marshal.AllocHGlobal(size);
        return true;
    }

    public void Close()
    {
        if (_block == IntPtr.Zero)
            return;
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }

    public void Dispose() => Close();
}

public sealed class ThrowsWithBothHeld
{
    private readonly GCHandle _first;
    private readonly GCHandle _second;

    public ThrowsWithBothHeld(byte[] a, byte[] b)
    {
        _first = GCHandle.Alloc(a, GCHandleType.Pinned); // ACQ101
        if (b == null)
            throw new ArgumentNullException(nameof(b));
        _second = GCHandle.Alloc(b, GCHandleType.Pinned);
    }

    public void Close()
    {
        _first.Free();
        _second.Free();
    }
}

public sealed record RecordOfAPin(byte[] Data) : IDisposable
{
    private GCHandle _pin = GCHandle.Alloc(Data, GCHandleType.Pinned);

    public void Dispose()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }
}

public sealed class FreedByACallback : IDisposable, IAsyncDisposable
{
    private readonly CancellationTokenSource _source = new();
    private GCHandle _handle;

    public FreedByACallback(byte[] data)
    {
        _handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        _source.Token.Register(() => _handle.Free());
    }

    public ValueTask DisposeAsync()
    {
        _source.Cancel();
        return default;
    }

    public void Dispose()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

public sealed class FreedThroughItsValue
{
    private GCHandle? _pin;

    public void Pin(byte[] data)
    {
        _pin = GCHandle.Alloc(data, GCHandleType.Pinned);
    }

    public bool IsPinned => _pin.HasValue;

    public void Unpin() => _pin.Value.Free();
}

public sealed class PinningDevice
{
    private int _mode;

    public int Mode
    {
        set => _mode = value;
    }

    public int Current => _mode;
}

public sealed class SetsADeviceUp : IDisposable
{
    private readonly PinningDevice _device;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);

    public SetsADeviceUp(PinningDevice device)
    {
        _device = device;
        _device.Mode = 1;
    }

    public void Dispose()
    {
        _device.Mode = 0;
        if (_buffer != null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}

// What a field holds is put where others of its sort are, and given back from there.
public sealed class FreedFromAList : IDisposable
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(16);
    private readonly List<IntPtr> _all = new();

    public void Publish() => _all.Add(_block);

    public void Dispose()
    {
        foreach (IntPtr block in _all)
            Marshal.FreeHGlobal(block);
    }
}

public sealed class FreedFromADictionary : IDisposable
{
    private readonly byte[] _buffer;
    private readonly Dictionary<string, byte[]> _all = new();

    public FreedFromADictionary() => _buffer = ArrayPool<byte>.Shared.Rent(16);

    public void Publish(string name) => _all.TryAdd(name, _buffer);

    public void Dispose()
    {
        foreach (byte[] buffer in _all.Values)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}

public sealed class FreedFromAnOldList : IDisposable
{
    private readonly byte[] _buffer;
    private readonly System.Collections.ArrayList _all = new();

    public FreedFromAnOldList() => _buffer = ArrayPool<byte>.Shared.Rent(16);

    public void Publish() => _all.Add(_buffer);

    public void Dispose()
    {
        foreach (byte[] buffer in _all)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}

public sealed class FreedFromWhereItWasExchanged : IDisposable
{
    private static IntPtr shared;

    private readonly IntPtr _block;

    public FreedFromWhereItWasExchanged() => _block = Marshal.AllocHGlobal(16);

    public void Publish() => Interlocked.Exchange(ref shared, _block);

    public void Dispose() => Marshal.FreeHGlobal(Interlocked.Exchange(ref shared, IntPtr.Zero));
}

public sealed class FreedFromATask : IDisposable
{
    private readonly byte[] _buffer;

    public FreedFromATask() => _buffer = ArrayPool<byte>.Shared.Rent(16);

    public Task<byte[]> Current() => Task.FromResult(_buffer);

    public void Dispose() => ArrayPool<byte>.Shared.Return(Current().Result);
}

public sealed class OnlyCopiedFrom
{
    private readonly byte[] _buffer;
    private readonly List<byte> _bytes = new();

    public OnlyCopiedFrom() => _buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ108

    public void Read(System.IO.Stream stream) => stream.Read(_buffer, 0, 16);

    public void Copy(byte[] to) => Array.Copy(_buffer, to, 16);

    public void Collect() => _bytes.AddRange(_buffer);
}
