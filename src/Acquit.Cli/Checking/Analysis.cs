using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Cli.Checking;

/// <summary>What analyzers found in a project.</summary>
/// <param name="Failure">What one of them failed with; null if none did.</param>
internal sealed record Analysis(ImmutableArray<Diagnostic> Found, Exception? Failure)
{
    public static async Task<Analysis> RunAsync(
        Project project, Compilation compilation, ImmutableArray<AdditionalText> contracts, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        var thrown = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(contracts, project.AnalyzerOptions.AnalyzerConfigOptionsProvider),
            (exception, _, _) => thrown.Enqueue(exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return new Analysis(found, thrown.TryPeek(out var exception) ? exception : null);
    }
}
