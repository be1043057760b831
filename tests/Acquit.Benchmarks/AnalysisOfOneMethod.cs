using BenchmarkDotNet.Attributes;

namespace Acquit.Benchmarks;

/// <summary>A method that nobody can follow, thousands of branches over hundreds of resources: it has to be given up, and soon.</summary>
public class AnalysisOfOneMethod
{
    private const int Resources = 200;
    private const int Branches = 2000;

    private MeasuredCode code = null!;

    [GlobalSetup]
    public async Task Read()
    {
        code = MeasuredCode.Of(("Program.cs", Program()));
        var reported = await code.With(code.Parse(), Analyzers.Ours).GetAnalyzerDiagnosticsAsync();
        if (reported is not [{ Id: "ACQ903" }])
            throw new InvalidOperationException("It was not given up: " + string.Join(Environment.NewLine, reported));
    }

    [Benchmark(Baseline = true)]
    public Task<int> Idle() => code.Analyze(code.Parse(), Analyzers.Idle);

    [Benchmark]
    public Task<int> Ours() => code.Analyze(code.Parse(), Analyzers.Ours);

    private static string Program() =>
        $$"""
        using System.Runtime.InteropServices;

        static int Tangled(int n, int[] a, object o)
        {
        {{string.Concat(Enumerable.Range(0, Resources).Select(i => $"    var h{i} = GCHandle.Alloc(o);\n"))}}
        {{string.Concat(Enumerable.Range(0, Branches).Select(i => $"    if (a[{i}] > n) {{ if (h{i % Resources}.IsAllocated) h{i % Resources}.Free(); n += {i}; }}\n"))}}
            return n;
        }

        Tangled(args.Length, new int[{{Branches}}], args);
        """;
}
