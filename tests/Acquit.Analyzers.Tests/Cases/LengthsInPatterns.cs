using System;
using System.Buffers;

namespace Cases;

/// <summary>A pattern that asks for the length of an array: what was rented has elements.</summary>
internal static class LengthsInPatterns
{
    // Reports.

    public static void OnlyLongOnes(int size)
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        Fill(rented);
        if (rented is { Length: > 1000 })
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void OnlyThoseWithout(int size)
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        Fill(rented);
        if (rented is [])
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void OnlyThoseOfTwo(int size)
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        Fill(rented);
        if (rented is [_, _])
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void OnlyThoseThatBeginWithNought(int size)
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        Fill(rented);
        if (rented is [0, ..])
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void LeftIfThereIsAnything(int size)
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        Fill(rented);
        if (rented is { Length: > 0 })
            return;

        ArrayPool<byte>.Shared.Return(rented);
    }

    public static void Twice(int size)
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(size);
        Fill(rented);
        if (rented is { Length: > 0 })
            ArrayPool<byte>.Shared.Return(rented);

        if (rented is [_, ..])
            ArrayPool<byte>.Shared.Return(rented); // ACQ104
    }

    public static void OfALongerString(string text)
    {
        byte[]? rented = text is { Length: > 3 } ? ArrayPool<byte>.Shared.Rent(5) : null; // ACQ101
        if (rented is not null && text.Length > 5)
            ArrayPool<byte>.Shared.Return(rented);
    }

    // Silent.

    public static void InFinally(int size)
    {
        byte[]? rented = null;
        try
        {
            rented = ArrayPool<byte>.Shared.Rent(size);
            Fill(rented);
        }
        finally
        {
            if (rented is { Length: > 0 })
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static void ThereAndWithElements(int size)
    {
        byte[]? rented = null;
        try
        {
            rented = ArrayPool<byte>.Shared.Rent(size);
            Fill(rented);
        }
        finally
        {
            if (rented is not null and { Length: >= 1 })
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static void WithAFirst(int size)
    {
        byte[]? rented = null;
        try
        {
            rented = ArrayPool<byte>.Shared.Rent(size);
            Fill(rented);
        }
        finally
        {
            if (rented is [var first, ..])
                ArrayPool<byte>.Shared.Return(rented, clearArray: first > 5);
        }
    }

    public static void UnderAnotherName(int size)
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(size);
        Fill(rented);
        if (rented is { LongLength: not 0 } array)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void NullInsteadOfNone(int size)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        Fill(rented);
        byte[]? left = rented is { Length: 0 } ? null : rented;
        if (left != null)
            ArrayPool<byte>.Shared.Return(left);
    }

    public static void LeftIfEmpty(int size)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        Fill(rented);
        if (rented is [])
            return;

        ArrayPool<byte>.Shared.Return(rented);
    }

    public static void InASwitch(int size)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        Fill(rented);
        switch (rented)
        {
            case { Length: var length } when length > 0:
                ArrayPool<byte>.Shared.Return(rented);
                break;
        }
    }

    public static void AsLongAsAskedFor()
    {
        byte[]? rented = ArrayPool<byte>.Shared.Rent(2000);
        Fill(rented);
        if (rented is { Length: > 1000 })
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void OfAString(string text)
    {
        byte[]? rented = text is { Length: > 3 } ? ArrayPool<byte>.Shared.Rent(5) : null;
        if (text is { Length: > 3 })
            ArrayPool<byte>.Shared.Return(rented!);
    }

    public static void OfAStringAndByItself(string text)
    {
        byte[]? rented = text.Length is > 3 ? ArrayPool<byte>.Shared.Rent(5) : null;
        if (text.Length > 3)
            ArrayPool<byte>.Shared.Return(rented!);
    }

    // It is never null.
    public static void OfASpan(ReadOnlySpan<byte> bytes)
    {
        byte[]? rented = bytes is { Length: > 3 } ? ArrayPool<byte>.Shared.Rent(5) : null;
        if (bytes.Length > 3)
            ArrayPool<byte>.Shared.Return(rented!);
    }

    private static void Fill(Span<byte> bytes) => bytes.Fill(1);
}
