using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Verification;

/// <summary>A test of an analyzer: sources with expectations written into them, and knobs.</summary>
public class CSharpAnalyzerTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Adds a source, with markup.</summary>
    public string TestCode
    {
        set => TestState.Sources.Add(value);
    }

    public SolutionState TestState { get; } = new();

    /// <summary>What is expected in addition to the markup.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Contracts;

    /// <summary>IDs of analyzer diagnostics that this test is not about.</summary>
    public List<string> DisabledDiagnostics { get; } = [];

    /// <summary>Changes made to the solution before anything is run: other parse options, another project.</summary>
    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var expectations = Expectations.Of(TestState, Descriptors);
        await VerifyDiagnosticsAsync("The test source", CreateProject(TestState, expectations), expectations, cancellationToken);
    }

    private protected static ImmutableArray<DiagnosticDescriptor> Descriptors => new TAnalyzer().SupportedDiagnostics;

    private protected Project CreateProject(SolutionState state, Expectations files)
    {
        if (state.Sources.Count == 0)
            throw new VerificationException("The test has no source.");
        var project = TestSolution.Create(state, files, ReferenceAssemblies.References);
        var solution = SolutionTransforms.Aggregate(project.Solution, (solution, transform) => transform(solution, project.Id));
        return solution.GetProject(project.Id)!;
    }

    private protected async Task VerifyDiagnosticsAsync(
        string what, Project project, Expectations expectations, CancellationToken cancellationToken) =>
        DiagnosticMatcher.Verify(what, expectations.Diagnostics, await DiagnosticsAsync(project, CompilerDiagnostics, cancellationToken));

    private protected async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(
        Project project, CompilerDiagnostics level, CancellationToken cancellationToken)
    {
        var diagnostics = await AnalyzerRun.DiagnosticsAsync(project, [new TAnalyzer()], level, cancellationToken);
        return diagnostics.RemoveAll(diagnostic => DisabledDiagnostics.Contains(diagnostic.Id));
    }
}
