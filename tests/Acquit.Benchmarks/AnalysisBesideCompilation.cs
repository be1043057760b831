using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Analyzers.Rules;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Benchmarks;

/// <summary>What the analyzers add to a compilation: the ratio to compiling alone is the number to look at.</summary>
public class AnalysisBesideCompilation
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> analyzers = [new PairingAnalyzer(), new MalformedContractAnalyzer()];

    private CSharpCompilation empty = null!;
    private ImmutableArray<(string Path, string Text)> sources;
    private AnalyzerOptions options = null!;

    public enum Subject
    {
        /// <summary>Code that mentions nothing that has a contract.</summary>
        WithoutPairs,

        /// <summary>The case files, in which nearly every method acquires something.</summary>
        CaseFiles,
    }

    [Params(Subject.WithoutPairs, Subject.CaseFiles)]
    public Subject Code { get; set; }

    [GlobalSetup]
    public void Read()
    {
        sources = Code == Subject.CaseFiles ? CaseFiles.Sources() : CodeWithoutPairs.Sources();
        options = new AnalyzerOptions(Code == Subject.CaseFiles ? CaseFiles.ContractFiles() : []);
        empty = Framework.Empty();
        var errors = Parse().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
            throw new InvalidOperationException("What is measured does not compile: " + string.Join(Environment.NewLine, errors));
    }

    [Benchmark(Baseline = true)]
    public bool Compile() => Emit(Parse());

    [Benchmark]
    public async Task<int> CompileAndAnalyze()
    {
        var compilation = Parse();
        var reported = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        Emit(compilation);
        return reported.Length;
    }

    private CSharpCompilation Parse() =>
        empty.AddSyntaxTrees(sources.Select(source =>
            CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Latest), source.Path)));

    private static bool Emit(CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        return result.Success ? true : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
    }
}
