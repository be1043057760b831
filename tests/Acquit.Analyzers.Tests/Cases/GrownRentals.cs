using System;
using System.Buffers;

namespace Cases;

/// <summary>A buffer on the stack until it does not suffice, then one from the pool, then a larger one; the smaller one goes back.</summary>
internal static class GrownRentals
{
    // Reports.

    public static void ForgetsTheSmallerOne(int[] sizes)
    {
        byte[]? rented = null;
        Span<byte> buffer = stackalloc byte[256];
        foreach (int size in sizes)
        {
            if (size > buffer.Length)
                buffer = rented = ArrayPool<byte>.Shared.Rent(size); // ACQ101

            Fill(buffer);
        }

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void GivesTheSmallerOneBackTwice(int[] sizes)
    {
        byte[]? rented = null;
        Span<byte> buffer = stackalloc byte[256];
        foreach (int size in sizes)
        {
            if (size > buffer.Length)
            {
                byte[]? old = rented;
                buffer = size <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(size));
                if (old != null)
                    ArrayPool<byte>.Shared.Return(old);

                if (old != null)
                    ArrayPool<byte>.Shared.Return(old); // ACQ104
            }

            Fill(buffer);
        }

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    // Small after large: what was given back is named still.
    public static void GivesBackWhatIsStillNamed(int[] sizes)
    {
        byte[]? rented = null;
        foreach (int size in sizes)
        {
            byte[]? old = rented;
            Span<byte> buffer = size <= 256 ? new byte[256] : (rented = ArrayPool<byte>.Shared.Rent(size));
            if (old != null)
                ArrayPool<byte>.Shared.Return(old); // ACQ104

            Fill(buffer);
        }

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented); // ACQ104
    }

    public static void KeptIfItIsMuchLongerThanAskedFor()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(512); // ACQ101
        Fill(rented);
        if (rented.Length > 1024)
            ArrayPool<byte>.Shared.Return(rented);
    }

    // Silent.

    public static void GrowsInRounds(int[] sizes)
    {
        byte[]? rented = null;
        Span<byte> buffer = stackalloc byte[256];
        foreach (int size in sizes)
        {
            if (size > buffer.Length)
            {
                byte[]? old = rented;
                buffer = size <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(size));
                if (old != null)
                    ArrayPool<byte>.Shared.Return(old);
            }

            Fill(buffer);
        }

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void ForgetsWhatItWasFirst(int[] sizes)
    {
        byte[]? rented = null;
        foreach (int size in sizes)
        {
            byte[]? old = rented;
            rented = null;
            Span<byte> buffer = size <= 256 ? new byte[256] : (rented = ArrayPool<byte>.Shared.Rent(size));
            if (old != null)
                ArrayPool<byte>.Shared.Return(old);

            Fill(buffer);
        }

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void GivenBackIfItIsAsLongAsAskedFor(int size)
    {
        if (size <= 512)
            return;

        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        Fill(rented);
        if (rented.Length > 512)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static void Fill(Span<byte> bytes) => bytes.Fill(1);
}
