using System;
using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// What is written to the console or a log, or made a text of, is nobody else's by that.
internal static class WrittenOut
{
    public static void ToTheConsole()
    {
        var array = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        Console.WriteLine(array);
    }

    public static void WithAFormat()
    {
        var array = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        Console.WriteLine("{0} {1}", array, array.Length);
    }

    public static void ToTheDebugger()
    {
        var memory = Marshal.AllocHGlobal(16); // ACQ101
        Debug.WriteLine(memory);
        Trace.WriteLine(memory);
    }

    public static string AsAText()
    {
        var array = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        return string.Format("{0}", array);
    }

    public static string Interpolated()
    {
        var memory = Marshal.AllocHGlobal(16); // ACQ101
        return $"at {memory:X}";
    }

    public static int AsAHash()
    {
        var array = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        return RuntimeHelpers.GetHashCode(array);
    }

    public static string WrittenAndGivenBack()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        Console.WriteLine("{0} {1} {2} {3}", array, 1, 2, 3);
        var text = $"{array} of {array.Length}";
        ArrayPool<byte>.Shared.Return(array);
        return text;
    }

    public static void WrittenAfterwards()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        ArrayPool<byte>.Shared.Return(array);
        Console.WriteLine(array);
    }
}
