namespace Acquit;

/// <summary>What the callee, or the device it starts, does with the content of the resource.</summary>
[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class AccessesAttribute : ContractAttribute
{
    /// <summary>Names the access.</summary>
    /// <param name="access"><c>"read"</c>, <c>"write"</c>, <c>"device-read"</c> or <c>"device-write"</c>.</param>
    public AccessesAttribute(string access) => Access = access;

    /// <summary>The access.</summary>
    public string Access { get; }
}
