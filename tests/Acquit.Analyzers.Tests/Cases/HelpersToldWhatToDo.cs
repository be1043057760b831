using System;
using System.Buffers;
using System.Threading;
using Cases.Api;

namespace Cases;

// Helpers that are told whether to take or give something back, and answer whether they did: both tell the same.
internal static class HelpersToldWhatToDo
{
    // Reports.

    public static void TakenAndKept()
    {
        var item = ArrayPool<byte>.Shared.Rent(8); // ACQ101
        GiveBackIf(item, false);
    }

    public static void ToldToTakeIt()
    {
        var item = RentIf(true, out _); // ACQ101
        item[0] = 1;
    }

    public static void GivenBackAsTold(bool pooled)
    {
        var item = ArrayPool<byte>.Shared.Rent(8);
        GiveBackIf(item, true);
        ArrayPool<byte>.Shared.Return(item); // ACQ104
    }

    // Silent.

    public static void ToldToGiveItBack()
    {
        var item = ArrayPool<byte>.Shared.Rent(8);
        GiveBackIf(item, true);
    }

    public static void ToldAsItWasTaken(int size)
    {
        bool pooled = size > 10;
        var item = pooled ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
        GiveBackIf(item, pooled);
    }

    public static int ToldByAStage()
    {
        var item = ArrayPool<byte>.Shared.Rent(8);
        return UnwindFrom(item, 2);
    }

    public static void ToldToTakeNothing()
    {
        var item = RentIf(false, out _);
        Console.WriteLine(item);
    }

    public static void AskedByWhatItWasTold(Gate gate, bool enter)
    {
        EnterIf(gate, enter);
        if (enter)
            gate.Leave();
    }

    public static void AskedByWhatItAnswered(bool pooled)
    {
        var item = RentIf(pooled, out int status);
        if (status == 1)
            ArrayPool<byte>.Shared.Return(item);
    }

    public static void AskedByBoth(Gate gate, bool enter)
    {
        bool entered = EnterIf(gate, enter);
        if (enter)
        {
            if (!entered)
                return;
            gate.Leave();
        }
    }

    public static void LeftIfEntered(Gate gate, bool enter)
    {
        if (enter)
            gate.Enter();
        LeaveIf(gate, enter);
    }

    public static void FoundNothingThatItWasToldToFind()
    {
        var block = AllocateIf(false);
        Console.WriteLine(block);
    }

    private static bool GiveBackIf(byte[] item, bool really)
    {
        if (!really)
            return false;
        ArrayPool<byte>.Shared.Return(item);
        return true;
    }

    private static int UnwindFrom(byte[] item, int stage)
    {
        switch (stage)
        {
            case 2:
                ArrayPool<byte>.Shared.Return(item);
                goto case 1;
            case 1:
                return -1;
        }

        return 0;
    }

    private static byte[] RentIf(bool really, out int status)
    {
        if (!really)
        {
            status = 0;
            return null;
        }

        status = 1;
        return ArrayPool<byte>.Shared.Rent(8);
    }

    private static object AllocateIf(bool really)
    {
        if (!really)
            return null;
        return Slabs.Alloc(8, Gfp.Kernel);
    }

    private static bool EnterIf(Gate gate, bool really)
    {
        if (!really)
            return false;
        gate.Enter();
        return true;
    }

    private static bool LeaveIf(Gate gate, bool really)
    {
        if (!really)
            return false;
        gate.Leave();
        return true;
    }
}
