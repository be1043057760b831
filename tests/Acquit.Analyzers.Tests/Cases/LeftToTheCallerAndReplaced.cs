using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace Cases;

// What is put into a variable of the caller's is the caller's, but only as long as it stays there.
internal sealed class LeftToTheCallerAndReplaced
{
    private static readonly List<byte[]> s_kept = new();
    private byte[] _field;

    private static bool Fill(byte[] array) => array.Length > Environment.TickCount;

    private static bool FillAndTell(IntPtr block) => Marshal.ReadInt32(block) > 0;

    public static bool ClearedOnFailure(out byte[] array)
    {
        array = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        if (!Fill(array))
        {
            array = null;
            return false;
        }

        return true;
    }

    public static bool GivenBackAndClearedOnFailure(out byte[] array)
    {
        array = ArrayPool<byte>.Shared.Rent(16);
        if (!Fill(array))
        {
            ArrayPool<byte>.Shared.Return(array);
            array = null;
            return false;
        }

        return true;
    }

    public static bool ClearedAndGivenBackByAnotherName(out byte[] array)
    {
        var rented = ArrayPool<byte>.Shared.Rent(16);
        array = rented;
        if (!Fill(array))
        {
            array = null;
            ArrayPool<byte>.Shared.Return(rented);
            return false;
        }

        return true;
    }

    public static bool ClearedThoughAnotherNameIsLeft(out byte[] array)
    {
        var rented = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        array = rented;
        if (!Fill(rented))
        {
            array = null;
            return false;
        }

        return true;
    }

    public static bool KeptElsewhereAsWell(out byte[] array)
    {
        array = ArrayPool<byte>.Shared.Rent(16);
        s_kept.Add(array);
        if (!Fill(array))
        {
            array = null;
            return false;
        }

        return true;
    }

    public bool KeptInAFieldAsWell(out byte[] array)
    {
        array = ArrayPool<byte>.Shared.Rent(16);
        _field = array;
        if (!Fill(array))
        {
            array = null;
            return false;
        }

        return true;
    }

    public void GiveBack()
    {
        ArrayPool<byte>.Shared.Return(_field);
        _field = null;
    }

    public static bool ClearedWhenItThrows(out IntPtr block)
    {
        block = Marshal.AllocHGlobal(16); // ACQ101
        try
        {
            return FillAndTell(block);
        }
        catch (IOException)
        {
            block = IntPtr.Zero;
            return false;
        }
    }

    public static bool GivenBackWhenItThrows(out IntPtr block)
    {
        block = Marshal.AllocHGlobal(16);
        try
        {
            return FillAndTell(block);
        }
        catch (IOException)
        {
            Marshal.FreeHGlobal(block);
            block = IntPtr.Zero;
            return false;
        }
    }

    public static void TakenTwice(ref byte[] array)
    {
        array = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        array = ArrayPool<byte>.Shared.Rent(32);
    }

    public static void TakenUntilItFits(out byte[] array)
    {
        while (true)
        {
            array = ArrayPool<byte>.Shared.Rent(16); // ACQ101
            if (Fill(array))
                return;
        }
    }

    public static void TakenUntilItFitsAndGivenBack(out byte[] array)
    {
        while (true)
        {
            array = ArrayPool<byte>.Shared.Rent(16);
            if (Fill(array))
                return;

            ArrayPool<byte>.Shared.Return(array);
        }
    }

    public static void OneForTheOther(out byte[] first, out byte[] second)
    {
        first = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        second = ArrayPool<byte>.Shared.Rent(16);
        first = second;
    }

    public static void Exchanged(out byte[] first, out byte[] second)
    {
        first = ArrayPool<byte>.Shared.Rent(16);
        second = ArrayPool<byte>.Shared.Rent(16);
        (first, second) = (second, first);
    }

    // Whoever passes the variable may have seen to it.
    public static void NotKnownInBetween(ref byte[] array, Action between)
    {
        array = ArrayPool<byte>.Shared.Rent(16);
        between();
        array = null;
    }

    public static void Caller()
    {
        if (ClearedOnFailure(out var array))
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void CallerThatKeepsIt()
    {
        if (GivenBackAndClearedOnFailure(out var array)) // ACQ101
            Console.WriteLine(array.Length);
    }

    public struct Pair
    {
        public byte[] First;
        public byte[] Second;
    }

    public static bool FieldClearedOnFailure(out Pair pair)
    {
        pair = default;
        pair.First = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        if (!Fill(pair.First))
        {
            pair.First = null;
            return false;
        }

        return true;
    }

    public static bool FieldGivenBackOnFailure(out Pair pair)
    {
        pair = default;
        pair.First = ArrayPool<byte>.Shared.Rent(16);
        if (!Fill(pair.First))
        {
            ArrayPool<byte>.Shared.Return(pair.First);
            pair.First = null;
            return false;
        }

        return true;
    }
}
