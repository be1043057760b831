using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Analyzers.Rules;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Benchmarks;

/// <summary>What a build with the SDK's analyzers costs, and one with ours on top: on one thread, so that time is work.</summary>
public class AnalysisOverUsualAnalyzers
{
    private ImmutableArray<DiagnosticAnalyzer> usual;
    private ImmutableArray<DiagnosticAnalyzer> withOurs;
    private CSharpCompilation empty = null!;
    private ImmutableArray<(string Path, string Text)> sources;
    private AnalyzerOptions options = null!;

    [Params(AnalysisBesideCompilation.Subject.WithoutPairs, AnalysisBesideCompilation.Subject.CaseFiles)]
    public AnalysisBesideCompilation.Subject Code { get; set; }

    [GlobalSetup]
    public void Read()
    {
        var caseFiles = Code == AnalysisBesideCompilation.Subject.CaseFiles;
        sources = caseFiles ? CaseFiles.Sources() : CodeWithoutPairs.Sources();
        options = new AnalyzerOptions(caseFiles ? CaseFiles.ContractFiles() : []);
        empty = Framework.Empty();
        empty = empty.WithOptions(empty.Options.WithConcurrentBuild(false));
        usual = [.. Framework.UsualAnalyzers()];
        withOurs = [.. usual, new PairingAnalyzer(), new MalformedContractAnalyzer()];
    }

    [Benchmark(Baseline = true)]
    public Task<int> UsualAnalyzers() => Build(usual);

    [Benchmark]
    public Task<int> WithOurs() => Build(withOurs);

    private async Task<int> Build(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var compilation = empty.AddSyntaxTrees(sources.Select(source =>
            CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Latest), source.Path)));
        var reported = await compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
                options, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false))
            .GetAllDiagnosticsAsync();
        return reported.Length;
    }
}
