using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.CodeFixes.Trying;

/// <summary>
/// Fixes all at once. Edits for several diagnostics meet in one place – two leaks at one exit – so they are made in turn, each on
/// the result of the one before, instead of side by side and merged.
/// </summary>
internal sealed class RepairAll : FixAllProvider
{
    public static readonly RepairAll Instance = new();

    private RepairAll()
    {
    }

    public override Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var provider = (RepairProvider)context.CodeFixProvider;
        return Task.FromResult<CodeAction?>(CodeAction.Create(
            provider.TitleOfAll,
            cancellationToken => MendAsync(provider, context.WithCancellationToken(cancellationToken)),
            provider.Key));
    }

    private static async Task<Solution> MendAsync(RepairProvider provider, FixAllContext context)
    {
        var solution = context.Solution;
        var projects = context.Scope == FixAllScope.Solution
            ? solution.Projects.Where(p => p.Language == LanguageNames.CSharp)
            : new[] { context.Project };
        foreach (var project in projects)
        {
            var diagnostics = context.Scope == FixAllScope.Document && context.Document is { } document
                ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            ContractTable? contracts = null;
            foreach (var inFile in diagnostics.Where(d => d.Location.IsInSource && provider.IsOurs(d)).GroupBy(d => project.GetDocument(d.Location.SourceTree)))
            {
                if (inFile.Key is not { } source)
                {
                    continue;
                }

                var opening = RepairProvider.OpenAsync(source, provider.NeedsWholeFile, contracts, context.CancellationToken);
                if (await opening.ConfigureAwait(false) is { } file)
                {
                    contracts = file.Contracts;
                    var mended = provider.MendAll(file, inFile);
                    solution = mended == file ? solution : solution.WithDocumentText(source.Id, mended.Text);
                }
            }
        }

        return solution;
    }
}
