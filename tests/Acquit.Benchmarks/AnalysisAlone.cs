using BenchmarkDotNet.Attributes;

namespace Acquit.Benchmarks;

/// <summary>
/// What our analyzers cost by themselves, without those of the SDK, which share much of what they need. The ratio to an analyzer
/// that does nothing is ours; what that costs over binding is the compiler's.
/// </summary>
public class AnalysisAlone
{
    private MeasuredCode code = null!;

    [Params(Subject.WithoutPairs, Subject.WithPairs, Subject.Stress)]
    public Subject Code { get; set; }

    [GlobalSetup]
    public void Read() => code = MeasuredCode.Of(Code);

    [Benchmark]
    public int Bind() => MeasuredCode.Bind(code.Parse());

    [Benchmark(Baseline = true)]
    public Task<int> Idle() => code.Analyze(code.Parse(), Analyzers.Idle);

    [Benchmark]
    public Task<int> Ours() => code.Analyze(code.Parse(), Analyzers.Ours);
}
