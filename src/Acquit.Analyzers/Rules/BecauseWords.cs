namespace Acquit.Analyzers.Rules;

/// <summary>The reason that a contract gives, as a message ends with it.</summary>
internal static class BecauseWords
{
    /// <summary>": A long hold has to be a pin"; empty when there is none.</summary>
    public static string Of(string? reason) => reason is { Length: > 0 } ? ": " + reason.TrimEnd('.') : "";
}
