using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Benchmarks;

internal static class Analyzers
{
    public static readonly ImmutableArray<DiagnosticAnalyzer> Ours = [new PairingAnalyzer(), new MalformedContractAnalyzer()];

    /// <summary>What any analyzer costs: the compiler tells the driver of every declaration, and keeps models for it.</summary>
    public static readonly ImmutableArray<DiagnosticAnalyzer> Idle = [new IdleAnalyzer()];

    /// <summary>Asks for the same as ours, and does nothing.</summary>
#pragma warning disable RS1036, RS1041 // It is handed to the compiler as an object, never loaded by it.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class IdleAnalyzer : DiagnosticAnalyzer
#pragma warning restore RS1036, RS1041
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("IDLE1", "Nothing", "Nothing", "Idle", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterCompilationStartAction(start => start.RegisterSemanticModelAction(static _ => { }));
        }
    }
}
