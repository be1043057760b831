using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Summaries;
using Acquit.CodeFixes.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes;

/// <summary>
/// Writes what a method acquires and releases, as it is read off its body, down as attributes on it: then it holds for other assemblies
/// as well, and whoever changes the body sees what was promised.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(WriteTheContractDown))]
public sealed class WriteTheContractDown : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root ||
            root.FindNode(context.Span).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration ||
            !declaration.Identifier.Span.IntersectsWith(context.Span) ||
            await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model ||
            model.Compilation.GetTypeByMetadataName("Acquit.AcquiresAttribute") is null ||
            model.GetDeclaredSymbol(declaration, context.CancellationToken) is not IMethodSymbol method)
        {
            return;
        }

        var contracts = ContractTable.Create(model.Compilation, document.Project.AnalyzerOptions.AdditionalFiles, context.CancellationToken);
        if (contracts.Of(method) is not null || Inferred(method, model, contracts, document, context.CancellationToken) is not { } inferred)
        {
            return;
        }

        var isInScope = model.LookupNamespacesAndTypes(declaration.SpanStart, name: "AcquiresAttribute").Any();
        var words = new ContractWords(method, contracts);
        if (!words.CanSay(inferred))
        {
            return;
        }

        var writer = new AttributeWriter(words, isInScope ? "" : "Acquit.");

        var text = await document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        var changed = text.WithChanges(new AttributePlaces(declaration, text).For(inferred, method, writer));
        var tree = model.SyntaxTree.WithChangedText(changed);
        var after = model.Compilation.ReplaceSyntaxTree(model.SyntaxTree, tree);
        if (!AnnotationCheck.Errors(after.GetSemanticModel(tree), context.CancellationToken).Any())
        {
            context.RegisterRefactoring(CodeAction.Create(
                $"Write down what '{method.Name}' acquires and releases", _ => Task.FromResult(document.WithText(changed)), "Acquit." + nameof(WriteTheContractDown)));
        }
    }

    private static MemberContract? Inferred(
        IMethodSymbol method, SemanticModel model, ContractTable contracts, Document document, CancellationToken cancellationToken)
    {
        var options = AnalysisOptions.Read(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(model.SyntaxTree));
        var graphs = new BodyGraphs(model.Compilation, new TreeOptions(options));
        var summaries = new SummaryTable(graphs, contracts, new NameScanner(contracts.Names), contracts.RequiringNames);
        return summaries.Ask(new ContextReach(model, contracts, cancellationToken)).Of(method, isTracked: true, cancellationToken, isExact: true);
    }
}
