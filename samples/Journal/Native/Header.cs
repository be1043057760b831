using System.Runtime.InteropServices;

namespace Journal.Native;

/// <summary>What a journal begins with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Header
{
    public int Magic;

    public int Version;

    [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 24)]
    public string Name;
}
