using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// What a helper answers in one place hangs together with what it answers in another: whoever asks one of them knows the other.
internal static class ToldInAnyOfSeveralPlaces
{
    public static void ByTheFlag(bool wanted, object sync)
    {
        int result = TakeIf(wanted, sync, out bool taken);
        if (result == 1)
            Console.WriteLine();
        if (taken)
            Monitor.Exit(sync);
    }

    public static void ByTheResult(bool wanted, object sync)
    {
        int result = TakeIf(wanted, sync, out bool taken);
        if (taken)
            Console.WriteLine();
        if (result == 1)
            Monitor.Exit(sync);
    }

    public static void ByTheFlagAlone(int size)
    {
        bool isThere = TryRent(size, out byte[] buffer, out bool isPooled);
        if (isThere)
            Console.WriteLine(buffer.Length);
        if (isPooled)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void ByHowFarItCame(int size)
    {
        bool isDone = RentBoth(size, out byte[]? first, out byte[]? second, out int count);
        if (isDone)
        {
            ArrayPool<byte>.Shared.Return(first!);
            ArrayPool<byte>.Shared.Return(second!);
        }
        else if (count == 1)
        {
            ArrayPool<byte>.Shared.Return(first!);
        }
    }

    public static void ByTheOtherValueOfTheFlag(int size)
    {
        bool isThere = TryRent(size, out byte[] buffer, out bool isPooled); // ACQ101
        if (isThere)
            Console.WriteLine(buffer.Length);
        if (!isPooled)
            return;
        if (buffer.Length > 1)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void OnlyIfTheOtherSaysNo(bool wanted)
    {
        int result = AllocateIf(wanted, out IntPtr memory, out bool isOurs); // ACQ101
        if (result == 0 && isOurs)
            Marshal.FreeHGlobal(memory);
    }

    private static int TakeIf(bool wanted, object sync, out bool taken)
    {
        taken = false;
        if (!wanted)
            return 0;
        Monitor.Enter(sync);
        taken = true;
        return 1;
    }

    private static bool TryRent(int size, out byte[] buffer, out bool isPooled)
    {
        if (size < 0)
        {
            buffer = Array.Empty<byte>();
            isPooled = false;
            return false;
        }

        isPooled = size > 1000;
        if (size > 1000)
        {
            buffer = ArrayPool<byte>.Shared.Rent(size);
            return true;
        }

        buffer = new byte[size];
        return true;
    }

    private static bool RentBoth(int size, out byte[]? first, out byte[]? second, out int count)
    {
        first = second = null;
        count = 0;
        if (size < 1)
            return false;
        first = ArrayPool<byte>.Shared.Rent(size);
        count = 1;
        if (size < 2)
            return false;
        second = ArrayPool<byte>.Shared.Rent(size);
        count = 2;
        return true;
    }

    private static int AllocateIf(bool wanted, out IntPtr memory, out bool isOurs)
    {
        if (!wanted)
        {
            memory = IntPtr.Zero;
            isOurs = false;
            return 0;
        }

        memory = Marshal.AllocHGlobal(16);
        isOurs = true;
        return 1;
    }
}
