namespace Acquit;

/// <summary>What the callee, or the device it starts, does with the content of the resource.</summary>
/// <remarks>On an instance method it speaks of the receiver.</remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method, AllowMultiple = true)]
public sealed class AccessesAttribute : ContractAttribute
{
    /// <summary>Names the access.</summary>
    /// <param name="access">
    /// <c>"read"</c>, <c>"write"</c>, <c>"device-read"</c> or <c>"device-write"</c>; <c>"device"</c> where the content comes within a
    /// device's reach, which may read or write it from then on.
    /// </param>
    public AccessesAttribute(string access) => Access = access;

    /// <summary>The access.</summary>
    public string Access { get; }

    /// <summary>The condition under which it happens: <c>"return == 0"</c>. Without it, always.</summary>
    public string? When { get; set; }
}
