using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.CodeFixes.Usage;

/// <summary>Renames one member after the other, each in what the one before left: their uses can stand anywhere.</summary>
internal sealed class RenameAll : FixAllProvider
{
    public const string Key = "Acquit." + nameof(RenameTheHidingMember);

    public static readonly RenameAll Instance = new();

    private RenameAll()
    {
    }

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(CodeAction.Create(
        "Rename members that hide an API", cancellationToken => RenameAsync(context.WithCancellationToken(cancellationToken)), Key));

    private static async Task<Solution> RenameAsync(FixAllContext context)
    {
        var original = context.Solution;
        var solution = original;
        var projects = context.Scope == FixAllScope.Solution
            ? original.Projects.Where(p => p.Language == LanguageNames.CSharp)
            : new[] { context.Project };
        foreach (var project in projects)
        {
            var diagnostics = context.Scope == FixAllScope.Document && context.Document is { } document
                ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            foreach (var diagnostic in diagnostics.Where(d => d.Location.IsInSource))
            {
                if (project.GetDocument(diagnostic.Location.SourceTree) is { } declaring && solution.GetDocument(declaring.Id) is { } current)
                {
                    var written = diagnostic.Location.SourceSpan.Start;
                    var start = await FollowAsync(declaring, current, written, context.CancellationToken).ConfigureAwait(false);

                    // A file that several projects have in common is renamed in all of them.
                    if (await NameAtAsync(declaring, written, context.CancellationToken).ConfigureAwait(false) ==
                        await NameAtAsync(current, start, context.CancellationToken).ConfigureAwait(false))
                    {
                        solution = await OwnName.GiveAsync(current, start, context.CancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }

        return solution;
    }

    private static async Task<string?> NameAtAsync(Document document, int start, CancellationToken cancellationToken) =>
        (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))?.FindToken(start).ValueText;

    // Where a place of the original document is after the renames so far.
    private static async Task<int> FollowAsync(Document original, Document current, int start, CancellationToken cancellationToken)
    {
        var changes = await current.GetTextChangesAsync(original, cancellationToken).ConfigureAwait(false);
        return start + changes.Where(c => c.Span.End <= start).Sum(c => (c.NewText?.Length ?? 0) - c.Span.Length);
    }
}
