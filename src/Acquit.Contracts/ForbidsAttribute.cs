namespace Acquit;

/// <summary>Arguments that are a mistake.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ForbidsAttribute : ContractAttribute
{
    /// <summary>The condition that must not hold of the arguments: <c>"flags has LongTerm"</c>.</summary>
    public string? When { get; set; }

    /// <summary>The name of the API to call instead.</summary>
    public string? Use { get; set; }
}
