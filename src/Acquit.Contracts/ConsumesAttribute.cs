namespace Acquit;

/// <summary>Ownership moves into the callee; the caller must not release.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ConsumesAttribute : ContractAttribute
{
    /// <summary>Says that the target is consumed.</summary>
    /// <param name="kind">The kind of resource.</param>
    public ConsumesAttribute(string kind) => Kind = kind;

    /// <summary>The kind of resource.</summary>
    public string Kind { get; }

    /// <summary>The condition under which ownership moves. Without it, always.</summary>
    public string? When { get; set; }

    /// <summary>How many are consumed: <c>"return"</c>, a parameter's name, or a number. The default is 1, or the whole array or span.</summary>
    public string? Count { get; set; }
}
