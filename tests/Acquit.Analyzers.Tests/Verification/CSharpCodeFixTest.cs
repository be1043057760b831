using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Verification;

/// <summary>
/// A test of a fix. The diagnostics are there before; the fix applied until none is offered any more gives the fixed state;
/// the fixed state compiles and reports what is marked in it and nothing else; and fixing all at once, by document, project
/// and solution, gives the batch fixed state.
/// </summary>
public class CSharpCodeFixTest<TAnalyzer, TCodeFix> : CSharpAnalyzerTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    /// <summary>Adds a source as it is to be after the fix. Markup in it says what is still reported.</summary>
    public string FixedCode
    {
        set => FixedState.Sources.Add(value);
    }

    /// <summary>Adds a source as it is to be after fixing all at once, where that differs.</summary>
    public string BatchFixedCode
    {
        set => BatchFixedState.Sources.Add(value);
    }

    public SolutionState FixedState { get; } = new();

    public SolutionState BatchFixedState { get; } = new();

    /// <summary>Which of several offered actions is applied; the first by default.</summary>
    public int? CodeActionIndex { get; set; }

    /// <summary>The key of the action that is applied.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>How many fixes it takes one by one; by default at most one for each diagnostic there was.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>How many times all have to be fixed at once. More than one is a weakness of the fix and has to be said.</summary>
    public int NumberOfFixAllIterations { get; set; } = 1;

    public override async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await base.RunAsync(cancellationToken);
        if (FixedState.Sources.Count == 0)
            throw new VerificationException("The test has no fixed source.");
        var project = CreateProject(TestState, Expectations.Of(TestState, Descriptors));
        var choice = new CodeActionChoice(new TCodeFix(), CodeActionIndex, CodeActionEquivalenceKey);
        var fixable = Fixable(await DiagnosticsAsync(project, CompilerDiagnostics.None, cancellationToken), choice.Provider);

        await VerifyOneByOneAsync(project, choice, fixable.Length, cancellationToken);
        if (await choice.FirstAsync(project, fixable, cancellationToken) is not null)
            await VerifyAllAtOnceAsync(project, choice, cancellationToken);
    }

    private async Task VerifyOneByOneAsync(Project project, CodeActionChoice choice, int diagnostics, CancellationToken cancellationToken)
    {
        var limit = NumberOfIncrementalIterations ?? diagnostics;
        var applied = 0;
        while (applied < limit)
        {
            var fixable = Fixable(await DiagnosticsAsync(project, CompilerDiagnostics.None, cancellationToken), choice.Provider);
            if (await choice.FirstAsync(project, fixable, cancellationToken) is not { } offered)
                break;
            project = await choice.ApplyAsync(offered.Action, project, cancellationToken);
            applied++;
        }

        if (NumberOfIncrementalIterations is { } wanted && applied != wanted)
            throw new VerificationException($"The fix could be applied {applied} times one by one, not {wanted} times.");
        await VerifyFixedAsync("The fixed source", project, FixedState, cancellationToken);
    }

    private async Task VerifyAllAtOnceAsync(Project original, CodeActionChoice choice, CancellationToken cancellationToken)
    {
        foreach (var scope in (FixAllScope[])[FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution])
        {
            var what = $"Fixing all in the {scope.ToString().ToLowerInvariant()}";
            var project = original;
            for (var iteration = 0; iteration < NumberOfFixAllIterations; iteration++)
            {
                project = await FixAll.ApplyAsync(
                    project,
                    choice,
                    scope,
                    async one => Fixable(await DiagnosticsAsync(one, CompilerDiagnostics.None, cancellationToken), choice.Provider),
                    cancellationToken);
            }

            await VerifyFixedAsync(what, project, BatchFixedState.Sources.Count > 0 ? BatchFixedState : FixedState, cancellationToken);
        }
    }

    private async Task VerifyFixedAsync(string what, Project project, SolutionState state, CancellationToken cancellationToken)
    {
        var expectations = Expectations.Of(state, Descriptors);
        TextComparison.Verify(what, expectations.Sources, await TestSolution.SourcesAsync(project, cancellationToken));
        await VerifyDiagnosticsAsync(what, project, expectations, cancellationToken);
    }

    private static ImmutableArray<Diagnostic> Fixable(ImmutableArray<Diagnostic> diagnostics, CodeFixProvider provider) =>
        [.. diagnostics
            .Where(diagnostic => diagnostic.Location.IsInSource && provider.FixableDiagnosticIds.Contains(diagnostic.Id))
            .OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan)];
}
