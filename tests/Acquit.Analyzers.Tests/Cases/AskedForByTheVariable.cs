using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Helpers that try to take something and put null in the caller's variable otherwise: the variable tells as well as the answer does.
internal static class AskedForByTheVariable
{
    // Reports.

    public static void AnotherNumberAsked(int n)
    {
        if (TryRent(n, out byte[]? buffer)) // ACQ101
            Console.WriteLine();
        if (buffer != null && n > 100)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void TheWrongWayRound(int n)
    {
        if (TryRent(n, out byte[]? buffer)) // ACQ101
            Console.WriteLine();
        if (buffer == null)
            Console.WriteLine(n);
    }

    public static void GivenBackOnFailure(int n)
    {
        if (!TryRent(n, out byte[]? buffer))
        {
            ArrayPool<byte>.Shared.Return(buffer!); // ACQ106
            return;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void AskedByPatternForMore(int n)
    {
        TryRent(n, out byte[]? buffer); // ACQ101
        if (buffer is { Length: > 100 } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }

    // Silent.

    public static void AskedForNull(int n)
    {
        if (TryRent(n, out byte[]? buffer))
            Console.WriteLine();
        if (buffer != null)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void AskedForNought(int n)
    {
        if (TryAllocate(n, out nint block))
            Console.WriteLine();
        if (block != 0)
            Marshal.FreeHGlobal(block);
    }

    public static void AskedTogetherWithMore(int n, bool more)
    {
        if (TryRent(n, out byte[]? buffer) && more)
            Hw.Fill(buffer);
        if (buffer != null)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void NobodyAskedTheAnswer(int n)
    {
        TryAllocate(n, out nint block);
        if (block != 0)
            Marshal.FreeHGlobal(block);
    }

    public static void AskedByPattern(int n)
    {
        TryRent(n, out byte[]? buffer);
        if (buffer is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }

    // Nothing happens to nought.
    public static void GivenBackWhateverItIs(int n)
    {
        if (!TryAllocate(n, out nint block))
        {
            Marshal.FreeHGlobal(block);
            return;
        }

        Marshal.FreeHGlobal(block);
    }

    public static void LeftBefore(int n)
    {
        if (!TryRent(n, out byte[]? buffer))
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
            return;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static bool TryRent(int n, [NotNullWhen(true)] out byte[]? buffer)
    {
        if (n < 0)
        {
            buffer = null;
            return false;
        }

        buffer = ArrayPool<byte>.Shared.Rent(n);
        return true;
    }

    private static bool TryAllocate(int n, out nint block)
    {
        block = 0;
        if (n < 0)
            return false;
        block = Marshal.AllocHGlobal(n);
        return true;
    }
}
