using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

internal unsafe struct Unknown
{
    private void** _table;

    public uint Release() => ((delegate* unmanaged<Unknown*, uint>)_table[2])((Unknown*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref this));

    public int Count;
}

internal interface INative
{
    void Register(IntPtr cookie, IntPtr token);
}

internal sealed class Native : INative
{
    public void Register(IntPtr cookie, IntPtr token) => RegisterCore(cookie, token);

    [DllImport("native")]
    private static extern void RegisterCore(IntPtr cookie, IntPtr token);
}

internal static unsafe class BehindPointers
{
    // What the address leads to releases itself.
    public static void ReleasedThroughItsTable(object target)
    {
        var unknown = (Unknown*)Marshal.GetIUnknownForObject(target);
        unknown->Release();
    }

    public static int LookedAt(object target)
    {
        var unknown = (Unknown*)Marshal.GetIUnknownForObject(target); // ACQ101
        return unknown->Count;
    }

    // Native code has it now, and gives it back later.
    public static void CookieOfAHandle(INative native, object target, IntPtr token)
    {
        GCHandle handle = GCHandle.Alloc(target);
        native.Register(GCHandle.ToIntPtr(handle), token);
    }

    public static void AddressOfABlock(INative native, IntPtr token)
    {
        IntPtr block = Marshal.AllocHGlobal(16); // ACQ101
        native.Register(block, token);
    }

    [DllImport("kernel32")]
    private static extern IntPtr LocalFree(IntPtr block);

    [DllImport("native")]
    private static extern int native_fill(IntPtr block);

    public static void FreedByTheSystem()
    {
        IntPtr block = Marshal.AllocHGlobal(16);
        native_fill(block);
        LocalFree(block);
    }

    public static void FilledByTheSystem()
    {
        IntPtr block = Marshal.AllocHGlobal(16); // ACQ101
        native_fill(block);
    }
}
