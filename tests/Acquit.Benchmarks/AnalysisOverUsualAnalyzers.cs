using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Benchmarks;

/// <summary>What a build with the SDK's analyzers costs, and one with ours on top: the ratio is what a project pays for us.</summary>
/// <remarks>The compiler's server is warm after a few builds, so the first rounds do not count.</remarks>
[WarmupCount(12), IterationCount(15), MinColumn]
public class AnalysisOverUsualAnalyzers
{
    private ImmutableArray<DiagnosticAnalyzer> usual;
    private ImmutableArray<DiagnosticAnalyzer> withOurs;
    private MeasuredCode code = null!;

    [Params(Subject.WithoutPairs, Subject.WithPairs, Subject.Stress)]
    public Subject Code { get; set; }

    [GlobalSetup]
    public void Read()
    {
        code = MeasuredCode.Of(Code);
        usual = [.. Framework.UsualAnalyzers()];
        withOurs = [.. usual, .. Analyzers.Ours];
    }

    [Benchmark(Baseline = true)]
    public Task<int> UsualAnalyzers() => code.Analyze(code.Parse(), usual);

    [Benchmark]
    public Task<int> WithOurs() => code.Analyze(code.Parse(), withOurs);
}
