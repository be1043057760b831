using System.Buffers;

namespace Cases;

/// <summary>Structs that change places take along what their fields name.</summary>
internal static class SwappedStructs
{
    private struct Rented
    {
        public char[]? Array;
    }

    public static void GivenBackByTheOther(int length)
    {
        Rented a = default, b = default;
        a.Array = ArrayPool<char>.Shared.Rent(length);
        (a, b) = (b, a);
        ArrayPool<char>.Shared.Return(b.Array!);
    }

    public static void EachByTheOther(int length)
    {
        var a = new Rented { Array = ArrayPool<char>.Shared.Rent(length) };
        var b = new Rented { Array = ArrayPool<char>.Shared.Rent(length) };
        (a, b) = (b, a);
        ArrayPool<char>.Shared.Return(a.Array);
        ArrayPool<char>.Shared.Return(b.Array);
    }

    public static void TheSameTwice(int length)
    {
        var a = new Rented { Array = ArrayPool<char>.Shared.Rent(length) };
        var b = default(Rented);
        (a, b) = (b, a);
        ArrayPool<char>.Shared.Return(b.Array!);
        ArrayPool<char>.Shared.Return(b.Array!); // ACQ104
    }

    public static void NotTheOther(int length)
    {
        Rented a = default, b = default;
        a.Array = ArrayPool<char>.Shared.Rent(length); // ACQ101
        (a, b) = (b, a);
    }
}
