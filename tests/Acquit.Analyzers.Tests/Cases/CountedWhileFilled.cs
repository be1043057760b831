using System;
using System.Buffers;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// How many there are is counted while they are taken, and that part of the array is what is gone over in the end.
internal static class CountedWhileFilled
{
    public static void OverASpan(object[] targets)
    {
        var handles = new GCHandle[targets.Length];
        int i;
        for (i = 0; i < targets.Length; i++)
            handles[i] = GCHandle.Alloc(targets[i]);
        foreach (var handle in handles.AsSpan(0, i))
            handle.Free();
    }

    public static void OverASpanByIndex(int count)
    {
        var blocks = new IntPtr[count];
        int i;
        for (i = 0; i < count; i++)
            blocks[i] = Marshal.AllocHGlobal(16);
        var taken = blocks.AsSpan(0, i);
        for (var k = 0; k < taken.Length; k++)
            Marshal.FreeHGlobal(taken[k]);
    }

    public static void OverARange(object[] targets)
    {
        var handles = new GCHandle[targets.Length];
        var count = 0;
        foreach (var target in targets)
        {
            if (target == null)
                continue;
            handles[count++] = GCHandle.Alloc(target);
        }

        foreach (var handle in handles[..count])
            handle.Free();
    }

    public static void InAFinally(object[] targets)
    {
        var handles = new GCHandle[targets.Length];
        var count = 0;
        try
        {
            foreach (var target in targets)
                handles[count++] = GCHandle.Alloc(target);
            Hw.Kick();
        }
        finally
        {
            foreach (ref var handle in handles.AsSpan(0, count))
                handle.Free();
        }
    }

    public static void OverASliceOfASpan(int count)
    {
        Span<IntPtr> blocks = new IntPtr[count];
        int i;
        for (i = 0; i < count; i++)
            blocks[i] = Marshal.AllocHGlobal(16);
        foreach (var block in blocks.Slice(0, i))
            Marshal.FreeHGlobal(block);
    }

    public static void PooledOnes(int count)
    {
        var arrays = new byte[count][];
        var taken = 0;
        for (var i = 0; i < count; i++)
            arrays[taken++] = ArrayPool<byte>.Shared.Rent(16);
        var part = arrays.AsSpan(0, taken);
        for (var i = 0; i < part.Length; i++)
            ArrayPool<byte>.Shared.Return(part[i]);
    }
}
