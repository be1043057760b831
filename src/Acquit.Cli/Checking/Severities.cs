using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Checking;

/// <summary>Severities, in the words of <c>.editorconfig</c>.</summary>
internal static class Severities
{
    public static IReadOnlyList<string> Words { get; } = ["error", "warning", "suggestion", "hidden"];

    /// <summary>Whether a word is one of them, or what the compiler calls a suggestion.</summary>
    public static bool Knows(string word) => Words.Contains(word) || word == "info";

    public static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => "hidden",
    };

    public static DiagnosticSeverity Parse(string word) => word switch
    {
        "error" => DiagnosticSeverity.Error,
        "warning" => DiagnosticSeverity.Warning,
        "suggestion" or "info" => DiagnosticSeverity.Info,
        _ => DiagnosticSeverity.Hidden,
    };
}
