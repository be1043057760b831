using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Cases;

/// <summary>Methods that use what a field names, and put something larger there, are called when there is something in it, whoever has put it there.</summary>
internal sealed class GrownFromTheStart : IDisposable
{
    private byte[] _buffer;
    private int _length;

    public GrownFromTheStart(int size)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(size); // ACQ101
    }

    public void Write(byte value)
    {
        if (_length == _buffer.Length)
            Grow(_length * 2);

        _buffer[_length++] = value;
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(size);
        Array.Copy(_buffer, larger, _length);
        _buffer = larger;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}

internal sealed class GrownFromNothing : IDisposable
{
    private byte[] _buffer = Array.Empty<byte>();
    private int _length;

    public void Write(byte value)
    {
        if (_length == _buffer.Length)
            Grow((_length * 2) + 16);

        _buffer[_length++] = value;
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        Array.Copy(_buffer, larger, _length);
        _buffer = larger;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}

internal sealed class GrownWhereOpenedElsewhere : IDisposable
{
    private byte[] _buffer;
    private int _length;

    public void Open(int size)
    {
        if (_buffer == null)
            _buffer = ArrayPool<byte>.Shared.Rent(size); // ACQ101
    }

    public void Write(byte value)
    {
        if (_length == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_length * 2);
            Array.Copy(_buffer, larger, _length);
            _buffer = larger;
        }

        _buffer[_length++] = value;
    }

    public void Dispose()
    {
        if (_buffer != null)
            ArrayPool<byte>.Shared.Return(_buffer);

        _buffer = null;
    }
}

internal sealed unsafe class GrownInNativeMemory : IDisposable
{
    private IntPtr _block;
    private int _size;

    public void Ensure(int size)
    {
        if (size <= _size)
            return;

        IntPtr larger = Marshal.AllocHGlobal(size); // ACQ101
        if (_block != IntPtr.Zero)
            Buffer.MemoryCopy((void*)_block, (void*)larger, size, _size);

        _block = larger;
        _size = size;
    }

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

internal sealed class GrownAndGivenBack : IDisposable
{
    private byte[] _buffer;
    private int _length;

    public GrownAndGivenBack(int size)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(size);
    }

    public void Write(byte value)
    {
        if (_length == _buffer.Length)
            Grow(_length * 2);

        _buffer[_length++] = value;
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(size);
        byte[] smaller = _buffer;
        Array.Copy(smaller, larger, _length);
        _buffer = larger;
        ArrayPool<byte>.Shared.Return(smaller);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}

internal sealed class GrownByPieces : IDisposable
{
    private readonly List<byte[]> _full = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);
    private int _length;

    public void Write(byte value)
    {
        if (_length == _buffer.Length)
        {
            _full.Add(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(16);
            _length = 0;
        }

        _buffer[_length++] = value;
    }

    public void Dispose()
    {
        foreach (byte[] full in _full)
            ArrayPool<byte>.Shared.Return(full);

        ArrayPool<byte>.Shared.Return(_buffer);
    }
}

// Begun again only when it was ended, for all that is known.
internal sealed class BegunAndEnded : IDisposable
{
    private byte[] _buffer;

    public void Begin()
    {
        _buffer = ArrayPool<byte>.Shared.Rent(16);
        _buffer[0] = 1;
    }

    public void End()
    {
        Console.WriteLine(_buffer.Length);
        Dispose();
    }

    public void Dispose()
    {
        if (_buffer != null)
            ArrayPool<byte>.Shared.Return(_buffer);

        _buffer = null;
    }
}

// Another member takes it away before.
internal sealed class GrownOnceTakenAway : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);
    private int _length;

    public byte[] TakeAway()
    {
        byte[] taken = _buffer;
        _buffer = null;
        return taken;
    }

    public void Write(byte value)
    {
        if (_buffer == null || _length == _buffer.Length)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(16);
            _length = 0;
        }

        _buffer[_length++] = value;
    }

    public void Dispose()
    {
        if (_buffer != null)
            ArrayPool<byte>.Shared.Return(_buffer);

        _buffer = null;
    }
}
