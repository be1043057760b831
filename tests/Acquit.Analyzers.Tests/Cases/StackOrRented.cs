using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Cases.Api;

namespace Cases;

// Small buffers on the stack, large ones from the pool or the heap.
internal static unsafe class StackOrRented
{
    public static int WithAnArrayBeside(ReadOnlySpan<char> text)
    {
        byte[] rented = null;
        int length = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = length <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(length));
        int written = Encoding.UTF8.GetBytes(text, bytes);
        int sum = Sum(bytes.Slice(0, written));
        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public static int WithAnArrayBesideAndAnEarlyExit(ReadOnlySpan<char> text)
    {
        byte[] rented = null;
        int length = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = length <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(length)); // ACQ101
        int written = Encoding.UTF8.GetBytes(text, bytes);
        if (written == 0)
            return 0;
        int sum = Sum(bytes.Slice(0, written));
        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public static int ByIf(int n, Stream stream)
    {
        byte[] rented = null;
        Span<byte> buffer = stackalloc byte[64];
        if (n > buffer.Length)
        {
            rented = ArrayPool<byte>.Shared.Rent(n);
            buffer = rented;
        }

        try
        {
            return stream.Read(buffer.Slice(0, n));
        }
        finally
        {
            if (rented is { })
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static int ByTheSameTestTwice(int n, Stream stream)
    {
        byte[] rented = n > 64 ? ArrayPool<byte>.Shared.Rent(n) : Array.Empty<byte>();
        Span<byte> buffer = n > 64 ? rented : stackalloc byte[64];
        int read = stream.Read(buffer);
        if (n > 64)
            ArrayPool<byte>.Shared.Return(rented);
        return read;
    }

    public static int ByAnotherTestTheSecondTime(int n, Stream stream)
    {
        byte[] rented = n > 64 ? ArrayPool<byte>.Shared.Rent(n) : null; // ACQ101
        Span<byte> buffer = n > 64 ? rented : stackalloc byte[64];
        int read = stream.Read(buffer);
        if (n > 128)
            ArrayPool<byte>.Shared.Return(rented);
        return read;
    }

    public static int ByAFlag(int n, Stream stream)
    {
        bool isLarge = n > 64;
        byte[] buffer = isLarge ? ArrayPool<byte>.Shared.Rent(n) : new byte[64];
        int read = stream.Read(buffer, 0, n);
        if (isLarge)
            ArrayPool<byte>.Shared.Return(buffer);
        return read;
    }

    public static string Growing(Func<char[], int> fill)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(64);
        int length;
        while ((length = fill(buffer)) > buffer.Length)
        {
            ArrayPool<char>.Shared.Return(buffer);
            buffer = ArrayPool<char>.Shared.Rent(length);
        }

        string text = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return text;
    }

    public static string GrowingWithACopy(TextReader reader)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(64);
        int length = 0;
        int read;
        while ((read = reader.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length == buffer.Length)
            {
                char[] larger = ArrayPool<char>.Shared.Rent(buffer.Length * 2);
                Array.Copy(buffer, larger, length);
                ArrayPool<char>.Shared.Return(buffer);
                buffer = larger;
            }
        }

        string text = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return text;
    }

    public static string GrowingThatLosesTheOld(TextReader reader)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(64); // ACQ101
        int length = 0;
        int read;
        while ((read = reader.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length == buffer.Length)
            {
                char[] larger = ArrayPool<char>.Shared.Rent(buffer.Length * 2); // ACQ101
                Array.Copy(buffer, larger, length);
                buffer = larger;
            }
        }

