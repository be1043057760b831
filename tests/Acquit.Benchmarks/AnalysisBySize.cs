using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Benchmarks;

/// <summary>
/// How the cost grows with the code: ten times the lines should take ten times as long, with our analyzers as with one that does
/// nothing.
/// </summary>
public class AnalysisBySize
{
    private const int LinesPerFile = 410;

    private MeasuredCode code = null!;
    private CSharpCompilation parsed = null!;

    [Params(10_000, 100_000, 1_000_000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Parse()
    {
        code = MeasuredCode.Of(CodeWithoutPairs.Sources(Lines / LinesPerFile));
        parsed = code.Parse();
    }

    [Benchmark]
    public int Bind() => MeasuredCode.Bind(parsed.Clone());

    [Benchmark(Baseline = true)]
    public Task<int> Idle() => code.Analyze(parsed.Clone(), Analyzers.Idle);

    [Benchmark]
    public Task<int> Ours() => code.Analyze(parsed.Clone(), Analyzers.Ours);
}
