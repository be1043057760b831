using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Unmanaged blocks that public code once leaked, and how that was mended: always a pair, first as it was.
internal static class MendedBlocks
{
    // A status that throws before the free at the end.
    public static void SetOption(IntPtr socket, int option, ulong value)
    {
        IntPtr block = Marshal.AllocHGlobal(sizeof(ulong)); // ACQ101
        Marshal.WriteInt64(block, (long)value);
        if (Native.SetOption(socket, option, block, sizeof(ulong)) != 0)
            throw new InvalidOperationException("option " + option);
        Marshal.FreeHGlobal(block);
    }

    public static void SetOptionMended(IntPtr socket, int option, ulong value)
    {
        IntPtr block = Marshal.AllocHGlobal(sizeof(ulong));
        try
        {
            Marshal.WriteInt64(block, (long)value);
            if (Native.SetOption(socket, option, block, sizeof(ulong)) != 0)
                throw new InvalidOperationException("option " + option);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    // Freed in a catch where a finally was meant.
    public static List<int> Table(int size)
    {
        var rows = new List<int>();
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        try
        {
            int count = Native.Read(block, size);
            for (int i = 0; i < count; i++)
                rows.Add(Marshal.ReadInt32(block, i * 4));
        }
        catch
        {
            Marshal.FreeHGlobal(block);
            throw;
        }

        return rows;
    }

    public static List<int> TableMended(int size)
    {
        var rows = new List<int>();
        IntPtr block = Marshal.AllocHGlobal(size);
        try
        {
            int count = Native.Read(block, size);
            for (int i = 0; i < count; i++)
                rows.Add(Marshal.ReadInt32(block, i * 4));
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }

        return rows;
    }

    // Another way of drawing is taken after the block for the first one was made.
    public static void Draw(int width, int height, bool directly)
    {
        IntPtr pixels = Marshal.AllocHGlobal(width * height * 4); // ACQ101
        if (directly || width > 4096)
        {
            Native.DrawDirectly(width, height);
            return;
        }

        Native.Read(pixels, width * height * 4);
        Marshal.FreeHGlobal(pixels);
    }

    public static void DrawMended(int width, int height, bool directly)
    {
        if (directly || width > 4096)
        {
            Native.DrawDirectly(width, height);
            return;
        }

        IntPtr pixels = Marshal.AllocHGlobal(width * height * 4);
        Native.Read(pixels, width * height * 4);
        Marshal.FreeHGlobal(pixels);
    }

    // The name is passed and never freed.
    public static int Open(string name)
    {
        IntPtr text = Marshal.StringToCoTaskMemUTF8(name); // ACQ101
        return Native.Open(text);
    }

    public static int OpenMended(string name)
    {
        IntPtr text = Marshal.StringToCoTaskMemUTF8(name);
        int result = Native.Open(text);
        Marshal.FreeCoTaskMem(text);
        return result;
    }

    // In the middle of an argument list.
    public static int OpenAtOnce(string name) => Native.Open(Marshal.StringToHGlobalAnsi(name)); // ACQ101

    public static int OpenAtOnceMended(string name)
    {
        IntPtr text = Marshal.StringToHGlobalAnsi(name);
        try
        {
            return Native.Open(text);
        }
        finally
        {
            Marshal.FreeHGlobal(text);
        }
    }

    // By the wrong free.
    public static string Echo(string text)
    {
        IntPtr copy = Marshal.StringToCoTaskMemUTF8(text);
        Native.Open(copy);
        string back = Marshal.PtrToStringUTF8(copy);
        Marshal.FreeHGlobal(copy); // ACQ103
        return back;
    }

    public static string EchoMended(string text)
    {
        IntPtr copy = Marshal.StringToCoTaskMemUTF8(text);
        Native.Open(copy);
        string back = Marshal.PtrToStringUTF8(copy);
        Marshal.FreeCoTaskMem(copy);
        return back;
    }

    // One block of two.
    public static int Rename(string from, string to)
    {
        IntPtr source = Marshal.StringToHGlobalUni(from);
        IntPtr target = Marshal.StringToHGlobalUni(to); // ACQ101
        int result = Native.Rename(source, target);
        Marshal.FreeHGlobal(source);
        return result;
    }

    public static int RenameMended(string from, string to)
    {
        IntPtr source = Marshal.StringToHGlobalUni(from);
        IntPtr target = Marshal.StringToHGlobalUni(to);
        int result = Native.Rename(source, target);
        Marshal.FreeHGlobal(source);
        Marshal.FreeHGlobal(target);
        return result;
    }

    // The first freed twice instead of each once.
    public static int Copy(string from, string to)
    {
        IntPtr source = Marshal.StringToHGlobalUni(from);
        IntPtr target = Marshal.StringToHGlobalUni(to); // ACQ101
        int result = Native.Rename(source, target);
        Marshal.FreeHGlobal(source);
        Marshal.FreeHGlobal(source); // ACQ104
        return result;
    }

    // A block per element, freed for the last one only.
    public static int SendAll(string[] names)
    {
        IntPtr text = IntPtr.Zero;
        int sent = 0;
        foreach (string name in names)
        {
            text = Marshal.StringToHGlobalUni(name); // ACQ101
            sent += Native.Open(text);
        }

        Marshal.FreeHGlobal(text);
        return sent;
    }

    public static int SendAllMended(string[] names)
    {
        int sent = 0;
        foreach (string name in names)
        {
            IntPtr text = Marshal.StringToHGlobalUni(name);
            sent += Native.Open(text);
            Marshal.FreeHGlobal(text);
        }

        return sent;
    }

    // An element that is skipped.
    public static int SendKnown(string[] names)
    {
        int sent = 0;
        foreach (string name in names)
        {
            IntPtr text = Marshal.StringToHGlobalUni(name); // ACQ101
            if (Native.IsKnown(text) == 0)
                continue;
            sent += Native.Open(text);
            Marshal.FreeHGlobal(text);
        }

        return sent;
    }

    public static int SendKnownMended(string[] names)
    {
        int sent = 0;
        foreach (string name in names)
        {
            IntPtr text = Marshal.StringToHGlobalUni(name);
            try
            {
                if (Native.IsKnown(text) == 0)
                    continue;
                sent += Native.Open(text);
            }
            finally
            {
                Marshal.FreeHGlobal(text);
            }
        }

        return sent;
    }

    // The variable is set anew for the second call.
    public static long TwoCalls(int size)
    {
        IntPtr block = Marshal.AllocCoTaskMem(size); // ACQ101
        long sum = Native.Read(block, size);
        block = Marshal.AllocCoTaskMem(size * 2);
        sum += Native.Read(block, size * 2);
        Marshal.FreeCoTaskMem(block);
        return sum;
    }

    public static long TwoCallsMended(int size)
    {
        IntPtr block = Marshal.AllocCoTaskMem(size);
        long sum = Native.Read(block, size);
        Marshal.FreeCoTaskMem(block);
        block = Marshal.AllocCoTaskMem(size * 2);
        sum += Native.Read(block, size * 2);
        Marshal.FreeCoTaskMem(block);
        return sum;
    }

    // A text that is compared after its block was freed.
    public static bool Compare(string left, IntPtr right)
    {
        IntPtr text = Marshal.StringToHGlobalUni(left);
        Marshal.FreeHGlobal(text);
        return Native.Rename(text, right) == 0; // ACQ105
    }

    // An empty finally.
    public static int EmptyFinally(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        try
        {
            return Native.Read(block, size);
        }
        finally
        {
        }
    }

    // The finally tests another variable.
    public static int OtherVariable(int size, IntPtr parent)
    {
        IntPtr block = IntPtr.Zero;
        try
        {
            block = Marshal.AllocHGlobal(size); // ACQ101
            return Native.Read(block, size);
        }
        finally
        {
            if (parent == IntPtr.Zero)
                Marshal.FreeHGlobal(block);
        }
    }

    // A missing name is answered before the block is freed; answered in a switch.
    public static int ByKind(int kind, int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        int result;
        switch (kind)
        {
            case 0:
                result = Native.Read(block, size);
                break;
            case 1:
                result = Native.Open(block);
                break;
            default:
                return -1;
        }

        Marshal.FreeHGlobal(block);
        return result;
    }

    public static int ByKindMended(int kind, int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        int result;
        switch (kind)
        {
            case 0:
                result = Native.Read(block, size);
                break;
            case 1:
                result = Native.Open(block);
                break;
            default:
                result = -1;
                break;
        }

        Marshal.FreeHGlobal(block);
        return result;
    }

    // Aligned memory given to the plain free.
    public static unsafe void Aligned(nuint size)
    {
        void* block = NativeMemory.AlignedAlloc(size, 64);
        NativeMemory.Clear(block, size);
        NativeMemory.Free(block); // ACQ103
    }

    public static unsafe void AlignedMended(nuint size)
    {
        void* block = NativeMemory.AlignedAlloc(size, 64);
        NativeMemory.Clear(block, size);
        NativeMemory.AlignedFree(block);
    }

    private static class Native
    {
        [DllImport("native")]
        public static extern int SetOption(IntPtr socket, int option, IntPtr value, int size);

        [DllImport("native")]
        public static extern int Read(IntPtr block, int size);

        [DllImport("native")]
        public static extern void DrawDirectly(int width, int height);

        [DllImport("native")]
        public static extern int Open(IntPtr name);

        [DllImport("native")]
        public static extern int IsKnown(IntPtr name);

        [DllImport("native")]
        public static extern int Rename(IntPtr from, IntPtr to);
    }
}
