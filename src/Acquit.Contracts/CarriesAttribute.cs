namespace Acquit;

/// <summary>
/// Which sort of code a value is, as an errno or a fault code: codes of one sort do not become codes of another by a cast. On a
/// type, all values of the enum, or all constants of the class, are meant.
/// </summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Field |
    AttributeTargets.Enum | AttributeTargets.Class | AttributeTargets.Struct,
    AllowMultiple = true)]
public sealed class CarriesAttribute : ContractAttribute
{
    /// <summary>Names the sort of code.</summary>
    /// <param name="code">The sort, a free string compared exactly.</param>
    public CarriesAttribute(string code) => Code = code;

    /// <summary>The sort of code.</summary>
    public string Code { get; }

    /// <summary>
    /// On a parameter of a converter, the values that it is for: <c>"error &lt; 0"</c>. On its result, what becomes of some or, without
    /// a test of the parameter, of all others: <c>"error == -12 &amp;&amp; return == Oom"</c>.
    /// </summary>
    public string? When { get; set; }

    /// <summary>On a type, the names of the methods that turn other codes into one of it, best first, separated by commas.</summary>
    public string? Use { get; set; }
}
