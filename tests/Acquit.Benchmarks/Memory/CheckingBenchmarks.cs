using BenchmarkDotNet.Attributes;

namespace Acquit.Benchmarks.Memory;

/// <summary>What checking costs: switched off by option, beside compiled out by the process's switch. The aim is less than 3 %.</summary>
/// <remarks>
/// Two copies of the same code differ by several percent, by where it and its data happen to lie. Each of these is the mean of
/// several copies.
/// </remarks>
[MemoryDiagnoser]
[MinColumn]
public class CheckingBenchmarks
{
    private const int Copies = 8;

    private Func<int>[] compiledOut = [];
    private Func<int>[] off = [];
    private Func<int>[] on = [];

    [GlobalSetup]
    public void MakeCopies()
    {
        compiledOut = Make(compiledOut: true, checking: false);
        off = Make(compiledOut: false, checking: false);
        on = Make(compiledOut: false, checking: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Copies)]
    public int ChecksCompiledOut() => RunAll(compiledOut);

    [Benchmark(OperationsPerInvoke = Copies)]
    public int CheckingOff() => RunAll(off);

    [Benchmark(OperationsPerInvoke = Copies)]
    public int CheckingOn() => RunAll(on);

    private static Func<int>[] Make(bool compiledOut, bool checking) =>
        [.. Enumerable.Range(0, Copies).Select(_ => LayerCopy.MakeRound(compiledOut, checking))];

    private static int RunAll(Func<int>[] rounds)
    {
        int pinned = 0;
        foreach (Func<int> round in rounds)
        {
            pinned += round();
        }

        return pinned;
    }
}
