using Microsoft.CodeAnalysis;

namespace Acquit.Tests.Verification;

/// <summary>Which of the compiler's own diagnostics a test has to account for.</summary>
public enum CompilerDiagnostics
{
    None,
    Errors,
    Warnings,
    Suggestions,
    All,
}

internal static class CompilerDiagnosticsLevel
{
    public static bool Covers(this CompilerDiagnostics level, Diagnostic diagnostic) => level switch
    {
        CompilerDiagnostics.None => false,
        CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
        CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
        CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
        _ => true,
    };
}
