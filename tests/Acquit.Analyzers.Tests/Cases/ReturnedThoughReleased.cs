using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

// Given back by a finally block on the way out, and returned all the same.
internal static class ReturnedThoughReleased
{
    public static byte[] TheArray(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return buffer; // ACQ105
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static Memory<byte> APartOfIt(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            buffer[0] = 1;
            return buffer.AsMemory(0, size); // ACQ105
        }
        finally
        {
            if (buffer != null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static IntPtr TheBlock(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        try
        {
            Marshal.WriteByte(block, 1);
            return block; // ACQ105
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    public static IntPtr TheAddress(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            return handle.AddrOfPinnedObject(); // ACQ105
        }
        finally
        {
            handle.Free();
        }
    }

    public static int ItsLength(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return buffer.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static byte[] ACopy(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return buffer.AsSpan(0, size).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static byte AnElement(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return buffer[0];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static string AText(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        try
        {
            return Marshal.PtrToStringUni(block);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    public static byte[] OnFailureOnly(int size, Func<byte[], bool> fill)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        bool done = false;
        try
        {
            done = buffer.Length > 16;
            return done ? buffer : null;
        }
        finally
        {
            if (!done)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static byte[] UnlessSomethingSaysOtherwise(int size, Func<bool> failed)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return buffer;
        }
        finally
        {
            if (failed())
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static byte[] ForgottenOnSuccess(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        byte[] rest = buffer;
        try
        {
            rest[0] = 1;
            buffer = null;
            return rest;
        }
        finally
        {
            if (buffer != null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static byte[] AnotherOne(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        byte[] result = new byte[size];
        try
        {
            buffer.AsSpan(0, size).CopyTo(result);
            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
