using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// What one member gives back, and the end of the object once more.

public sealed class StoppedThenDisposed : IDisposable
{
    private readonly IntPtr _ring;

    public StoppedThenDisposed() => _ring = Marshal.AllocHGlobal(4096);

    public void Stop()
    {
        Marshal.FreeHGlobal(_ring);
    }

    public void Dispose()
    {
        Marshal.FreeHGlobal(_ring); // ACQ104
    }
}

public sealed class ClosedThenDisposed : IDisposable
{
    private GCHandle _pin;

    public ClosedThenDisposed(byte[] data) => _pin = GCHandle.Alloc(data, GCHandleType.Pinned);

    public void Close() => _pin.Free();

    public void Dispose() => _pin.Free(); // ACQ104
}

public sealed class DisposeAsksInVain : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(64);

    public void Stop() => Marshal.FreeHGlobal(_block);

    public void Dispose()
    {
        if (_block != IntPtr.Zero)
        {
            Marshal.FreeHGlobal(_block); // ACQ104
            _block = IntPtr.Zero;
        }
    }
}

public sealed class DisposeAsksAFlagThatStopLeaves : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64);
    private bool _disposed;

    public void Flush() => ArrayPool<byte>.Shared.Return(_buffer);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        ArrayPool<byte>.Shared.Return(_buffer); // ACQ104
    }
}

public class StoppedThenDisposedByThePattern : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(64);

    ~StoppedThenDisposedByThePattern() => Dispose(false);

    public void Stop() => Marshal.FreeHGlobal(_block);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_block == IntPtr.Zero)
            return;
        Marshal.FreeHGlobal(_block); // ACQ104
        _block = IntPtr.Zero;
    }
}

public sealed class StartedStoppedDisposed : IDisposable
{
    private IntPtr _dma;

    public void Start(int size)
    {
        if (_dma == IntPtr.Zero)
            _dma = Marshal.AllocHGlobal(size);
    }

    public void Stop()
    {
        if (_dma != IntPtr.Zero)
            Marshal.FreeHGlobal(_dma);
    }

    public void Dispose()
    {
        if (_dma != IntPtr.Zero)
            Marshal.FreeHGlobal(_dma); // ACQ104
    }
}

public sealed class StoppedByItsHelper : IDisposable
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(64);

    public void Stop(bool drain)
    {
        if (drain)
            Release();
    }

    public void Dispose()
    {
        Release(); // ACQ104
        GC.KeepAlive(this);
    }

    private void Release() => Marshal.FreeHGlobal(_block);
}

public sealed class GivenBackThoughOthersRun : IDisposable
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(64);
    private readonly Thread _thread = new(() => { });

    public void Stop()
    {
        _thread.Join();
        Marshal.FreeHGlobal(_block);
    }

    public void Dispose()
    {
        _thread.Join();
        Marshal.FreeHGlobal(_block); // ACQ104
    }
}

public sealed class FreedWhenOpeningFails : IDisposable
{
    private IntPtr _block;

    public void Open(string path)
    {
        _block = Marshal.AllocHGlobal(64);
        try
        {
            System.IO.File.OpenRead(path).Dispose();
        }
        catch
        {
            Marshal.FreeHGlobal(_block);
            throw;
        }
    }

    public void Dispose()
    {
        if (_block != IntPtr.Zero)
            Marshal.FreeHGlobal(_block); // ACQ104
    }
}

public sealed class FreedWhenOpeningFailsWithAnotherException : IDisposable
{
    private GCHandle _pin;

    public FreedWhenOpeningFailsWithAnotherException(byte[] data) => _pin = GCHandle.Alloc(data, GCHandleType.Pinned);

    public IntPtr Address => _pin.AddrOfPinnedObject();

    public void Load(string path)
    {
        try
        {
            System.IO.File.OpenRead(path).Dispose();
        }
        catch (System.IO.IOException e)
        {
            _pin.Free();
            throw new InvalidOperationException("not loaded", e);
        }
    }

    public void Dispose() => _pin.Free(); // ACQ104
}

public sealed class FinalizedAfterItsConstructorFailed : IDisposable
{
    private readonly IntPtr _block;

