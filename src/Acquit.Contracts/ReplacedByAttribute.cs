namespace Acquit;

/// <summary>The member is an older name for the same operation.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReplacedByAttribute : ContractAttribute
{
    /// <summary>Names the successor.</summary>
    /// <param name="name">Today's name.</param>
    public ReplacedByAttribute(string name) => Name = name;

    /// <summary>Today's name.</summary>
    public string Name { get; }

    /// <summary>Flags that have to be passed to the successor besides: <c>"flags has LongTerm"</c>.</summary>
    public string? Passing { get; set; }
}
