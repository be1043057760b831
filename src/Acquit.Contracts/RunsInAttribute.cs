namespace Acquit;

/// <summary>This code, or the code assigned to this, runs in the given context.</summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Delegate | AttributeTargets.Property | AttributeTargets.Field |
    AttributeTargets.Event | AttributeTargets.Parameter,
    AllowMultiple = true)]
public sealed class RunsInAttribute : ContractAttribute
{
    /// <summary>Names the context.</summary>
    /// <param name="context">The context, a free string compared exactly: <c>"page-fault"</c>.</param>
    public RunsInAttribute(string context) => Context = context;

    /// <summary>The context.</summary>
    public string Context { get; }
}
