using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Cases.Api;

// Shapes that large code bases are full of; each was misread once.
internal sealed unsafe class FoundInLargeCodeBases
{
    private readonly object _gate = new object();
    private readonly List<IntPtr> _blocks = new List<IntPtr>();
    private GCHandle _pin;
    private static int _retries;

    public bool Deferred { get; set; }

    // Each out struct is another one, whatever variable takes it.
    public static void SegmentsReturnedOneAfterTheOther(Memory<byte> first, Memory<byte> second)
    {
        ArraySegment<byte> segment;
        if (MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)first, out segment))
            ArrayPool<byte>.Shared.Return(segment.Array);
        if (MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)second, out segment))
            ArrayPool<byte>.Shared.Return(segment.Array);
    }

    public static void OneSegmentReturnedTwice(Memory<byte> memory)
    {
        if (MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)memory, out ArraySegment<byte> segment))
        {
            ArrayPool<byte>.Shared.Return(segment.Array);
            ArrayPool<byte>.Shared.Return(segment.Array); // ACQ104
        }
    }

    public static int NullableHandle(byte[] data, bool pinned)
    {
        GCHandle? handle = null;
        try
        {
            if (pinned)
                handle = GCHandle.Alloc(data, GCHandleType.Pinned);
            return data.Length;
        }
        finally
        {
            handle?.Free();
        }
    }

    public static int NullableHandleForgotten(byte[] data, bool pinned)
    {
        GCHandle? handle = null;
        if (pinned)
            handle = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        if (data.Length == 0)
            return 0;

        handle?.Free();
        return data.Length;
    }

    public static IntPtr RetriedUntilThereIsMemory(int size)
    {
        IntPtr block = IntPtr.Zero;
        while (block == IntPtr.Zero)
        {
            try
            {
                block = Marshal.AllocHGlobal(size);
            }
            catch (OutOfMemoryException) when (_retries < 3)
            {
                _retries++;
            }
        }

        return block;
    }

    public void FlagTakenFromAProperty(IEnumerable<int> values)
    {
        bool now = !Deferred;
        if (now)
            Monitor.Enter(_gate);
        try
        {
            foreach (int value in values)
                Hw.Log("value " + value);
        }
        finally
        {
            if (now)
                Monitor.Exit(_gate);
        }
    }

    public void PropertyAskedAgainAfterALoop(IEnumerable<int> values)
    {
        if (!Deferred)
            Monitor.Enter(_gate);
        foreach (int value in values)
            Hw.Log("value " + value);
        Monitor.Exit(_gate);
    }

    public void PartsOfOneBlockKept(int[] sizes)
    {
        IntPtr block = Marshal.AllocHGlobal(4096);
        int offset = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            _blocks.Add(block + offset);
            offset += sizes[i];
        }
    }

    public static void BlockNeverKept(int[] sizes)
    {
        IntPtr block = Marshal.AllocHGlobal(4096); // ACQ101
        int offset = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            Marshal.WriteInt32(block, offset, sizes[i]);
            offset += sizes[i];
        }
    }

    public void PinnedForLaterOnce(byte[] data)
    {
        if (!_pin.IsAllocated)
            _pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        Hw.Log("at " + _pin.AddrOfPinnedObject());
    }

    public void Unpin() => _pin.Free();

    public static int LambdaInsideTry(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            Func<int, int> scale = n =>
            {
                try
                {
                    return n * data.Length;
                }
                catch (OverflowException)
                {
                    return 0;
                }
            };
            return scale(2);
        }
        finally
        {
            handle.Free();
        }
    }

    public static int LargestCount(ulong start, ulong limit)
    {
        if (start > ulong.MaxValue - 4096 || limit == long.MaxValue || limit < start)
            return -Errno.Inval;

        IntPtr block = Marshal.AllocHGlobal(16); // ACQ101
        return Marshal.ReadInt32(block);
    }

    // Helpers that only look.
    public static int LookedAtByAHelper(int n)
    {
        IntPtr block = Marshal.AllocHGlobal(4); // ACQ101
        return FirstOf(block) + n;
    }

    public static int LookedAtAndFreed()
    {
        IntPtr block = Marshal.AllocHGlobal(4);
        int first = FirstOf(block);
        Marshal.FreeHGlobal(block);
        return first;
    }

    public void KeptByAHelper()
    {
        IntPtr block = Marshal.AllocHGlobal(4);
        Remember(block);
    }

    public static void FreedByAHelper()
    {
        IntPtr block = Marshal.AllocHGlobal(4);
        Hw.Write(block, FirstOf(block));
        Drop(block);
    }

    public static int SummedByAHelper(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(512); // ACQ101
        int read = stream.Read(buffer, 0, 512);
        if (read == 0)
            return -1;

        int sum = Sum(buffer, read);
        ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static void SpanOfPagesHandedToAHelper(ulong start, int n)
    {
        var pages = new Page[n];
        int ret = Mm.PinUserPagesFast(start, n, FollFlags.Write, pages);
        if (ret > 0)
            LetGo(pages.AsSpan(0, ret));
    }

    // An array from elsewhere, whose elements are given back and which is then used on.
    public static void GivenBackAndCleared(Span<Page> pages, int half)
    {
        Mm.UnpinUserPages(pages, half);
        Mm.UnpinUserPages(pages.Slice(half), pages.Length - half);
        pages.Clear();
    }

    public static void RentedElsewhereAndUsedAfterTheReturn(byte[] buffer)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer[0] = 1; // ACQ105
    }

    private static int FirstOf(IntPtr block) => block == IntPtr.Zero ? 0 : Marshal.ReadInt32(block);

    private void Remember(IntPtr block) => _blocks.Add(block);

    private static void Drop(IntPtr block)
    {
        if (block != IntPtr.Zero)
            Marshal.FreeHGlobal(block);
    }

    private static int Sum(byte[] bytes, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
            sum += bytes[i];
        return sum;
    }

    private static void LetGo(Span<Page> pages)
    {
        for (int i = 0; i < pages.Length; i++) // ACQ403
            Mm.UnpinUserPage(pages[i]);
    }
}
