using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Cli.Tests.Running;

/// <summary>An analyzer that does something while code is being checked, and reports nothing.</summary>
#pragma warning disable RS1001, RS1036, RS2008 // It is handed over and never shipped.
internal sealed class Watcher(Action act) : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor rule = new("TEST001", "Watched", "Watched", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(_ => act());
    }
}
