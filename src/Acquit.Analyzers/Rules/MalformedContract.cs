using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ901: a contract, in an attribute or a contract file, that cannot be understood.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MalformedContractAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.MalformedContract);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var kinds = new Once<KindsInSight>(token => ContractTable.KindsIn(start, token));
            start.RegisterSemanticModelAction(model => OfTree(model, kinds));
            start.RegisterAdditionalFileAction(file => OfFile(file, kinds));
        });
    }

    private static void OfTree(SemanticModelAnalysisContext context, Once<KindsInSight> kinds)
    {
        var tree = context.SemanticModel.SyntaxTree;
        if (!TreeAnnotations.MayBeIn(tree, context.CancellationToken))
        {
            return;
        }

        foreach (var error in AnnotationCheck.Errors(context.SemanticModel, context.CancellationToken, () => kinds.Get(context.CancellationToken)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.MalformedContract, Location.Create(tree, new TextSpan(error.Start, error.Length)), error.Message));
        }
    }

    private static void OfFile(AdditionalFileAnalysisContext context, Once<KindsInSight> kinds)
    {
        if (!ContractTable.IsContractFile(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        var file = ContractFileParser.Parse(text.ToString());
        foreach (var error in ContractFileCheck.Errors(file, context.Compilation, context.CancellationToken, () => kinds.Get(context.CancellationToken)))
        {
            var span = new TextSpan(error.Start, error.Length);
            var place = Location.Create(context.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span));
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.MalformedContract, place, error.Message));
        }
    }
}
