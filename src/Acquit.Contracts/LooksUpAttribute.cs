namespace Acquit;

/// <summary>The result belongs to an argument, or to the receiver, already: it is found there and not made, and can be found there again.</summary>
/// <remarks>
/// As the page behind an address, or that of a file at an index. That the call takes something on what it finds, a reference for one, is
/// said by <see cref="AcquiresAttribute"/> besides.
/// </remarks>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter)]
public sealed class LooksUpAttribute : ContractAttribute
{
    /// <summary>Names the source.</summary>
    /// <param name="source">The name of a parameter, or <c>"this"</c>.</param>
    public LooksUpAttribute(string source) => Source = source;

    /// <summary>The name of a parameter, or <c>"this"</c>.</summary>
    public string Source { get; }

    /// <summary>The release that takes the source itself and gives back what would be found; several are separated by commas, best first.</summary>
    public string? ReleasedBy { get; set; }
}
