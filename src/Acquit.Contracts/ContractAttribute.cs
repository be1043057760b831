namespace Acquit;

/// <summary>What every contract attribute can say about itself.</summary>
/// <remarks>
/// Contract attributes are matched by full name, so a project may copy their source instead of referencing this assembly.
/// They are never conditional: contracts stay in metadata and work across assemblies.
/// </remarks>
public abstract class ContractAttribute : Attribute
{
    private protected ContractAttribute() { }

    /// <summary>One sentence for the message, in the words of the author of the API.</summary>
    public string? Because { get; set; }
}
