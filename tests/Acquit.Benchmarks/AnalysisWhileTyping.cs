using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Benchmarks;

/// <summary>
/// One keystroke in one document among a hundred: what the compiler has to say about that document in the new compilation, and
/// what our analyzers have, which look at the others too.
/// </summary>
public class AnalysisWhileTyping
{
    private const int Documents = 100;

    private MeasuredCode code = null!;
    private CSharpCompilation before = null!;
    private SyntaxTree open = null!;
    private int caret;
    private int keystrokes;

    [Params(Subject.WithoutPairs, Subject.WithPairs)]
    public Subject Code { get; set; }

    [GlobalSetup]
    public void Read()
    {
        var sources = Code == Subject.WithPairs ? CodeWithPairs.Sources(Documents) : CodeWithoutPairs.Sources(Documents);
        code = MeasuredCode.Of(sources);
        before = code.Parse();
        open = before.SyntaxTrees[Documents / 2];
        caret = sources[Documents / 2].Text.IndexOf("foreach", StringComparison.Ordinal);
        MeasuredCode.Bind(before);
    }

    [Benchmark(Baseline = true)]
    public int Compiler() => Type(out var edited).GetSemanticModel(edited).GetDiagnostics().Length;

    [Benchmark]
    public Task<int> Idle() => Analyze(Analyzers.Idle);

    [Benchmark]
    public Task<int> Ours() => Analyze(Analyzers.Ours);

    private CSharpCompilation Type(out SyntaxTree edited)
    {
        var text = open.GetText();
        edited = open.WithChangedText(text.WithChanges(new TextChange(new TextSpan(caret, 0), $"_ = {++keystrokes}; ")));
        return before.ReplaceSyntaxTree(open, edited);
    }

    // The compiler's part, and then what an editor asks analyzers for.
    private async Task<int> Analyze(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var compilation = Type(out var edited);
        var ofCompiler = compilation.GetSemanticModel(edited).GetDiagnostics().Length;
        var run = code.With(compilation, analyzers);
        var ofAnalyzers = await run.GetAnalyzerSemanticDiagnosticsAsync(run.Compilation.GetSemanticModel(edited), filterSpan: null, CancellationToken.None);
        code.FailIfThrown();
        return ofCompiler + ofAnalyzers.Length;
    }
}
