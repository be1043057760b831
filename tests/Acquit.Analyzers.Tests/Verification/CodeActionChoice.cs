using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.Tests.Verification;

/// <summary>Which action of which fix is applied, and how.</summary>
internal sealed class CodeActionChoice(CodeFixProvider provider, int? index, string? equivalenceKey)
{
    public CodeFixProvider Provider { get; } = provider;

    /// <summary>The first of the diagnostics that the action is offered for, with the action.</summary>
    public async Task<(Diagnostic Diagnostic, CodeAction Action)?> FirstAsync(
        Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (Choose(await OfferedAsync(project, diagnostic, cancellationToken)) is { } action)
                return (diagnostic, action);
        }

        return null;
    }

    public async Task<Project> ApplyAsync(CodeAction action, Project project, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken);
        return operations.OfType<ApplyChangesOperation>().ToList() is [var change]
            ? change.ChangedSolution.GetProject(project.Id)!
            : throw new VerificationException($"The action '{action.Title}' does not change the solution.");
    }

    /// <summary>All actions that are offered for a diagnostic, in their order.</summary>
    public async Task<ImmutableArray<CodeAction>> OfferedAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        var document = project.GetDocument(diagnostic.Location.SourceTree)!;
        var context = new CodeFixContext(
            document,
            diagnostic,
            (action, fixedDiagnostics) =>
            {
                if (!fixedDiagnostics.Contains(diagnostic))
                    throw new VerificationException($"The action '{action.Title}' is registered for another diagnostic than it was asked for.");
                actions.Add(action);
            },
            cancellationToken);
        await Provider.RegisterCodeFixesAsync(context);
        return actions.ToImmutable();
    }

    private CodeAction? Choose(ImmutableArray<CodeAction> offered)
    {
        var candidates = equivalenceKey is null ? offered : offered.RemoveAll(action => action.EquivalenceKey != equivalenceKey);
        var chosen = candidates.ElementAtOrDefault(index ?? 0);
        if (chosen is { EquivalenceKey: null or "" })
            throw new VerificationException($"The action '{chosen.Title}' has no equivalence key, so it cannot be applied to all.");
        return chosen;
    }
}
