using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// A helper that gives back what it is passed, and returns it as well, or something in its place.
internal static class EndedAndHandedBack
{
    public static void Ignored()
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(10);
        array[0] = 1;
        Done(array);
    }

    public static void PutInTheSameVariable()
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(10);
        array[0] = 1;
        array = Done(array);
    }

    public static void UsedAgain()
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(10);
        array = Done(array);
        array[0] = 1; // ACQ105
    }

    public static void NothingInItsPlace()
    {
        IntPtr block = Marshal.AllocHGlobal(10);
        try
        {
            Marshal.WriteByte(block, 1);
            block = Free(block);
        }
        finally
        {
            if (block != IntPtr.Zero)
                Marshal.FreeHGlobal(block);
        }
    }

    public static void NothingInItsPlaceTwice()
    {
        IntPtr block = Marshal.AllocHGlobal(10);
        Free(block);
        Free(block); // ACQ104
    }

    public static void ALock(object gate)
    {
        Monitor.Enter(gate);
        gate = Leave(gate);
        Console.Write(gate);
    }

    public static void OfSomebodyElse(Owner owner)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(10);
        Take(owner);
        ArrayPool<byte>.Shared.Return(array);
    }

    public static void GivenBackBeforeItsUse(byte[] given)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(10);
        GiveBack(given);
        array[0] = given[0]; // ACQ105
        GiveBack(array);
    }

    public static void GivenBackAfterItsUse(byte[] given)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(10);
        array[0] = given[0];
        GiveBack(given);
        GiveBack(array);
    }

    public static void GivenBackByHelperAndByHand(byte[] given)
    {
        GiveBack(given);
        ArrayPool<byte>.Shared.Return(given); // ACQ104
    }

    public static void GivenBackByHelperOrByHand(byte[] given, bool which)
    {
        if (which)
            GiveBack(given);
        else
            ArrayPool<byte>.Shared.Return(given);
    }

    private static void GiveBack(byte[] array)
    {
        ArrayPool<byte>.Shared.Return(array);
    }

    private static byte[] Done(byte[] array)
    {
        ArrayPool<byte>.Shared.Return(array, clearArray: true);
        return array; // ACQ105
    }

    private static IntPtr Free(IntPtr block)
    {
        Marshal.FreeHGlobal(block);
        return IntPtr.Zero;
    }

    private static object Leave(object gate)
    {
        Monitor.Exit(gate);
        return gate;
    }

    private static byte[] Take(Owner owner)
    {
        byte[] array = owner.Peek();
        owner.GiveBack(array);
        ArrayPool<byte>.Shared.Return(array);
        return array; // ACQ105
    }

    internal abstract class Owner
    {
        public abstract byte[] Peek();

        public abstract void GiveBack(byte[] array);
    }
}
