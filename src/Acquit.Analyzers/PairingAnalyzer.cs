using System.Collections.Immutable;
using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Summaries;
using Acquit.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Analyzers;

/// <summary>Follows what is acquired and released, and where code runs, and lets the rules read what was found.</summary>
/// <remarks>
/// The text of a file is searched for names that carry contracts first. Where none is mentioned nothing else happens: no
/// syntax is visited, nothing is bound, no operation is made.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PairingAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        FindingRule.All.Select(r => r.Descriptor).Concat(AtEnd.Descriptors).ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var contracts = ContractTable.Create(start);
            if (contracts.Names.IsEmpty)
            {
                return;
            }

            var names = new NameScanner(contracts.Names);
            var compilation = start.Compilation;
            var options = new TreeOptions(start.Options.AnalyzerConfigOptionsProvider);
            var summaries = new Once<SummaryTable>(token => WrapperNames.Find(compilation, options, contracts, names, token));
            var openEnds = new OpenEnds();

            // While code is typed every file waits for it. A build looks for it when the compiler has bound what it looks through,
            // which is bound twice otherwise.
            if (compilation.Options.ConcurrentBuild && compilation.SyntaxTrees.Any(tree => FoundBefore.In(tree).IsEdited()))
            {
                summaries.Begin(start.CancellationToken);
            }

            start.RegisterSemanticModelAction(model => Analyze(model, contracts, summaries.Get(model.CancellationToken), openEnds));
            start.RegisterCompilationEndAction(end =>
            {
                foreach (var finding in openEnds.Close(summaries.Get(end.CancellationToken), contracts, end.CancellationToken))
                {
                    AtEnd.Report(finding, contracts, end.ReportDiagnostic);
                }
            });
        });
    }

    private static void Analyze(SemanticModelAnalysisContext context, ContractTable contracts, SummaryTable summaries, OpenEnds openEnds)
    {
        foreach (var finding in FileAnalysis.Findings(context.SemanticModel, contracts, summaries, context.CancellationToken, openEnds))
        {
            openEnds.Reported(finding);
            foreach (var rule in FindingRule.All)
            {
                if (rule.Reads(finding.Kind))
                {
                    context.ReportDiagnostic(rule.ToDiagnostic(finding, contracts));
                }
            }
        }

        summaries.Graphs.Forget(context.SemanticModel.SyntaxTree);
    }
}
