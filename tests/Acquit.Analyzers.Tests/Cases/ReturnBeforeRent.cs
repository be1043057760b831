using System;
using System.Buffers;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Given back before the new one is there: what if it cannot be had?
internal sealed class ReturnBeforeRent : IDisposable
{
    private static byte[] _shared = ArrayPool<byte>.Shared.Rent(16);

    private byte[] _buffer;
    private IntPtr _block;
    private GCHandle _handle;
    private Lease _lease;
    private Page _page;

    public ReturnBeforeRent(int length)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(length);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(length * 2);
    }

    private byte[] Buffer { get; set; }

    private byte[] Handed
    {
        get
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            return Array.Empty<byte>();
        }
        set => _buffer = value;
    }

    // What is put there is not read before.
    public void SetAnew(int length)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(length);
        ArrayPool<byte>.Shared.Return(_buffer);
        Handed = ArrayPool<byte>.Shared.Rent(length);
    }

    public void Grow(int length)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102 "If 'Rent' throws, '_buffer' goes on naming the pooled array"
    }

    public void GrowIfTooSmall(int length)
    {
        if (_buffer != null && _buffer.Length >= length)
            return;

        if (_buffer != null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102
    }

    public void RentFirst(int length)
    {
        byte[] old = _buffer;
        _buffer = ArrayPool<byte>.Shared.Rent(length);
        ArrayPool<byte>.Shared.Return(old);
    }

    public void CopiedOver(int length)
    {
        byte[] bigger = ArrayPool<byte>.Shared.Rent(length);
        Array.Copy(_buffer, bigger, _buffer.Length);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = bigger;
    }

    public void ClearedBefore(int length)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _buffer = ArrayPool<byte>.Shared.Rent(length);
    }

    public void EmptyBefore(int length)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = Array.Empty<byte>();
        _buffer = ArrayPool<byte>.Shared.Rent(length);
    }

    public void RepairedByAHandler(int length)
    {
        try
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(length);
        }
        catch
        {
            _buffer = null;
            throw;
        }
    }

    public void NotRepairedByItsHandler(int length)
    {
        try
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102
        }
        catch
        {
            Hw.Log("no memory");
            throw;
        }
    }

    public static void ByReference(ref byte[] buffer, int length)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102 "'buffer'"
    }

    public static byte[] ByValue(byte[] buffer, int length)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(length);
        return buffer;
    }

    public static int ALocalIsGoneByThen(int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        Hw.Fill(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(length * 2);
        int filled = Hw.Fill(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
        return filled;
    }

    public static void Static(int length)
    {
        ArrayPool<byte>.Shared.Return(_shared);
        _shared = ArrayPool<byte>.Shared.Rent(length); // ACQ102
    }

    public void Property(int length)
    {
        ArrayPool<byte>.Shared.Return(Buffer);
        Buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102
    }

    public static void OfAnotherObject(ReturnBeforeRent other, int length)
    {
        ArrayPool<byte>.Shared.Return(other._buffer);
        other._buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102
    }

    // By its contract this one fails with zero.
    public void Unmanaged(int size)
    {
        Marshal.FreeHGlobal(_block);
        _block = Marshal.AllocHGlobal(size);
    }

    public void UnmanagedAfterZero(int size)
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
        _block = Marshal.AllocHGlobal(size);
    }

    public void TheHandleKnowsThatItIsFree(object target)
    {
        _handle.Free();
        _handle = GCHandle.Alloc(target);
    }

    public void TheLeaseKnowsThatItIsOver(int length)
    {
        _lease.Dispose();
        _lease = Lease.Take(length);
    }

    public void PromisesNeverToFail()
    {
        Mm.FreePage(_page);
        _page = Mm.NewPage();
    }

    public void FailsWithNull()
    {
        Mm.FreePage(_page);
        _page = Mm.AllocPage();
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        ArrayPool<byte>.Shared.Return(Buffer);
        Marshal.FreeHGlobal(_block);
        _handle.Free();
        _lease.Dispose();
        Mm.FreePage(_page);
    }
}
