using System;
using System.Buffers;
using Cases.Api;

namespace Cases;

// What a helper is given may come back in what it fills in: alone, or in a tuple or a struct.
internal static class PassedOutByHelpers
{
    private struct Holder
    {
        public byte[] Array;
    }

    private static void Put(byte[] array, out byte[] result) => result = array;

    private static void PutByReference(byte[] array, ref byte[] result) => result = array;

    private static void PutIfLong(byte[] array, out byte[] result) => result = array.Length > 16 ? array : null;

    private static void PutIntoATuple(byte[] array, out (byte[] Array, int Length) result) => result = (array, array.Length);

    private static void PutIntoAStruct(byte[] array, out Holder result) => result = new Holder { Array = array };

    private static void PutIntoAField(byte[] array, ref Holder result) => result.Array = array;

    private static bool TryPut(byte[] array, out byte[] result)
    {
        result = null;
        if (array.Length > 16)
            return false;
        result = array;
        return true;
    }

    private static byte[] TakeUnderTwoNames(out byte[] array)
    {
        array = ArrayPool<byte>.Shared.Rent(16);
        return array;
    }

    private static byte[] TakeUnderOne(out int length)
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        length = array.Length;
        return array;
    }

    public static void GivenBackByEither(bool isFirst)
    {
        var one = TakeUnderTwoNames(out var other);
        ArrayPool<byte>.Shared.Return(isFirst ? one : other);
    }

    public static void GivenBackByTheSecond()
    {
        TakeUnderTwoNames(out var array);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static int TakenUnderOne()
    {
        var array = TakeUnderOne(out var length); // ACQ101
        return length + array[0];
    }

    private static void Measure(byte[] array, out int length) => length = array.Length;

    public static void Alone()
    {
        Put(ArrayPool<byte>.Shared.Rent(16), out var array);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void UnderBothNames()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        Put(array, out var same);
        ArrayPool<byte>.Shared.Return(same);
    }

    public static void OverAnother()
    {
        var array = new byte[4];
        PutByReference(ArrayPool<byte>.Shared.Rent(16), ref array);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void Perhaps()
    {
        PutIfLong(ArrayPool<byte>.Shared.Rent(16), out var array);
        if (array != null)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void InATuple()
    {
        PutIntoATuple(ArrayPool<byte>.Shared.Rent(16), out var result);
        ArrayPool<byte>.Shared.Return(result.Array);
    }

    public static void InAStruct()
    {
        PutIntoAStruct(ArrayPool<byte>.Shared.Rent(16), out var holder);
        ArrayPool<byte>.Shared.Return(holder.Array);
    }

    public static void InAField()
    {
        var holder = default(Holder);
        PutIntoAField(ArrayPool<byte>.Shared.Rent(16), ref holder);
        ArrayPool<byte>.Shared.Return(holder.Array);
    }

    public static void TriedFor()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        if (TryPut(array, out var same))
            ArrayPool<byte>.Shared.Return(same);
        else
            ArrayPool<byte>.Shared.Return(array);
    }

    public static int ANumberIsNotTheThing(int wanted)
    {
        var array = ArrayPool<byte>.Shared.Rent(wanted); // ACQ101
        Measure(array, out var length);
        if (length > 64)
            return -22;
        ArrayPool<byte>.Shared.Return(array);
        return 0;
    }
}