        string text = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return text;
    }

    public static void GrowingByReference(ref char[] buffer, int needed)
    {
        char[] old = buffer;
        buffer = ArrayPool<char>.Shared.Rent(needed);
        old.AsSpan().CopyTo(buffer);
        ArrayPool<char>.Shared.Return(old);
    }

    public static string GrowingUntilNativeCodeIsContent()
    {
        int size = 128;
        for (; ; )
        {
            char[] buffer = ArrayPool<char>.Shared.Rent(size);
            try
            {
                int needed = Native.GetName(buffer, buffer.Length);
                if (needed <= buffer.Length)
                    return new string(buffer, 0, needed);
                size = needed;
            }
            finally
            {
                ArrayPool<char>.Shared.Return(buffer);
            }
        }
    }

    public static string GrowingOnTheHeapUntilNativeCodeIsContent()
    {
        int size = 128;
        IntPtr block = Marshal.AllocHGlobal(size);
        try
        {
            int error;
            while ((error = Native.GetTable(block, ref size)) == Native.TooSmall)
            {
                block = Marshal.ReAllocHGlobal(block, (IntPtr)size);
            }

            return error == 0 ? Marshal.PtrToStringUni(block) : null;
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    public static string FreedAndAllocatedAgain()
    {
        int size = 0;
        IntPtr block = IntPtr.Zero;
        try
        {
            int error = Native.GetTable(block, ref size);
            while (error == Native.TooSmall)
            {
                Marshal.FreeHGlobal(block);
                block = IntPtr.Zero;
                block = Marshal.AllocHGlobal(size);
                error = Native.GetTable(block, ref size);
            }

            return error == 0 ? Marshal.PtrToStringUni(block) : null;
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    public static string AllocatedAgainWithoutBeingFreed()
    {
        int size = 0;
        IntPtr block = IntPtr.Zero;
        int error = Native.GetTable(block, ref size);
        while (error == Native.TooSmall)
        {
            block = Marshal.AllocHGlobal(size); // ACQ101
            error = Native.GetTable(block, ref size);
        }

        string text = error == 0 ? Marshal.PtrToStringUni(block) : null;
        Marshal.FreeHGlobal(block);
        return text;
    }

    public static int NativeOrStack(int n)
    {
        byte* heap = null;
        byte* local = stackalloc byte[128];
        byte* buffer = n <= 128 ? local : heap = (byte*)NativeMemory.Alloc((nuint)n);
        buffer[0] = 1;
        int first = buffer[0];
        NativeMemory.Free(heap);
        return first;
    }

    public static int NativeOrStackFreedAlways(int n)
    {
        byte* local = stackalloc byte[128];
        byte* buffer = n <= 128 ? local : (byte*)NativeMemory.Alloc((nuint)n);
        buffer[0] = 1;
        int first = buffer[0];
        if (buffer != local)
            NativeMemory.Free(buffer);
        return first;
    }

    public static int SlicedAndPassedOn(int n, IBufferWriter<byte> writer)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(n);
        Span<byte> used = rented.AsSpan(0, n);
        used.Clear();
        used[0] = 1;
        writer.Write(used);
        ArrayPool<byte>.Shared.Return(rented);
        return n;
    }

    public static int SlicedAndReadAfterwards(int n, IBufferWriter<byte> writer)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(n);
        Span<byte> used = rented.AsSpan(0, n);
        writer.Write(used);
        ArrayPool<byte>.Shared.Return(rented);
        return used[0]; // ACQ105
    }

    public static ArraySegment<byte> HandedOutAsASegment(int n)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(n);
        return new ArraySegment<byte>(rented, 0, n);
    }

    public static ReadOnlyMemory<byte> HandedOutAsMemory(int n) => ArrayPool<byte>.Shared.Rent(n).AsMemory(0, n);

    public static Stream HandedOutAsAStream(int n) => new MemoryStream(ArrayPool<byte>.Shared.Rent(n), 0, n, true, true);

    public static byte[] CopiedOutOf(int n)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(n);
        try
        {
            return rented.AsSpan(0, n).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static bool TryHandOut(int n, out byte[] rented)
    {
        rented = ArrayPool<byte>.Shared.Rent(n);
        if (Hw.Fill(rented) >= 0)
            return true;

        ArrayPool<byte>.Shared.Return(rented);
        rented = null;
        return false;
    }

    public static void EachElementRented(byte[][] parts, int n)
    {
        for (int i = 0; i < parts.Length; i++)
            parts[i] = ArrayPool<byte>.Shared.Rent(n);
    }

    public static void EachElementReturned(byte[][] parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] != null)
                ArrayPool<byte>.Shared.Return(parts[i]);
            parts[i] = null;
        }
    }

    public static void ElementsOfAPooledArray(int n)
    {
        byte[][] parts = ArrayPool<byte[]>.Shared.Rent(n);
        for (int i = 0; i < n; i++)
            parts[i] = ArrayPool<byte>.Shared.Rent(16);
        for (int i = 0; i < n; i++)
            ArrayPool<byte>.Shared.Return(parts[i]);
        ArrayPool<byte[]>.Shared.Return(parts, clearArray: true);
    }

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte b in bytes)
            sum += b;
        return sum;
    }

    private static class Native
    {
        public const int TooSmall = 122;

        [DllImport("native")]
        public static extern int GetName(char[] buffer, int length);

        [DllImport("native")]
        public static extern int GetTable(IntPtr block, ref int size);
    }
}
