using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Trying;

/// <summary>A fix that tries its edit on the analysis, and offers it when the edit mends what is reported and breaks nothing.</summary>
public abstract class RepairProvider : CodeFixProvider
{
    private protected RepairProvider()
    {
    }

    /// <summary>What identifies the action among others, in every file and version.</summary>
    internal string Key => "Acquit." + GetType().Name;

    /// <summary>What fixing all at once does.</summary>
    internal abstract string TitleOfAll { get; }

    /// <summary>Whether what is found in one member depends on others: on who runs the code.</summary>
    internal virtual bool NeedsWholeFile => false;

    /// <summary>Whether it can be one for this fix, as far as the diagnostic tells by itself.</summary>
    /// <remarks>What was put into a collection has no name of its own any more by which it could be released.</remarks>
    internal virtual bool Concerns(Diagnostic diagnostic) =>
        !diagnostic.Properties.ContainsKey(DiagnosticProperties.Life) && !diagnostic.Properties.ContainsKey(DiagnosticProperties.Collection);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => RepairAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (!context.Diagnostics.Any(IsOurs) ||
            await OpenAsync(context.Document, NeedsWholeFile, null, context.CancellationToken).ConfigureAwait(false) is not { } file)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics.Where(IsOurs))
        {
            if (Find(file, diagnostic.Id, diagnostic.Location.SourceSpan) is { Keeping: null } finding && Mend(file, finding) is { } repair)
            {
                var document = context.Document;
                context.RegisterCodeFix(
                    CodeAction.Create(repair.Title, _ => Task.FromResult(document.WithText(repair.After.Text)), Key), diagnostic);
            }
        }
    }

    // Whoever fixes several rules in one go, as dotnet format does, asks about the first report there is, whatever its rule.
    internal bool IsOurs(Diagnostic diagnostic) => FixableDiagnosticIds.Contains(diagnostic.Id) && Concerns(diagnostic);

    /// <summary>The file after the mistake is mended; null when this fix cannot do that.</summary>
    private protected abstract Repair? Mend(AnalyzedFile file, Finding finding);

    /// <summary>Mends one after the other, each seeing what the others did; the last first, as what was acquired last goes first.</summary>
    /// <param name="file">What the diagnostics are reported on.</param>
    /// <param name="begun">The file as it is by now.</param>
    internal AnalyzedFile MendAll(AnalyzedFile file, AnalyzedFile begun, IEnumerable<Diagnostic> diagnostics)
    {
        var mended = begun;
        foreach (var diagnostic in diagnostics.Where(IsOurs).OrderByDescending(d => d.Location.SourceSpan))
        {
            if (Find(mended, diagnostic.Id, mended.Follow(diagnostic.Location.SourceSpan, file)) is { Keeping: null } finding &&
                Mend(mended, finding) is { } repair)
            {
                mended = repair.After;
            }
        }

        return mended;
    }

    internal static async Task<AnalyzedFile?> OpenAsync(
        Document document, bool isWhole, ContractTable? contracts, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var files = document.Project.AnalyzerOptions.AdditionalFiles;
        ContractTable ReadContracts(Compilation compilation) => ContractTable.Create(compilation, files, cancellationToken);
        contracts ??= KnownContracts.Of(model.Compilation, files, cancellationToken);
        var options = AnalysisOptions.Read(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(model.SyntaxTree));
        return new AnalyzedFile(model.Compilation, model.SyntaxTree, options, contracts, ReadContracts, isWhole, cancellationToken);
    }

    private static Finding? Find(AnalyzedFile file, string id, TextSpan span) => file.FindingsAround(span).FirstOrDefault(
        f => f.Node.Span == span && FindingRule.All.Any(r => r.Descriptor.Id == id && r.Reads(f.Kind)));
}
