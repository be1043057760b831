using System;
using System.Buffers;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// A helper may put something into a variable that it is passed by reference, perhaps only where nothing is in it yet.
internal sealed class VariablesFilledByHelpers
{
    private byte[] _kept;
    private readonly byte[][] _all = new byte[4][];

    private struct Pair
    {
        public byte[] First;
    }

    private static void Fill(ref byte[] array)
    {
        array = ArrayPool<byte>.Shared.Rent(16);
        array[0] = 1;
    }

    private static void FillTwo(ref byte[] first, ref byte[] second)
    {
        first = ArrayPool<byte>.Shared.Rent(16);
        second = ArrayPool<byte>.Shared.Rent(16);
    }

    private static void Ensure(ref byte[] array, int length)
    {
        if (array == null)
            array = ArrayPool<byte>.Shared.Rent(length);
    }

    private static void EnsureMemory(ref IntPtr memory, int length)
    {
        if (memory == IntPtr.Zero)
            memory = Marshal.AllocHGlobal(length);
    }

    private static void EnsureSome(ref byte[] array) => Ensure(ref array, 16);

    private static bool TryFill(ref byte[] array, int length)
    {
        if (length > 64)
            return false;
        array = ArrayPool<byte>.Shared.Rent(length);
        return true;
    }

    private static int Get(ref IntPtr memory, int length)
    {
        if (length <= 0)
            return -22;
        memory = Marshal.AllocHGlobal(length);
        return 0;
    }

    private static void Resize(ref byte[] array, int length)
    {
        if (array != null && array.Length >= length)
            return;
        Drop(ref array);
        array = ArrayPool<byte>.Shared.Rent(length);
    }

