namespace Acquit.Agreement.Generating;

/// <summary>A method: its head, the variables that stand at the beginning as in C, and what it does.</summary>
/// <param name="Head">Everything before the body.</param>
/// <param name="Variables">Declarations by name.</param>
/// <param name="End">What is returned at the end; empty for nothing.</param>
internal sealed record Method(string Name, string Head, ImmutableDictionary<string, string> Variables, Block Body, string End)
{
    /// <summary>The class within the driver that it is a method of; empty for the driver's own.</summary>
    public string Owner { get; init; } = "";
}
