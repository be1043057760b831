namespace Acquit;

/// <summary>The callee records that the content of the resource was written.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MarksDirtyAttribute : ContractAttribute
{
    /// <summary>The condition under which it does. Without it, always.</summary>
    public string? When { get; set; }

    /// <summary>Whether the callee takes the lock that marking needs.</summary>
    public bool Locked { get; set; }
}
