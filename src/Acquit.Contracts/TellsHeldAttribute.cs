namespace Acquit;

/// <summary>The result tells whether the receiver, or the given parameter, holds a resource of the kind.</summary>
/// <remarks>Asking is not a use: it is allowed after the release.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TellsHeldAttribute : ContractAttribute
{
    /// <summary>Names the kind.</summary>
    /// <param name="kind">The kind of resource.</param>
    public TellsHeldAttribute(string kind) => Kind = kind;

    /// <summary>The kind of resource.</summary>
    public string Kind { get; }

    /// <summary>
    /// The answer that tells that it is held, as one test of the result: <c>"return == 0"</c> of an API that answers with an error code.
    /// Without it the result is a Boolean, and <see langword="true"/> tells so.
    /// </summary>
    public string? When { get; set; }
}
