using System;
using System.Runtime.InteropServices;

namespace Cases;

/// <summary>Sums that may be more than their type holds, and tests for that.</summary>
internal static class RoomForSums
{
    public static int LeftWhereItRanOver(object o, uint offset, uint count)
    {
        var handle = GCHandle.Alloc(o); // ACQ101
        uint end = offset + count;
        if (end < offset)
            return -1;
        handle.Free();
        return 0;
    }

    public static int LeftWhereItIsNegative(object o, int offset, int count)
    {
        if (offset < 0 || count < 0)
            return 0;
        var handle = GCHandle.Alloc(o); // ACQ101
        int end = offset + count;
        if (end < 0)
            return -1;
        handle.Free();
        return 0;
    }

    public static int FreedEitherWay(object o, uint offset, uint count)
    {
        var handle = GCHandle.Alloc(o);
        uint end = offset + count;
        if (end < offset)
        {
            handle.Free();
            throw new OverflowException();
        }

        handle.Free();
        return 0;
    }

    public static int Remembered(object o, uint offset, uint count)
    {
        GCHandle handle = default;
        bool ranOver = offset + count < offset;
        if (!ranOver)
            handle = GCHandle.Alloc(o);
        if (ranOver)
            return -1;
        handle.Free();
        return 0;
    }

    public static void RunsFromTo(object[] all, int start, int count)
    {
        for (int i = start; i < start + count; i++)
        {
            var handle = GCHandle.Alloc(all[i]);
            handle.Free();
        }
    }

    // An array is never so long that the next number would not fit.
    public static byte[] Doubled(byte[] old, object o)
    {
        var handle = GCHandle.Alloc(o);
        long size = (long)old.Length + 1;
        if (size > int.MaxValue)
            throw new OutOfMemoryException();
        handle.Free();
        return new byte[size];
    }

    public static int PerhapsTheLongest(byte[] old, object o)
    {
        var handle = GCHandle.Alloc(o); // ACQ101
        if (old.Length > 0x7FFFFFC6)
            return -1;
        handle.Free();
        return old.Length + 1;
    }

    // Memory that is none of the runtime's is not bound to that.
    public static int AsLongAsASpanCanBe(ReadOnlySpan<byte> old, object o)
    {
        var handle = GCHandle.Alloc(o); // ACQ101
        if (old.Length == int.MaxValue)
            return -1;
        handle.Free();
        return old.Length + 1;
    }

    // Several dimensions make more of them.
    public static int AsLargeAsATableCanBe(byte[,] old, object o)
    {
        var handle = GCHandle.Alloc(o); // ACQ101
        if (old.Length > 0x7FFFFFC7)
            return -1;
        handle.Free();
        return 0;
    }
}
