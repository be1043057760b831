using System;
using System.Buffers;
using System.Collections.Generic;

namespace Cases;

// A list pattern asks how many there are and what some of them are, as the length and an index do.
internal static class PositionsInPatterns
{
    public static void ByIndexLater(int[] codes)
    {
        byte[]? buffer = null;
        if (codes is [1, ..])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        Console.WriteLine();
        if (codes.Length > 0 && codes[0] == 1)
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void ByPatternLater(int[] codes)
    {
        byte[]? buffer = null;
        if (codes[0] == 1)
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (codes is [1, ..])
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void AllOfThem(ReadOnlySpan<int> codes)
    {
        byte[]? buffer = null;
        if (codes is [1, > 2])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (codes.Length == 2 && codes[0] == 1 && codes[1] > 2)
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void TheLast(int[] codes)
    {
        byte[]? buffer = null;
        if (codes is [.., 2])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (codes.Length > 0 && codes[^1] == 2)
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void TheLastByTheLength(int[] codes)
    {
        byte[]? buffer = null;
        if (codes is [.., 2])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (codes.Length > 0 && codes[codes.Length - 1] == 2)
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void OfAList(List<int> codes)
    {
        byte[]? buffer = null;
        if (codes is [1, ..])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (codes.Count > 0 && codes[0] == 1)
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void OfAString(string name)
    {
        byte[]? buffer = null;
        if (name is ['-', var option])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (name.Length == 2 && name[0] == '-')
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void OfTexts(string[] args)
    {
        byte[]? buffer = null;
        if (args is ["-l", ..])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (args.Length > 0 && args[0] == "-l")
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void NothingInIt(int[] codes)
    {
        byte[]? buffer = null;
        if (codes is [])
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (codes.Length == 0)
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void Exclusive(bool here, bool there)
    {
        byte[]? buffer = null;
        if (here ^ there)
            buffer = ArrayPool<byte>.Shared.Rent(16);
        if (here != there)
            ArrayPool<byte>.Shared.Return(buffer!);
    }

    public static void AnotherNumber(int[] codes)
    {
        byte[]? buffer = null;
        if (codes is [1, ..])
            buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        if (codes.Length > 0 && codes[0] == 2)
            ArrayPool<byte>.Shared.Return(buffer!); // ACQ106
    }

    public static void MoreOfThem(int[] codes)
    {
        byte[]? buffer = null;
        if (codes is [1, ..])
            buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        if (codes.Length > 1 && codes[0] == 1)
            ArrayPool<byte>.Shared.Return(buffer!);
    }
}
