using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;

Console.WriteLine(Samples.Address([1, 2]) + Samples.Mean("3") + Samples.Length("absent"));

internal static class Samples
{
    // Leaks on a path of its own: a warning.
    public static nint Address(byte[] data)
    {
        var handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        nint address = handle.AddrOfPinnedObject();
        if (address == 0)
            return -1;

        handle.Free();
        return 0;
    }

    // Leaks when a method beside it throws: a suggestion.
    public static int Mean(string text)
    {
        int[] numbers = ArrayPool<int>.Shared.Rent(16);
        numbers[0] = Checked(text);
        int first = numbers[0];
        ArrayPool<int>.Shared.Return(numbers);
        return first;
    }

    // Leaks when the library throws, which it is taken to do in the strict mode only.
    public static int Length(string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        bool exists = File.Exists(path) && File.ReadAllText(path).Length > 0;
        ArrayPool<byte>.Shared.Return(buffer);
        return exists ? 1 : 0;
    }

    private static int Checked(string text) =>
        text.Length == 1 ? text[0] - '0' : throw new InvalidOperationException("One digit, please.");
}
