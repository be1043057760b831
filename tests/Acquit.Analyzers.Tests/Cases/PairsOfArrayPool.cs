using System;
using System.Buffers;
using Cases.Api;

namespace Cases;

// Rented arrays.
internal sealed class PairsOfArrayPool
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);

    public static int ReturnedInFinally(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        try
        {
            return Hw.Fill(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static int EarlyReturnForgets(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n); // ACQ101
        if (Hw.Fill(buffer) < 0)
            return -1;

        int first = buffer[0];
        ArrayPool<byte>.Shared.Return(buffer);
        return first;
    }

    public static int NeverReturned(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n); // ACQ101
        Hw.Fill(buffer);
        return buffer[0];
    }

    public static void ReturnedTwice(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        try
        {
            Hw.Fill(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer); // ACQ104
        }
    }

    public static int ReadAfterTheReturn(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        Hw.Fill(buffer);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return buffer[0]; // ACQ105
    }

    public static void SpanWrittenAfterTheReturn(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        Span<byte> span = buffer.AsSpan(0, n);
        span[0] = 1;
        ArrayPool<byte>.Shared.Return(buffer);
        span[0] = 2; // ACQ105
    }

    public static int OnTheStackOrRented(int n)
    {
        byte[] rented = null;
        Span<byte> buffer = n <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(n));
        try
        {
            buffer[..n].Fill(1);
            return buffer[0];
        }
        finally
        {
            if (rented != null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static int OnTheStackOrRentedAndForgotten(int n)
    {
        byte[] rented = null;
        Span<byte> buffer = n <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(n)); // ACQ101
        buffer[0] = 1;
        if (Hw.Ready())
            return buffer[0];

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        return 0;
    }

    public static int Grown(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        int used = 0;
        while (used < n)
        {
            if (used == buffer.Length)
            {
                byte[] bigger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                for (int i = 0; i < used; i++)
                    bigger[i] = buffer[i];
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = bigger;
            }

            buffer[used++] = 1;
        }

        int last = buffer[0];
        ArrayPool<byte>.Shared.Return(buffer);
        return last;
    }

    public static void GrownButTheSmallOneForgotten(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        Hw.Fill(buffer);
        if (n > 16)
            buffer = ArrayPool<byte>.Shared.Rent(n);

        Hw.Fill(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public void FieldGrown(int n)
    {
        byte[] old = _buffer;
        _buffer = ArrayPool<byte>.Shared.Rent(n);
        ArrayPool<byte>.Shared.Return(old);
    }

    public static void FromAPoolOfItsOwn(int n)
    {
        ArrayPool<char> pool = ArrayPool<char>.Create();
        char[] text = pool.Rent(n);
        text[0] = 'a';
        pool.Return(text);
    }
}
