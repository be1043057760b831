using System;
using System.Buffers;
using System.Threading;

namespace Cases;

// Whether it was taken is passed out, and answered as well; or how often it was is counted.
internal static class FlagsThatAreAnsweredToo
{
    public static void AskedByTheFlag(object gate)
    {
        bool taken = false;
        try
        {
            if (!TryTake(gate, ref taken))
                return;
            Console.Write(1);
        }
        finally
        {
            if (taken)
                Monitor.Exit(gate);
        }
    }

    public static void AskedTheWrongWayRound(int size)
    {
        bool isRented = false;
        if (TryRent(size, ref isRented, out byte[]? rented)) // ACQ101
            return;
        if (isRented)
            ArrayPool<byte>.Shared.Return(rented!);
    }

    public static void AskedRightly(int size)
    {
        bool isRented = false;
        if (!TryRent(size, ref isRented, out byte[]? rented))
            return;
        if (isRented)
            ArrayPool<byte>.Shared.Return(rented!);
    }

    public static void TwoOfThem(object one, object other)
    {
        bool first = false, second = false;
        try
        {
            if (TryTake(one, ref first) && TryTake(other, ref second))
                Console.Write(1);
        }
        finally
        {
            if (second)
                Monitor.Exit(other);
            if (first)
                Monitor.Exit(one);
        }
    }

    public static void ManyTimes(object gate)
    {
        bool taken = false;
        int tries = 0;
        do
        {
            if (TryTake(gate, ref taken))
                break;
        }
        while (++tries < 5);

        if (!taken)
            return;
        Console.Write(tries);
        Monitor.Exit(gate);
    }

    public static void Counted(object gate, bool isNeeded)
    {
        int held = 0;
        try
        {
            if (isNeeded)
                Take(gate, ref held);
            Console.Write(held);
        }
        finally
        {
            while (held > 0)
                GiveUp(gate, ref held);
        }
    }

    public static void AskedWhatItIs(object target)
    {
        byte[]? rented = target.GetType() == typeof(string) ? ArrayPool<byte>.Shared.Rent(3) : null;
        Console.Write(target);
        if (target.GetType() == typeof(string))
            ArrayPool<byte>.Shared.Return(rented!);
    }

    public static void AskedWhatAnotherIs(object target, object other)
    {
        byte[]? rented = target.GetType() == typeof(string) ? ArrayPool<byte>.Shared.Rent(3) : null; // ACQ101
        Console.Write(target);
        if (other.GetType() == typeof(string) && rented != null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static bool TryTake(object gate, ref bool taken)
    {
        Monitor.TryEnter(gate, ref taken);
        return taken;
    }

    private static bool TryRent(int size, ref bool isRented, out byte[]? rented)
    {
        isRented = size > 100;
        rented = isRented ? ArrayPool<byte>.Shared.Rent(size) : null;
        return isRented;
    }

    private static int Take(object gate, ref int held)
    {
        Monitor.Enter(gate);
        return ++held;
    }

    private static void GiveUp(object gate, ref int held)
    {
        if (--held >= 0)
            Monitor.Exit(gate);
    }
}
