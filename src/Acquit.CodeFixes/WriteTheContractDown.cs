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
using Microsoft.CodeAnalysis.Text;

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
        var changed = text.WithChanges(Changes(declaration, method, inferred, writer, text));
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

    private static IEnumerable<TextChange> Changes(
        MethodDeclarationSyntax declaration, IMethodSymbol method, MemberContract inferred, AttributeWriter writer, SourceText text)
    {
        var start = declaration.GetFirstToken().SpanStart;
        var line = text.Lines.GetLineFromPosition(start);
        var indentation = text.ToString(TextSpan.FromBounds(line.Start, start));
        var lineEnd = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) is { Length: > 0 } written ? written : "\n";
        var separator = string.IsNullOrWhiteSpace(indentation) ? lineEnd + indentation : " ";
        var ofMethod = string.Concat(writer.OfMethod(inferred).Select(attribute => attribute + separator));
        if (ofMethod.Length > 0)
        {
            yield return new TextChange(new TextSpan(start, 0), ofMethod);
        }

        foreach (var parameter in method.Parameters)
        {
            var attributes = string.Concat(writer.OfParameter(inferred, parameter).Select(attribute => attribute + " "));
            if (attributes.Length > 0)
            {
                yield return new TextChange(new TextSpan(declaration.ParameterList.Parameters[parameter.Ordinal].SpanStart, 0), attributes);
            }
        }
    }
}
