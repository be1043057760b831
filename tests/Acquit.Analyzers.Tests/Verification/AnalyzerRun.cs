using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Verification;

/// <summary>Runs analyzers over a compilation as the compiler would, and lets none of their exceptions pass.</summary>
internal static class AnalyzerRun
{
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(
        Project project,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        CompilerDiagnostics compilerDiagnostics,
        CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        return await DiagnosticsAsync(compilation, project.AnalyzerOptions, analyzers, compilerDiagnostics, cancellationToken);
    }

    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(
        Compilation compilation,
        AnalyzerOptions analyzerOptions,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        CompilerDiagnostics compilerDiagnostics,
        CancellationToken cancellationToken)
    {
        var thrown = new ConcurrentQueue<string>();
        var options = new CompilationWithAnalyzersOptions(
            analyzerOptions,
            (exception, analyzer, _) => thrown.Enqueue($"{analyzer.GetType().Name} threw {exception}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false);
        var reported = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        if (!thrown.IsEmpty)
            throw new VerificationException(string.Join(Environment.NewLine, thrown));
        return [.. compilation.GetDiagnostics(cancellationToken).Where(diagnostic => compilerDiagnostics.Covers(diagnostic)), .. reported];
    }
}
