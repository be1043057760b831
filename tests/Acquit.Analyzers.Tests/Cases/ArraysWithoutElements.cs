using System.Buffers;

namespace Cases;

/// <summary>An array of which a path knows that there is nothing in it is nothing that anybody has to give back.</summary>
internal static class ArraysWithoutElements
{
    private static bool TryRent(int length, out byte[]? rented)
    {
        rented = length > 0 ? ArrayPool<byte>.Shared.Rent(length) : null;
        return rented != null;
    }

    public static int GivenBackIfThereIsAnything(int length)
    {
        TryRent(length, out var rented);
        int got = rented?.Length ?? 0;
        if (rented?.Length > 0)
            ArrayPool<byte>.Shared.Return(rented);

        return got;
    }

    public static int GivenBackIfThereIsAnythingAfterSuccess(int length)
    {
        if (!TryRent(length, out var rented))
            return 0;

        int got = rented!.Length;
        if (rented.Length > 0)
            ArrayPool<byte>.Shared.Return(rented);

        return got;
    }

    public static int GivenBackIfThereIsMore(int length)
    {
        TryRent(length, out var rented); // ACQ101
        int got = rented?.Length ?? 0;
        if (rented?.Length > 4)
            ArrayPool<byte>.Shared.Return(rented);

        return got;
    }

    public static int GivenBackIfThereIsNothing(int length)
    {
        if (!TryRent(length, out var rented)) // ACQ101
            return 0;

        int got = rented!.Length;
        if (rented.Length == 0)
            ArrayPool<byte>.Shared.Return(rented);

        return got;
    }
}
