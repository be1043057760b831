using System;
using System.Buffers;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// A helper may hand back what it is given in something that it puts together: a tuple, a struct, an array.
internal sealed class HandedBackInParts
{
    private struct Holder
    {
        public byte[] Array;
        public int Length;

        public readonly void GiveBack() => ArrayPool<byte>.Shared.Return(Array);

        public readonly Holder With(byte[] array)
        {
            var copy = this;
            copy.Array = array;
            return copy;
        }

        public static Holder operator +(Holder holder, byte[] array)
        {
            holder.Array = array;
            return holder;
        }
    }

    private static byte[] Take() => ArrayPool<byte>.Shared.Rent(16);

    private static void GiveBack(byte[] array) => ArrayPool<byte>.Shared.Return(array);

    private static (byte[] Array, int Length) WithLength(byte[] array) => (array, array.Length);

    private static (byte[], (int, byte[])) Both(byte[] first, byte[] second) => (first, (1, second));

    private static Holder Hold(byte[] array) => new Holder { Array = array };

    private static Holder HoldFieldByField(byte[] array)
    {
        Holder holder;
        holder.Array = array;
        holder.Length = array.Length;
        return holder;
    }

    private static byte[][] InAnArray(byte[] array) => new[] { array };

    private static List<byte[]> InAList(byte[] array) => new() { array };

    private static int Measure(byte[] array) => (array, array.Length).Length;

    public static void TakenApart()
    {
        var (array, length) = WithLength(Take());
        Console.WriteLine(length);
        GiveBack(array);
    }

    public static void ByName()
    {
        var pair = WithLength(Take());
        GiveBack(pair.Array);
    }

    public static void AtOnce() => GiveBack(WithLength(Take()).Array);

    public static void Deeper()
    {
        var (first, (number, second)) = Both(Take(), Take());
        Console.WriteLine(number);
        GiveBack(first);
        GiveBack(second);
    }

    public static void InAStruct()
    {
        var holder = Hold(Take());
        holder.GiveBack();
    }

    public static void InAStructFieldByField()
    {
        var holder = HoldFieldByField(Take());
        GiveBack(holder.Array);
    }

    public static void InAStructAtOnce() => Hold(Take()).GiveBack();

    public static void InACopyOfAStruct()
    {
        var holder = default(Holder).With(Take());
        holder.GiveBack();
    }

    public static void ByAnOperator()
    {
        var holder = default(Holder) + Take();
        holder.GiveBack();
    }

    public static void ByACompoundOperator()
    {
        var holder = default(Holder);
        holder += Take();
        holder.GiveBack();
    }

    public static void InANullableStruct(bool isThere)
    {
        Holder? holder = new Holder { Array = Take() };
        if (holder.HasValue)
            GiveBack(holder.Value.Array);
    }

    public static void AsAnElement() => GiveBack(InAnArray(Take())[0]);

    public static void InsideAList()
    {
        foreach (var array in InAList(Take()))
            GiveBack(array);
    }

    public static int OnlyMeasured(int wanted)
    {
        var array = ArrayPool<byte>.Shared.Rent(wanted); // ACQ101
        if (Measure(array) > 64)
            return -22;
        GiveBack(array);
        return 0;
    }
}

// Or keep it in parts.
internal sealed class KeptInParts : IDisposable
{
    private readonly (byte[] First, byte[] Second) _pair;
    private (byte[] Array, int Length) _sized;
    private Holder _holder;
    private byte[][] _all = Array.Empty<byte[]>();
    private object _boxed;

    private struct Holder
    {
        public byte[] Array;

        public Holder(byte[] array) => Array = array;
    }

    public KeptInParts(byte[] first, byte[] second) => _pair = (first, second);

    private void KeepSized(byte[] array) => _sized = (array, array.Length);

    private static void KeepSizedIn(KeptInParts keeper, byte[] array) => keeper._sized = (array, array.Length);

    private void KeepInAStruct(byte[] array) => _holder = new Holder { Array = array };

    private void KeepInAStructByItsConstructor(byte[] array) => _holder = new Holder(array);

    private void KeepInAnArray(byte[] array) => _all = new[] { array };

    private void KeepBoxed(byte[] array) => _boxed = (array, 1);

    private int Measure(byte[] array)
    {
        var sized = (array, array.Length);
        return sized.Length;
    }

    public static void Constructed()
    {
        using var keeper = new KeptInParts(ArrayPool<byte>.Shared.Rent(16), ArrayPool<byte>.Shared.Rent(16));
    }

    public void Sized() => KeepSized(ArrayPool<byte>.Shared.Rent(16));

    public static void SizedBy(KeptInParts keeper) => KeepSizedIn(keeper, ArrayPool<byte>.Shared.Rent(16));

    public void InAStruct() => KeepInAStruct(ArrayPool<byte>.Shared.Rent(16));

    public void InAStructByItsConstructor() => KeepInAStructByItsConstructor(ArrayPool<byte>.Shared.Rent(16));

    public void InAnArray() => KeepInAnArray(ArrayPool<byte>.Shared.Rent(16));

    public void Boxed() => KeepBoxed(ArrayPool<byte>.Shared.Rent(16));

    public int OnlyMeasured(int wanted)
    {
        var array = ArrayPool<byte>.Shared.Rent(wanted); // ACQ101
        if (Measure(array) > 64)
            return -22;
        ArrayPool<byte>.Shared.Return(array);
        return 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_pair.First);
        ArrayPool<byte>.Shared.Return(_pair.Second);
        if (_sized.Array != null)
            ArrayPool<byte>.Shared.Return(_sized.Array);
        if (_holder.Array != null)
            ArrayPool<byte>.Shared.Return(_holder.Array);
        foreach (var array in _all)
            ArrayPool<byte>.Shared.Return(array);
        if (_boxed is (byte[] boxed, int _))
            ArrayPool<byte>.Shared.Return(boxed);
    }
}
