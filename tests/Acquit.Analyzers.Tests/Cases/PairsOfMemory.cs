using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Unmanaged memory.
internal static unsafe class PairsOfMemory
{
    public static void HGlobalFreedInFinally(int n)
    {
        IntPtr block = Marshal.AllocHGlobal(n);
        try
        {
            Native.Fill(block, n);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    public static int HGlobalForgottenOnFailure(int n)
    {
        IntPtr block = Marshal.AllocHGlobal(n); // ACQ101
        if (Native.Fill(block, n) != 0)
            return -1;

        Marshal.FreeHGlobal(block);
        return 0;
    }

    public static void TwoBlocksInOneTry(int n)
    {
        IntPtr name = IntPtr.Zero;
        IntPtr data = IntPtr.Zero;
        try
        {
            name = Marshal.StringToHGlobalAnsi("gpu");
            data = Marshal.AllocHGlobal(n);
            Native.Fill(data, n);
        }
        finally
        {
            Marshal.FreeHGlobal(data);
            Marshal.FreeHGlobal(name);
        }
    }

    public static int StringForgotten(string name)
    {
        IntPtr text = Marshal.StringToHGlobalUni(name); // ACQ101
        return Native.Open(text);
    }

    public static int StringFreedAndWiped(string secret)
    {
        IntPtr text = Marshal.StringToHGlobalUni(secret);
        int fd = Native.Open(text);
        Marshal.ZeroFreeGlobalAllocUnicode(text);
        return fd;
    }

    public static int InAMessageForNativeCode(string text)
    {
        Message message = default;
        message.Text = Marshal.StringToHGlobalUni(text);
        try
        {
            return Native.Send(ref message);
        }
        finally
        {
            Marshal.FreeHGlobal(message.Text);
        }
    }

    public static int ForgottenInAMessageForNativeCode(string text)
    {
        Message message = default;
        message.Text = Marshal.StringToHGlobalUni(text); // ACQ101
        return Native.Send(ref message);
    }

    public static int StringsOfAnArgumentVector(string[] arguments)
    {
        var vector = new IntPtr[arguments.Length];
        try
        {
            for (int i = 0; i < arguments.Length; i++)
                vector[i] = Marshal.StringToHGlobalAnsi(arguments[i]);
            return Native.Exec(vector, vector.Length);
        }
        finally
        {
            foreach (IntPtr argument in vector)
                Marshal.FreeHGlobal(argument);
        }
    }

    public static void NativeMemoryFreed(nuint n)
    {
        byte* block = (byte*)NativeMemory.Alloc(n);
        block[0] = 1;
        NativeMemory.Free(block);
    }

    public static int NativeMemoryForgotten(nuint n)
    {
        byte* block = (byte*)NativeMemory.AllocZeroed(n); // ACQ101
        block[0] = 1;
        return block[1];
    }

    public static void NativeMemoryGrown(nuint n)
    {
        void* block = NativeMemory.Alloc(n);
        block = NativeMemory.Realloc(block, n * 2);
        *(byte*)block = 1;
        NativeMemory.Free(block);
    }

    public static byte NativeMemoryReadAfterTheFree(nuint n)
    {
        byte* block = (byte*)NativeMemory.AlignedAlloc(n, 16);
        *block = 3;
        NativeMemory.AlignedFree(block);
        return *block; // ACQ105
    }

    public static void NativeMemoryFreedTwice(nuint n)
    {
        void* block = NativeMemory.Alloc(n);
        NativeMemory.Free(block);
        NativeMemory.Free(block); // ACQ104
    }

    public static void PinnedByFixed(byte[] buffer)
    {
        fixed (byte* start = buffer)
            Native.Fill((IntPtr)start, buffer.Length);
    }

    public static Span<byte> HandedOutAsASpan(int n)
    {
        void* block = NativeMemory.Alloc((nuint)n);
        return new Span<byte>(block, n);
    }

    public static void HGlobalCopiedInto(byte[] data)
    {
        IntPtr p = Marshal.AllocHGlobal(data.Length); // ACQ101
        Marshal.Copy(data, 0, p, data.Length);
        if (data[0] == 0)
            return;
        Marshal.FreeHGlobal(p);
    }

    private struct Message
    {
        public int Kind;
        public IntPtr Text;
    }

    private static class Native
    {
        [DllImport("gpu")]
        public static extern int Fill(IntPtr block, int length);

        [DllImport("gpu")]
        public static extern int Open(IntPtr name);

        [DllImport("gpu")]
        public static extern int Send(ref Message message);

        [DllImport("gpu")]
        public static extern int Exec(IntPtr[] arguments, int count);
    }
}