    public FinalizedAfterItsConstructorFailed(string path)
    {
        _block = Marshal.AllocHGlobal(64);
        try
        {
            System.IO.File.OpenRead(path).Dispose();
        }
        catch
        {
            Marshal.FreeHGlobal(_block);
            throw;
        }
    }

    ~FinalizedAfterItsConstructorFailed() => Marshal.FreeHGlobal(_block); // ACQ104

    public void Dispose()
    {
        Marshal.FreeHGlobal(_block);
        GC.SuppressFinalize(this);
    }
}

public sealed class FinalizedAfterItRefused
{
    private readonly IntPtr _block;

    public FinalizedAfterItRefused(int size)
    {
        _block = Marshal.AllocHGlobal(size);
        if (Marshal.ReadInt32(_block) != 0)
        {
            Marshal.FreeHGlobal(_block);
            throw new InvalidOperationException();
        }
    }

    ~FinalizedAfterItRefused() => Marshal.FreeHGlobal(_block); // ACQ104
}

public sealed class ClosedAndFinalized
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(64);

    ~ClosedAndFinalized() => Marshal.FreeHGlobal(_block); // ACQ104

    public void Close() => Marshal.FreeHGlobal(_block);
}

public sealed class ReturnedWithWhatWasPassed : IDisposable
{
    private readonly IntPtr _block;

    public ReturnedWithWhatWasPassed(IntPtr block) => _block = block;

    public void Abort() => Marshal.FreeHGlobal(_block);

    public void Dispose() => Marshal.FreeHGlobal(_block); // ACQ104
}

// Silent from here on.

public sealed class StopForgets : IDisposable
{
    private IntPtr _ring = Marshal.AllocHGlobal(4096);

    public void Stop()
    {
        Marshal.FreeHGlobal(_ring);
        _ring = IntPtr.Zero;
    }

    public void Dispose() => Marshal.FreeHGlobal(_ring);
}

public sealed class StopForgetsByHelper : IDisposable
{
    private IntPtr _ring = Marshal.AllocHGlobal(4096);

    public void Stop()
    {
        Marshal.FreeHGlobal(_ring);
        Forget();
    }

    public void Dispose() => Marshal.FreeHGlobal(_ring);

    private void Forget() => _ring = default;
}

public sealed class StopForgetsByExchange : IDisposable
{
    private IntPtr _ring = Marshal.AllocHGlobal(4096);

    public void Stop() => Marshal.FreeHGlobal(Interlocked.Exchange(ref _ring, IntPtr.Zero));

    public void Dispose() => Marshal.FreeHGlobal(Interlocked.Exchange(ref _ring, IntPtr.Zero));
}

public sealed class StopSetsTheFlag : IDisposable
{
    private readonly IntPtr _ring = Marshal.AllocHGlobal(4096);
    private bool _stopped;

    public void Stop()
    {
        _stopped = true;
        Marshal.FreeHGlobal(_ring);
    }

    public void Dispose()
    {
        if (!_stopped)
            Marshal.FreeHGlobal(_ring);
        _stopped = true;
    }
}

public sealed class DisposeCallsStop : IDisposable
{
    private readonly IntPtr _ring = Marshal.AllocHGlobal(4096);

    public void Stop() => Marshal.FreeHGlobal(_ring);

    public void Dispose() => Stop();
}

public sealed class DisposeCallsStopAmongOthers : IDisposable
{
    private readonly IntPtr _ring = Marshal.AllocHGlobal(4096);
    private readonly Timer _timer = new(_ => { });

    public void Stop() => Release();

    public void Dispose()
    {
        _timer.Dispose();
        Stop();
        GC.SuppressFinalize(this);
    }

    private void Release() => Marshal.FreeHGlobal(_ring);
}

public sealed class PinAskedBeforeFree : IDisposable
{
    private GCHandle _pin;

    public PinAskedBeforeFree(byte[] data) => _pin = GCHandle.Alloc(data, GCHandleType.Pinned);

    public void Close()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }

    public void Dispose()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }
}