    private static void Grow(ref byte[] array, int used)
    {
        if (used < array.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(array.Length * 2);
        array.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(array);
        array = larger;
    }

    private static void Drop(ref byte[] array)
    {
        if (array != null)
            ArrayPool<byte>.Shared.Return(array);
        array = null;
    }

    private static void Replace(ref byte[] array, byte[] by)
    {
        ArrayPool<byte>.Shared.Return(array);
        array = by;
    }

    private static void Swap(ref byte[] first, ref byte[] second)
    {
        var kept = first;
        first = second;
        second = kept;
    }

    public static void Filled()
    {
        byte[] array = null;
        Fill(ref array);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void FilledAndForgotten(int length)
    {
        byte[] array = null;
        Fill(ref array); // ACQ101 "after 'length > 4'"
        if (length > 4)
            return;
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void FilledAndGivenBackTwice()
    {
        byte[] array = null;
        Fill(ref array);
        ArrayPool<byte>.Shared.Return(array);
        ArrayPool<byte>.Shared.Return(array); // ACQ104
    }

    public static void FilledTogether()
    {
        byte[] first = null, second = null;
        FillTwo(ref first, ref second);
        ArrayPool<byte>.Shared.Return(first);
        ArrayPool<byte>.Shared.Return(second);
    }

    public static void OneOfTwoForgotten()
    {
        byte[] first = null, second = null;
        FillTwo(ref first, ref second); // ACQ101
        ArrayPool<byte>.Shared.Return(first);
    }

    public static void Ensured()
    {
        byte[] array = null;
        Ensure(ref array, 16);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void EnsuredAndForgotten(int length)
    {
        byte[] array = null;
        Ensure(ref array, length); // ACQ101
        if (length > 4)
            return;
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void MemoryEnsuredAndForgotten()
    {
        var memory = IntPtr.Zero;
        EnsureMemory(ref memory, 16); // ACQ101
        Marshal.WriteByte(memory, 1);
    }

    public static void MemoryEnsured()
    {
        var memory = IntPtr.Zero;
        EnsureMemory(ref memory, 16);
        Marshal.FreeHGlobal(memory);
    }

    public static void EnsuredThroughAnother()
    {
        byte[] array = null;
        EnsureSome(ref array);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void EnsuredInEveryRound(int rounds)
    {
        byte[] array = null;
        for (var i = 0; i < rounds; i++)
        {
            Ensure(ref array, 16);
            array[0]++;
        }

        Drop(ref array);
    }

    public static void EnsuredInEveryRoundAndLookedAt(int rounds)
    {
        byte[] array = null;
        try
        {
            for (var i = 0; i < rounds; i++)
            {
                Ensure(ref array, 16);
                array[0]++;
            }
        }
        finally
        {
            if (array != null)
                ArrayPool<byte>.Shared.Return(array);
        }
    }

    public static void EnsuredOverTheOwn()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        Ensure(ref array, 16);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void EnsuredUnlessPassed(byte[] array)
    {
        var isOwn = array == null;
        Ensure(ref array, 16);
        array[0] = 1;
        if (isOwn)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void EnsuredWithAClosure()
    {
        byte[] array = null;
        Ensure(ref array, 16);
        GiveBack();

        void GiveBack()
        {
            if (array != null)
                ArrayPool<byte>.Shared.Return(array);
        }
    }

    public static byte[] EnsuredAndReturned()
    {
        byte[] array = null;
        Ensure(ref array, 16);
        return array;
    }

    public void EnsuredAndKept()
    {
        byte[] array = null;
        Ensure(ref array, 16);
        _kept = array;
    }

    public void EnsuredInAField() => Ensure(ref _kept, 16);

    public void EnsuredInAnElement(int i) => Ensure(ref _all[i], 16);

    public void Dispose()
    {
        Drop(ref _kept);
        for (var i = 0; i < _all.Length; i++)
            Drop(ref _all[i]);
    }

    public static void EnsuredInAStruct()
    {
        var pair = default(Pair);
        Ensure(ref pair.First, 16);
        ArrayPool<byte>.Shared.Return(pair.First);
    }

    public static void EnsuredForTheCaller(ref byte[] array) => Ensure(ref array, 16);

    public static void TriedFor(int length)
    {
        byte[] array = null;
        if (!TryFill(ref array, length))
            return;
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void TriedForAndLookedAt(int length)
    {
        byte[] array = null;
        TryFill(ref array, length);
        if (array != null)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void TriedForAndForgotten(int length)
    {
        byte[] array = null;
        if (!TryFill(ref array, length)) // ACQ101
            return;
        if (length == 2)
            return;
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void TriedForUntilItIsThere(int length)
    {
        byte[] array = null;
        while (!TryFill(ref array, length))
            length /= 2;
        ArrayPool<byte>.Shared.Return(array);
    }

    public static int AnsweredByStatus(int length)
    {
        var memory = IntPtr.Zero;
        int error = Get(ref memory, length);
        if (error < 0)
            return error;
        Marshal.FreeHGlobal(memory);
        return 0;
    }

    public static int AnsweredByStatusAndForgotten(int length, bool isBad)
    {
        var memory = IntPtr.Zero;
        int error = Get(ref memory, length); // ACQ101
        if (error < 0)
            return error;
        if (isBad)
            return -5;
        Marshal.FreeHGlobal(memory);
        return 0;
    }

    public static void Resized(int rounds)
    {
        byte[] array = null;
        for (var i = 0; i < rounds; i++)
        {
            Resize(ref array, i);
            array[0]++;
        }

        if (array is not null)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void Grown(int rounds)
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        for (var i = 0; i < rounds; i++)
        {
            Grow(ref array, i);
            array[i]++;
        }

        ArrayPool<byte>.Shared.Return(array);
    }

    public static void Replaced()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        Replace(ref array, ArrayPool<byte>.Shared.Rent(32));
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void Swapped()
    {
        var first = ArrayPool<byte>.Shared.Rent(16);
        var second = ArrayPool<byte>.Shared.Rent(32);
        Swap(ref first, ref second);
        ArrayPool<byte>.Shared.Return(first);
        ArrayPool<byte>.Shared.Return(second);
    }

    public static void DroppedTwice()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        Drop(ref array);
        Drop(ref array);
    }
}
