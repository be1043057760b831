// silent: ACQ108
using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;
using Cases.Api;

namespace Cases;

// What an object keeps in its fields, from its constructor to its Dispose.

public sealed class FreedOnlyIfStarted : IDisposable
{
    private GCHandle _handle;
    private bool _started;

    public FreedOnlyIfStarted(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101

    public void Start() => _started = true;

    public void Dispose()
    {
        if (_started)
        {
            _handle.Free();
            _started = false;
        }
    }
}

public sealed class FreedWhateverItDid : IDisposable
{
    private GCHandle _handle;
    private bool _started;

    public FreedWhateverItDid(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    public void Start() => _started = true;

    public void Dispose()
    {
        if (_started)
            _started = false;
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

public class FreedByUsersOnly : IDisposable
{
    private IntPtr _block;

    public FreedByUsersOnly() => _block = Marshal.AllocHGlobal(64); // ACQ101

    ~FreedByUsersOnly() => Dispose(false);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

public class FreedByTheFinalizerToo : IDisposable
{
    private IntPtr _block;
    private byte[] _buffer;

    public FreedByTheFinalizerToo()
    {
        _block = Marshal.AllocHGlobal(64);
        _buffer = ArrayPool<byte>.Shared.Rent(64);
    }

    ~FreedByTheFinalizerToo() => Dispose(false);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    // A pooled array is the collector's business when nobody disposed.
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _buffer != null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        if (_block != IntPtr.Zero)
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

public class FreedWithoutAFinalizer : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(64);

    public void Dispose() => Dispose(true);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

// That it ends once is for its owner to see to.
public sealed class ReturnedEveryTime : IDisposable
{
    private readonly byte[] _buffer;

    public ReturnedEveryTime(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}

public sealed class ReturnedOnce : IDisposable
{
    private byte[] _buffer;

    public ReturnedOnce(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public void Dispose()
    {
        if (_buffer == null)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}

public sealed class ReturnedOnceByFlag : IDisposable
{
    private readonly byte[] _buffer;
    private bool _disposed;

    public ReturnedOnceByFlag(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}

public sealed class ReturnedOnceByExchange : IDisposable
{
    private readonly byte[] _buffer;
    private int _disposed;

    public ReturnedOnceByExchange(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}

// The flag is looked at and never set.
public sealed class FlaggedInVain : IDisposable
{
    private readonly IntPtr _block;
    private bool _disposed;

    public FlaggedInVain() => _block = Marshal.AllocHGlobal(16);

    public bool IsDisposed => _disposed;

    public void Dispose()
    {
        if (_disposed)
            return;
        Marshal.FreeHGlobal(_block); // ACQ104
    }
}

// One of two is safe from a second Dispose.
public sealed class GuardsOneOfTwo : IDisposable
{
    private readonly IntPtr _block;
    private byte[] _buffer;

    public GuardsOneOfTwo(IntPtr block)
    {
        _block = block;
        _buffer = ArrayPool<byte>.Shared.Rent(16);
    }

    public void Dispose()
    {
        if (_buffer != null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        Marshal.FreeHGlobal(_block); // ACQ104
    }
}

public sealed class ForgetsWhatItFreed : IDisposable
{
    private GCHandle _handle;

    public ForgetsWhatItFreed(object target) => _handle = GCHandle.Alloc(target);

    public void Dispose()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

public sealed class GrowsAndLoses : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ101
    private int _capacity = 16;

    public void Grow(int size)
    {
        if (size > _capacity)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(size);
            _capacity = size;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = Array.Empty<byte>();
    }
}

public sealed class GrowsAndReturns : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);

    public void Grow(int size)
    {
        if (size > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(size);
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }

    public void Dispose()
    {
        if (_buffer != null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}

// Whoever opens closes first.
public sealed class OpenedAgain : IDisposable
{
    private IntPtr _block;

    public OpenedAgain() => Open();

    public void Open() => _block = Marshal.AllocHGlobal(16);

    public void Close()
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }

    public void Dispose() => Close();
}

public sealed class SetOverAndOver : IDisposable
{
    private GCHandle _pin;
    private byte[] _data;

    public byte[] Data
    {
        get => _data;
        set
        {
            _data = value;
            _pin = GCHandle.Alloc(value, GCHandleType.Pinned); // ACQ101
        }
    }

    public void Dispose()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }
}

public sealed class SetAndFreed : IDisposable
{
    private GCHandle _pin;
    private byte[] _data;

    public byte[] Data
    {
        get => _data;
        set
        {
            if (_pin.IsAllocated)
                _pin.Free();
            _data = value;
            _pin = GCHandle.Alloc(value, GCHandleType.Pinned);
        }
    }

    public void Dispose()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }
}

public sealed class ThrowsWhenHalfMade : IDisposable
{
    private IntPtr _block;

    public ThrowsWhenHalfMade(int size)
    {
        _block = Marshal.AllocHGlobal(size); // ACQ101
        if (Marshal.ReadInt32(_block) != 0)
            throw new InvalidOperationException();
    }

    public void Dispose()
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }
}

public sealed class ThrowsButIsFinalized : IDisposable
{
    private IntPtr _block;

    public ThrowsButIsFinalized(int size)
    {
        _block = Marshal.AllocHGlobal(size);
        if (Marshal.ReadInt32(_block) != 0)
            throw new InvalidOperationException();
    }

    ~ThrowsButIsFinalized() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }
}

public sealed class MadeOnFirstUse : IDisposable
{
    private byte[] _buffer;

    public byte[] Buffer => _buffer ??= ArrayPool<byte>.Shared.Rent(64);

    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

public sealed class OwnsOnlyIfTold : IDisposable
{
    private readonly bool _owns;
    private IntPtr _block;

    public OwnsOnlyIfTold(IntPtr block, bool owns)
    {
        _owns = owns;
        _block = owns ? Marshal.AllocHGlobal(16) : block;
    }

    public void Dispose()
    {
        if (_owns)
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }
}

public sealed class OpenedLaterAndLeft : IDisposable
{
    private IntPtr _block;
    private bool _mapped;

    public void Open() => _block = Marshal.AllocHGlobal(16); // ACQ101

    public void Map()
    {
        _mapped = _block != IntPtr.Zero;
    }

    public void Dispose()
    {
        if (!_mapped)
            return;
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
        _mapped = false;
    }
}

// The end of the lock's scope comes once, by the compiler.
internal sealed class ScopeOfALock
{
    private readonly object _gate = new();

    public Scope Take()
    {
        Monitor.Enter(_gate);
        return new Scope(_gate);
    }

    internal sealed class Scope : IDisposable
    {
        private readonly object _gate;

        public Scope(object gate) => _gate = gate;

        public void Dispose() => Monitor.Exit(_gate);
    }
}

public sealed class FinalizedAfterDispose : IDisposable
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(16);

    ~FinalizedAfterDispose() => Free();

    public void Dispose() => Free();

    private void Free() => Marshal.FreeHGlobal(_block); // ACQ104
}

public sealed class FinalizedInsteadOfDispose : IDisposable
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(16);

    ~FinalizedInsteadOfDispose() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free() => Marshal.FreeHGlobal(_block);
}

public sealed class FinalizedInVain : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(16);

    ~FinalizedInVain() => Free();

    public void Dispose() => Free();

    private void Free()
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }
}

public class BaseOfPins : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        if (!IsDisposed)
            Dispose(true);
        IsDisposed = true;
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

// The base class sees to it that it ends once.
public class PinsBelow : BaseOfPins
{
    private GCHandle _handle;
    private int _rows;

    public PinsBelow(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    public void AddRow() => _rows++;

    protected override void Dispose(bool disposing)
    {
        if (_handle.IsAllocated)
            _handle.Free();
        base.Dispose(disposing);
    }
}

public class PinsBelowUntilEmpty : BaseOfPins
{
    private GCHandle _handle;
    private int _rows;

    public PinsBelowUntilEmpty(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101

    public void AddRow() => _rows++;

    protected override void Dispose(bool disposing)
    {
        if (_rows > 0)
            _handle.Free();
        base.Dispose(disposing);
    }
}

public sealed class ReleasedBeforeItEnds : IDisposable
{
    private GCHandle _handle;
    private readonly byte[] _data = new byte[16];

    public ReleasedBeforeItEnds() => _handle = GCHandle.Alloc(_data, GCHandleType.Pinned);

    public void Stop() => _handle.Free();

    // Whoever made it stops it first.
    public void Dispose() => Array.Clear(_data);
}

public sealed class EndsAsynchronously : IAsyncDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(32); // ACQ101
    private bool _flushed;

    public void Flush() => _flushed = true;

    public async System.Threading.Tasks.ValueTask DisposeAsync()
    {
        await System.Threading.Tasks.Task.Yield();
        if (_flushed)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }
}

public sealed class FreesInAHelperItMayReach : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(16);
    private bool _open = true;

    public void Dispose()
    {
        if (_open)
            Close();
    }

    public void Close()
    {
        _open = false;
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }
}