// Whoever suspends resumes.
public sealed class SuspendedAndResumed : IDisposable
{
    private IntPtr _ring = Marshal.AllocHGlobal(4096);

    public void Suspend() => Marshal.FreeHGlobal(_ring);

    public void Resume() => _ring = Marshal.AllocHGlobal(4096);

    public void Dispose() => Marshal.FreeHGlobal(_ring);
}

public sealed class MadeAnewByAProperty : IDisposable
{
    private IntPtr _ring = Marshal.AllocHGlobal(64);

    public int Size
    {
        set => _ring = Marshal.AllocHGlobal(value);
    }

    public void Clear() => Marshal.FreeHGlobal(_ring);

    public void Dispose() => Marshal.FreeHGlobal(_ring);
}

public sealed class ReplacedByItself : IDisposable
{
    private IntPtr _ring = Marshal.AllocHGlobal(64);

    public void Grow(int size)
    {
        Marshal.FreeHGlobal(_ring);
        _ring = Marshal.AllocHGlobal(size);
    }

    public void Dispose() => Marshal.FreeHGlobal(_ring);
}

public sealed class ClosedInsteadOfDisposed : IDisposable
{
    private readonly IntPtr _ring = Marshal.AllocHGlobal(64);

    ~ClosedInsteadOfDisposed() => Marshal.FreeHGlobal(_ring);

    public void Close()
    {
        Marshal.FreeHGlobal(_ring);
        GC.SuppressFinalize(this);
    }

    public void Dispose()
    {
        Marshal.FreeHGlobal(_ring);
        GC.SuppressFinalize(this);
    }
}

// When it is that it stops, nobody here knows.
public sealed class StopsWhenItRuns : IDisposable
{
    private readonly IntPtr _ring = Marshal.AllocHGlobal(64);

    public bool IsRunning { get; set; }

    public void Stop()
    {
        if (IsRunning)
            Marshal.FreeHGlobal(_ring);
    }

    public void Dispose()
    {
        if (!IsRunning)
            Marshal.FreeHGlobal(_ring);
    }
}

public sealed class FailedOpeningForgets : IDisposable
{
    private IntPtr _block;

    public void Open(string path)
    {
        _block = Marshal.AllocHGlobal(64);
        try
        {
            System.IO.File.OpenRead(path).Dispose();
        }
        catch
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
            throw;
        }
    }

    public void Dispose()
    {
        if (_block != IntPtr.Zero)
            Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }
}

// Nobody has an object that was never made.
public sealed class NeverMade : IDisposable
{
    private readonly IntPtr _block;

    public NeverMade(string path)
    {
        _block = Marshal.AllocHGlobal(64);
        try
        {
            System.IO.File.OpenRead(path).Dispose();
        }
        catch
        {
            Marshal.FreeHGlobal(_block);
            throw;
        }
    }

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

public sealed class NeverFinalizedAfterItFailed
{
    private readonly IntPtr _block;

    public NeverFinalizedAfterItFailed(string path)
    {
        _block = Marshal.AllocHGlobal(64);
        try
        {
            System.IO.File.OpenRead(path).Dispose();
        }
        catch
        {
            Marshal.FreeHGlobal(_block);
            GC.SuppressFinalize(this);
            throw;
        }
    }

    ~NeverFinalizedAfterItFailed() => Marshal.FreeHGlobal(_block);
}

public sealed class LockGivenUpByTwo : IDisposable
{
    private readonly object _gate = new();

    public void Enter() => Monitor.Enter(_gate);

    public void Leave() => Monitor.Exit(_gate);

    public void Dispose() => Monitor.Exit(_gate);
}

public sealed class HeldByAHelperOnly : IDisposable
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(64);

    public void Dispose() => Release();

    private void Release() => Marshal.FreeHGlobal(_block);
}

public sealed class FreedByItsThread : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(64);
    private bool _isOver;

    public void Start() => new Thread(Run).Start();

    public void Dispose()
    {
        lock (this)
        {
            if (!_isOver)
                Marshal.FreeHGlobal(_block);
        }
    }

    private void Run()
    {
        lock (this)
        {
            Marshal.FreeHGlobal(_block);
            _isOver = true;
        }
    }
}
