using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.Tests.Verification;

/// <summary>Fixes all diagnostics of a scope at once, as an IDE does.</summary>
internal static class FixAll
{
    /// <summary>In document scope, each document that has something to fix is fixed by itself.</summary>
    public static async Task<Project> ApplyAsync(
        Project project,
        CodeActionChoice choice,
        FixAllScope scope,
        Func<Project, Task<ImmutableArray<Diagnostic>>> diagnose,
        CancellationToken cancellationToken)
    {
        var provider = choice.Provider.GetFixAllProvider()
            ?? throw new VerificationException($"{choice.Provider.GetType().Name} does not say how all are fixed at once.");
        if (!provider.GetSupportedFixAllScopes().Contains(scope))
            throw new VerificationException($"{choice.Provider.GetType().Name} does not fix all in the {scope.ToString().ToLowerInvariant()}.");

        foreach (var id in project.DocumentIds)
        {
            var diagnostics = await diagnose(project);
            var candidates = scope == FixAllScope.Document
                ? diagnostics.RemoveAll(diagnostic => project.GetDocument(diagnostic.Location.SourceTree)!.Id != id)
                : diagnostics;
            if (await choice.FirstAsync(project, candidates, cancellationToken) is { } offered)
            {
                var context = new FixAllContext(
                    project.GetDocument(offered.Diagnostic.Location.SourceTree)!,
                    choice.Provider,
                    scope,
                    offered.Action.EquivalenceKey!,
                    choice.Provider.FixableDiagnosticIds,
                    new Diagnostics(diagnose),
                    cancellationToken);
                var action = await provider.GetFixAsync(context)
                    ?? throw new VerificationException($"{choice.Provider.GetType().Name} offers nothing to fix all with.");
                project = await choice.ApplyAsync(action, project, cancellationToken);
            }

            if (scope != FixAllScope.Document)
                break;
        }

        return project;
    }

    private sealed class Diagnostics(Func<Project, Task<ImmutableArray<Diagnostic>>> diagnose) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await diagnose(document.Project)).Where(diagnostic => document.Project.GetDocument(diagnostic.Location.SourceTree) == document);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await diagnose(project);

        // Diagnostics without a place in a document; nothing can be fixed about them.
        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
