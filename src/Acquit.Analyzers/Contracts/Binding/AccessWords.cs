using System.Collections.Immutable;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>The accesses that a contract can name.</summary>
internal static class AccessWords
{
    public static readonly ImmutableArray<string> All = ImmutableArray.Create("read", "write", "device-read", "device-write", "device");

    public static Access? Of(string word) => word switch
    {
        "read" => Access.Read,
        "write" => Access.Write,
        "device-read" => Access.DeviceRead,
        "device-write" => Access.DeviceWrite,
        "device" => Access.Device,
        _ => null,
    };
}
