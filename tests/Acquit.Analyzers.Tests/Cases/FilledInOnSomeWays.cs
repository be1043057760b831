#nullable enable
using System;
using System.Buffers;

namespace Cases;

// Variables that a helper fills in on some of its ways, by several names or not at all.
internal static class FilledInOnSomeWays
{
    // Reports.

    public static int FilledInAndFailed(int id, int max)
    {
        byte[]? rented = null;
        if (!Fill(id, max, ref rented)) // ACQ101
            return -1;
        if (rented is not null && rented[0] > 3)
            return -1;
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return 0;
    }

    public static int LeftAfterAll(int id, int max)
    {
        byte[]? rented = null;
        FillAlways(id, max, ref rented); // ACQ101
        return rented![0];
    }

    // Silent.

    public static int Refused(int id, int max)
    {
        byte[]? rented = null;
        if (!Fill(id, max, ref rented))
            return -1;
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return 0;
    }

    public static int RefusedUnlessThere(int id, int max)
    {
        byte[]? rented = null;
        if (!Ensure(id, max, ref rented))
            return -1;
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return 0;
    }

    public static int GrownInALoop(int[] sizes)
    {
        byte[]? rented = null;
        try
        {
            Span<byte> bytes = stackalloc byte[16];
            foreach (int size in sizes)
            {
                if (size > bytes.Length)
                    Grow(ref bytes, ref rented, size);
                bytes[0]++;
            }

            return bytes[0];
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static void GrownForTheCaller(Span<byte> bytes, ref int count, ref byte[]? rented)
    {
        if (bytes.Length <= count)
            Grow(ref bytes, ref rented, count * 2);
        bytes[count++] = 0;
    }

    private static bool Fill(int id, int max, ref byte[]? rented)
    {
        if (id < 1)
            return false;
        if (id > max)
            rented = ArrayPool<byte>.Shared.Rent(32);
        return true;
    }

    private static bool Ensure(int id, int max, ref byte[]? rented)
    {
        if (id <= max)
        {
            if (id < 1)
                return false;
        }
        else
        {
            rented ??= ArrayPool<byte>.Shared.Rent(32);
        }

        return true;
    }

    private static void FillAlways(int id, int max, ref byte[]? rented) => rented = ArrayPool<byte>.Shared.Rent(id + max);

    private static void Grow(ref Span<byte> bytes, ref byte[]? rented, int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, size));
        bytes.CopyTo(larger);
        byte[]? old = rented;
        bytes = rented = larger;
        if (old is not null)
            ArrayPool<byte>.Shared.Return(old);
    }
}
