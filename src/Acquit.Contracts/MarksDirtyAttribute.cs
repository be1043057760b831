namespace Acquit;

/// <summary>The callee records that the content of the resource was written.</summary>
/// <remarks>On an instance method it speaks of the receiver.</remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method)]
public sealed class MarksDirtyAttribute : ContractAttribute
{
    /// <summary>The condition under which it does. Without it, always.</summary>
    public string? When { get; set; }

    /// <summary>Whether the callee takes the lock that marking needs.</summary>
    public bool Locked { get; set; }

    /// <summary>The kind of lock that has to be held on what is marked, where the callee does not take it.</summary>
    public string? Under { get; set; }
}
