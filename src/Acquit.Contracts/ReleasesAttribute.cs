namespace Acquit;

/// <summary>The call gives a resource of the given kind back.</summary>
/// <remarks>Several on one target are alternatives: the one whose kind is held is meant.</remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ReleasesAttribute : ContractAttribute
{
    /// <summary>Says that the target releases a resource.</summary>
    /// <param name="kind">The kind of resource.</param>
    public ReleasesAttribute(string kind) => Kind = kind;

    /// <summary>The kind of resource.</summary>
    public string Kind { get; }

    /// <summary>The condition under which the call releases: <c>"area != null"</c> for a release that accepts null.</summary>
    public string? When { get; set; }

    /// <summary>How many are released: <c>"return"</c>, a parameter's name, or a number. The default is 1, or the whole array or span.</summary>
    public string? Count { get; set; }

    /// <summary>Whether the call does nothing when nothing is held, as a Dispose that may be called twice.</summary>
    public bool IfHeld { get; set; }
}
