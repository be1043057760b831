using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Trying;

/// <summary>
/// Fixes all at once. Edits for several diagnostics meet in one place – two leaks at one exit – so they are made in turn, each on
/// the result of the one before, instead of side by side and merged. So do those of a file that several projects have in common.
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
        var mendings = new Dictionary<DocumentId, IReadOnlyList<TextChange>>();
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
                    var begun = mendings.TryGetValue(source.Id, out var elsewhere) ? file.With(elsewhere) : file;
                    var mended = provider.MendAll(file, begun, inFile);
                    if (mended != begun)
                    {
                        var changes = mended.Text.GetTextChanges(file.Text);
                        foreach (var id in await SharingAsync(source, context.Solution, context.CancellationToken).ConfigureAwait(false))
                        {
                            mendings[id] = changes;
                            solution = solution.WithDocumentText(id, mended.Text);
                        }
                    }
                }
            }
        }

        return solution;
    }

    // The document, and what it is in other projects: each of them sees its own part of the file.
    private static async Task<IReadOnlyList<DocumentId>> SharingAsync(Document source, Solution solution, CancellationToken cancellationToken)
    {
        var sharing = new List<DocumentId> { source.Id };
        var text = await source.GetTextAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in source.GetLinkedDocumentIds())
        {
            if (solution.GetDocument(id) is { } linked && text.ContentEquals(await linked.GetTextAsync(cancellationToken).ConfigureAwait(false)))
            {
                sharing.Add(id);
            }
        }

        return sharing;
    }
}
