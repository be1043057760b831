using System.Runtime.InteropServices;

namespace Journal.Native;

/// <summary>The two calls that the journal makes by itself.</summary>
internal static class LibC
{
    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int file, nint bytes, nint count);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static extern int Sync(int file);
}
