using System;
using System.Runtime.InteropServices;

namespace Cases;

// Native code that is given a variable may put something else there, and may give back what was there.
internal static class PassedToNativeByReference
{
    [DllImport("native")]
    private static extern int native_exchange(ref IntPtr block);

    [DllImport("native")]
    private static extern int native_get(out IntPtr block);

    [DllImport("native")]
    private static extern int native_fill(IntPtr block);

    public static void ExchangedAndFreed()
    {
        IntPtr block = Marshal.AllocHGlobal(16);
        native_exchange(ref block);
        Marshal.FreeHGlobal(block);
    }

    public static void TakenAway()
    {
        IntPtr block = Marshal.AllocHGlobal(16);
        native_exchange(ref block);
    }

    public static void FilledAnewAfterTheRelease()
    {
        IntPtr block = Marshal.AllocHGlobal(16);
        native_fill(block);
        Marshal.FreeHGlobal(block);
        native_exchange(ref block);
        Marshal.FreeHGlobal(block);
    }

    public static void Overwritten()
    {
        IntPtr block = Marshal.AllocHGlobal(16); // ACQ101
        native_get(out block);
    }

    public static void OnlyFilled()
    {
        IntPtr block = Marshal.AllocHGlobal(16); // ACQ101
        native_fill(block);
    }

    public static void UsedAfterTheRelease()
    {
        IntPtr block = Marshal.AllocHGlobal(16);
        Marshal.FreeHGlobal(block);
        native_fill(block); // ACQ105
    }
}
