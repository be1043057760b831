using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

// What a constructor takes and the end gives back.
internal sealed class BlockKept : IDisposable
{
    private IntPtr _block;
    private readonly byte[] _buffer;
    private GCHandle _pin;

    public BlockKept(int size)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(size);
        _block = Marshal.AllocHGlobal(size * 2);
        _pin = GCHandle.Alloc(_buffer, GCHandleType.Pinned);
    }

    public int First => Marshal.ReadInt32(_block);

    public void Dispose()
    {
        _pin.Free();
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}

internal sealed class BlockOfAnotherFamily : IDisposable
{
    private readonly IntPtr _block;

    public BlockOfAnotherFamily(int size) => _block = Marshal.AllocHGlobal(size);

    public void Dispose()
    {
        Marshal.FreeCoTaskMem(_block); // ACQ103
    }
}

internal sealed class BlockNamedNoMore : IDisposable
{
    private IntPtr _block;

    public BlockNamedNoMore(int size) => _block = Marshal.AllocHGlobal(size); // ACQ101

    public void Dispose()
    {
        _block = IntPtr.Zero;
        Marshal.FreeHGlobal(_block);
    }
}

// Somebody else gives it back, or the collector does.
internal sealed class BufferLeftToTheCollector : IDisposable
{
    private byte[]? _buffer;

    public BufferLeftToTheCollector(int size, Action<byte[]> registers)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(size);
        registers(_buffer);
    }

    public void Dispose()
    {
        _buffer = null;
    }
}

internal sealed class BlockGivenBackEarly : IDisposable
{
    private readonly IntPtr _block;

    public BlockGivenBackEarly(int size) => _block = Marshal.AllocHGlobal(size);

    public void Close() => Marshal.FreeHGlobal(_block);

    public void Dispose()
    {
        Marshal.FreeHGlobal(_block); // ACQ104
    }
}

internal sealed class BlockTakenAnew : IDisposable
{
    private IntPtr _block;

    public BlockTakenAnew(int size) => _block = Marshal.AllocHGlobal(size); // ACQ101

    public void Grow(int size) => _block = Marshal.AllocHGlobal(size);

    public void Dispose()
    {
        Marshal.FreeHGlobal(_block);
    }
}

internal sealed class BlockKeptSometimes : IDisposable
{
    private readonly IntPtr _block;
    private readonly bool _isOwner;

    public BlockKeptSometimes(int size, bool isOwner)
    {
        _block = Marshal.AllocHGlobal(size);
        _isOwner = isOwner;
    }

    public void Dispose()
    {
        if (_isOwner)
            Marshal.FreeHGlobal(_block);
    }
}

// Nobody but whoever makes one of these gives back what is in it.
internal sealed class BlockLeftToMakers
{
    private readonly IntPtr _block;

    public BlockLeftToMakers(int size) => _block = Marshal.AllocHGlobal(size); // ACQ108

    public int First => Marshal.ReadInt32(_block);
}
