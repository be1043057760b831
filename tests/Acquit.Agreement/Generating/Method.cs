namespace Acquit.Agreement.Generating;

/// <summary>A method: its head, the variables that stand at the beginning as in C, and what it does.</summary>
/// <param name="Head">Everything before the body.</param>
/// <param name="Variables">Declarations by name.</param>
/// <param name="End">What is returned at the end; empty for nothing.</param>
internal sealed record Method(string Name, string Head, ImmutableDictionary<string, string> Variables, Block Body, string End);
