using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

// A helper that does nothing but throw ends the way that leads to it, however it is written.
internal static class HelpersThatOnlyThrow
{
    public static byte LocalFunctionThatIsAnExpression(int count)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(count);
        if (count > 3)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Invalid();
        }

        byte first = buffer[0];
        ArrayPool<byte>.Shared.Return(buffer);
        return first;

        static void Invalid() => throw new FormatException();
    }

    public static byte LocalFunctionThatMayReturn(int count)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(count);
        if (count > 3)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Check();
        }

        byte first = buffer[0]; // ACQ105
        ArrayPool<byte>.Shared.Return(buffer);
        return first;

        void Check() => _ = count > 5 ? throw new FormatException() : count;
    }

    // A failure that becomes an exception.
    public static object FailuresThrown(object found, Guid wanted)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(found);
        int result = Marshal.QueryInterface(unknown, in wanted, out IntPtr face);
        Marshal.Release(unknown);
        if (result < 0)
            Marshal.ThrowExceptionForHR(result);
        object wrapped = Marshal.GetObjectForIUnknown(face);
        Marshal.Release(face);
        return wrapped;
    }

    public static void FailuresThrownAndTheRestForgotten(object found, Guid wanted)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(found);
        int result = Marshal.QueryInterface(unknown, in wanted, out IntPtr face); // ACQ101
        Marshal.Release(unknown);
        Marshal.ThrowExceptionForHR(result);
        Console.WriteLine(face);
    }

    public static void FailuresOnly(object found, Guid wanted)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(found);
        int result = Marshal.QueryInterface(unknown, in wanted, out IntPtr face);
        Marshal.Release(unknown);
        if (result >= 0)
        {
            Marshal.Release(face);
            return;
        }

        Marshal.ThrowExceptionForHR(result);
    }
}
