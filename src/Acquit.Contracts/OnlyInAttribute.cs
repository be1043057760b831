namespace Acquit;

/// <summary>The member may only be called in the given context.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, AllowMultiple = true)]
public sealed class OnlyInAttribute : ContractAttribute
{
    /// <summary>Names the context.</summary>
    /// <param name="context">The context, a free string compared exactly.</param>
    public OnlyInAttribute(string context) => Context = context;

    /// <summary>The context.</summary>
    public string Context { get; }

    /// <summary>The condition on the arguments under which this holds. Without it, always.</summary>
    public string? When { get; set; }

    /// <summary>The name of the API to call instead.</summary>
    public string? Use { get; set; }
}
