namespace Acquit;

/// <summary>The caller does not hold a resource of the given kind: on that parameter, if given on one, else on the receiver or ambient.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class RequiresNotHeldAttribute : ContractAttribute
{
    /// <summary>Names the kind.</summary>
    /// <param name="kind">The kind of resource.</param>
    public RequiresNotHeldAttribute(string kind) => Kind = kind;

    /// <summary>The kind of resource.</summary>
    public string Kind { get; }

    /// <summary>The condition under which this is required. Without it, always.</summary>
    public string? When { get; set; }

    /// <summary>The member of what is spoken of that it is held on: a field or property, or several with dots between.</summary>
    public string? Of { get; set; }
}
