namespace Acquit;

/// <summary>The result names the same resource as an argument or the receiver: a conversion, a slice, a cast.</summary>
/// <remarks>Without it, a resource passed to a call may have been kept by the callee, and the result is unrelated to it.</remarks>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter)]
public sealed class SameAsAttribute : ContractAttribute
{
    /// <summary>Names the source.</summary>
    /// <param name="source">The name of a parameter, or <c>"this"</c>.</param>
    public SameAsAttribute(string source) => Source = source;

    /// <summary>The name of a parameter, or <c>"this"</c>.</summary>
    public string Source { get; }

    /// <summary>Where in the source the result begins, when it is a part of it: a parameter's name or a number.</summary>
    public string? Start { get; set; }

    /// <summary>How many elements of the source the result has: a parameter's name or a number.</summary>
    public string? Count { get; set; }

    /// <summary>
    /// Whether the result only leads into what the source holds, as a pointer into a pinned array does: it is of no use once that is
    /// released, but it is not what is released, and whoever keeps it keeps nothing alive.
    /// </summary>
    public bool View { get; set; }
}
