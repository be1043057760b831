using System.Collections.Immutable;
using Acquit.Analyzers;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Benchmarks;

/// <summary>How the cost grows with the code: ten times the lines should take ten times as long, with our analyzer as without.</summary>
public class AnalysisBySize
{
    private const int LinesPerFile = 410;

    private CSharpCompilation code = null!;

    [Params(10_000, 100_000, 1_000_000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Parse()
    {
        var empty = Framework.Empty();
        code = empty.WithOptions(empty.Options.WithConcurrentBuild(false)).AddSyntaxTrees(CodeWithoutPairs.Sources(Lines / LinesPerFile).Select(source =>
            CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Latest), source.Path)));
    }

    [Benchmark(Baseline = true)]
    public int Bind() => code.Clone().GetDiagnostics().Length;

    [Benchmark]
    public async Task<int> BindAndAnalyze()
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = [new PairingAnalyzer()];
        var run = code.Clone().WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        return (await run.GetAllDiagnosticsAsync()).Length;
    }
}
