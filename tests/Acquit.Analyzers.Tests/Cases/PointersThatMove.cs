using System;
using System.Runtime.InteropServices;

namespace Cases;

// A pointer that has been moved within its block is as null as it was, and what is computed from it may lead back to the block's start.
internal sealed unsafe class PointersThatMove
{
    private readonly SafeBuffer _buffer;
    private readonly long _start;

    public PointersThatMove(SafeBuffer buffer, long start)
    {
        _buffer = buffer;
        _start = start;
    }

    public int Read(long position)
    {
        byte* pointer = null;
        int read;
        try
        {
            _buffer.AcquirePointer(ref pointer);
            pointer += _start + position;
            read = *pointer;
        }
        finally
        {
            if (pointer != null)
                _buffer.ReleasePointer();
        }

        if (read < 0)
            throw new ArgumentException("negative", nameof(position));
        return read;
    }

    public int ReadTheWrongWayRound(long position)
    {
        byte* pointer = null;
        int read;
        try
        {
            _buffer.AcquirePointer(ref pointer);
            pointer += _start + position;
            read = *pointer;
        }
        finally
        {
            if (pointer == null)
                _buffer.ReleasePointer(); // ACQ106
        }

        return read;
    }

    public static int Sum(int size, int skipped)
    {
        int* block = (int*)Marshal.AllocHGlobal(size);
        block += skipped;
        int sum = block[0] + block[1];
        if (block != null)
            Marshal.FreeHGlobal((IntPtr)(block - skipped));
        return sum;
    }

    public static byte First(int size)
    {
        byte* block = (byte*)Marshal.AllocHGlobal(size);
        block += 8;
        byte first = *block;
        if (block == null)
            return 0;
        Marshal.FreeHGlobal((IntPtr)(block - 8));
        return first;
    }

    public static byte FirstLost(int size, bool quick)
    {
        byte* block = (byte*)Marshal.AllocHGlobal(size); // ACQ101
        block += 8;
        if (quick && block != null)
            return *block;
        Marshal.FreeHGlobal((IntPtr)(block - 8));
        return 1;
    }

    public static void OfAnother(int size, IntPtr other, int distance)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        Marshal.WriteByte(block, 1);
        Marshal.FreeHGlobal(other - distance);
    }
}
