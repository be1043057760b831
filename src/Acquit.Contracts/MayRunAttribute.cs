namespace Acquit;

/// <summary>The call may run code of the given context, on this thread and under all that the caller holds.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor, AllowMultiple = true)]
public sealed class MayRunAttribute : ContractAttribute
{
    /// <summary>Names the context.</summary>
    /// <param name="context">The context that the code runs in, a free string compared exactly.</param>
    public MayRunAttribute(string context) => Context = context;

    /// <summary>The context.</summary>
    public string Context { get; }

    /// <summary>The condition on the arguments under which this may be. Without it, always.</summary>
    public string? When { get; set; }
}
