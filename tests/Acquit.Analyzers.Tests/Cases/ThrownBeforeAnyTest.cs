using System;
using System.Runtime.InteropServices;

namespace Cases;

// Nobody asks whether the acquire worked, because it would have thrown: what it returned is held from then on.
internal static class ThrownBeforeAnyTest
{
    public static void LeftByAHelpersException(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ102
        Check(size);
        Marshal.FreeHGlobal(block);
    }

    public static unsafe void PointerLeftByAHelpersException(nuint size)
    {
        void* block = NativeMemory.Alloc(size); // ACQ102
        Check(3);
        NativeMemory.Free(block);
    }

    public static void TextLeftByAHelpersException(string text)
    {
        IntPtr copy = Marshal.StringToCoTaskMemUni(text); // ACQ102
        Check(text.Length);
        Marshal.FreeCoTaskMem(copy);
    }

    public static void Protected(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        try
        {
            Check(size);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    // What throws only because there is nothing.
    public static void AskedByAHelper(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        ThrowIfNull(block);
        Marshal.FreeHGlobal(block);
    }

    public static void AskedByAHelperInAnExpression(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        ThrowUnless(block != IntPtr.Zero);
        Marshal.FreeHGlobal(block);
    }

    public static void AskedByItself(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        if (block == IntPtr.Zero)
            throw new InvalidOperationException();

        Marshal.FreeHGlobal(block);
    }

    public static void CheckedBefore(int size)
    {
        Check(size);
        IntPtr block = Marshal.AllocHGlobal(size);
        Marshal.FreeHGlobal(block);
    }

    private static void Check(int size)
    {
        if (size > 100)
            throw new InvalidOperationException();
    }

    private static void ThrowIfNull(IntPtr block)
    {
        if (block == IntPtr.Zero)
            throw new InvalidOperationException();
    }

    private static void ThrowUnless(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException();
    }
}
