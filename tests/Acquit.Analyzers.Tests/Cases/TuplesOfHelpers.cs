using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

/// <summary>Helpers that answer with a tuple, of what they took or were given, as an argument says.</summary>
internal static class TuplesOfHelpers
{
    // Reports.

    public static void NotEvenIfItSucceeded(object target)
    {
        var (handle, isPinned) = Pin(target, 1); // ACQ101
        if (!isPinned)
            handle.Free();
    }

    public static void NotTheSecond()
    {
        var (first, second, both) = Rent(true, 5); // ACQ101
        ArrayPool<byte>.Shared.Return(first);
    }

    public static void UnderBothNames()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(5);
        var (array, length) = WithLength(rented);
        ArrayPool<byte>.Shared.Return(array);
        ArrayPool<byte>.Shared.Return(rented); // ACQ104
    }

    public static void LeftInATuple()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101
        var (array, length) = WithLength(rented);
        array[0] = (byte)length;
    }

    public static void OnlyMeasured(bool first)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101
        var (length, half) = Lengths(first, rented);
        rented[0] = (byte)(length + half);
    }

    // Silent.

    public static void IfItSucceeded(object target)
    {
        var (handle, isPinned) = Pin(target, 1);
        if (isPinned)
            handle.Free();
    }

    public static void IfItSucceededInOne(object target)
    {
        var pinned = Pin(target, 1);
        if (pinned.IsPinned)
            pinned.Handle.Free();
    }

    public static void UnlessItFailed(object target)
    {
        var (handle, isPinned) = Pin(target, 0);
        if (isPinned)
            handle.Free();
    }

    public static void WhateverItIsTold(object target, int mode)
    {
        var (handle, isPinned) = Pin(target, mode);
        if (isPinned)
            handle.Free();
    }

    public static void TheSecondIfThereIsOne()
    {
        var (first, second, both) = Rent(true, 5);
        ArrayPool<byte>.Shared.Return(first);
        if (both)
            ArrayPool<byte>.Shared.Return(second!);
    }

    public static void UnderItsOtherName()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(5);
        var (array, length) = WithLength(rented);
        array[0] = (byte)length;
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void OneOfBoth()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(5);
        var (first, second) = InOrder(true, rented, new byte[2]);
        ArrayPool<byte>.Shared.Return((byte[])first);
    }

    public static void OneOfBothPassedOut()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(5);
        Order(false, rented, new byte[2], out byte[] first, out byte[] second);
        ArrayPool<byte>.Shared.Return(second);
    }

    private static (GCHandle Handle, bool IsPinned) Pin(object target, int mode)
    {
        if (mode == 1)
            return (GCHandle.Alloc(target, GCHandleType.Pinned), true);

        return (default, false);
    }

    private static (byte[] First, byte[]? Second, bool Both) Rent(bool both, int length)
    {
        byte[] first = ArrayPool<byte>.Shared.Rent(length);
        return both ? (first, ArrayPool<byte>.Shared.Rent(length), true) : (first, null, false);
    }

    private static (byte[] Array, int Length) WithLength(byte[] array) => (array, array.Length);

    private static (int Length, int Half) Lengths(bool first, byte[] array) => first ? (array.Length, array.Length / 2) : (0, 0);

    private static (object First, byte[] Second) InOrder(bool first, byte[] one, byte[] other) => first ? (one, other) : (other, one);

    private static void Order(bool isFirst, byte[] one, byte[] other, out byte[] first, out byte[] second)
    {
        first = isFirst ? one : other;
        second = isFirst ? other : one;
    }
}
