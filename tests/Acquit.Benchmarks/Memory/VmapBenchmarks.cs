using Acquit.Memory;
using BenchmarkDotNet.Attributes;

namespace Acquit.Benchmarks.Memory;

/// <summary>
/// Mapping pages in runs of neighbours, and unmapping them lazily, beside one call of the system for each run. Both go through a
/// range of the same size, and clear it with few calls when it is full.
/// </summary>
[MemoryDiagnoser]
public class VmapBenchmarks
{
    private readonly List<Page> blocks = [];
    private KernelMemory kernel = null!;
    private BareMappings bare = null!;
    private Page[] pages = null!;
    private int[] runs = null!;

    [ParamsSource(nameof(Shapes))]
    public Shape Pages { get; set; }

    public static IEnumerable<Shape> Shapes => [new(1, 1), new(16, 16), new(256, 1), new(256, 16), new(256, 256)];

    [GlobalSetup]
    public void Allocate()
    {
        kernel = new KernelMemory(4096, new KernelMemoryOptions { Checking = false, VmallocPages = 1 << 16 });
        bare = new BareMappings(4096, kernel.LazyVmapLimit);
        int order = int.Log2(Pages.Total / Pages.Runs);
        for (int i = 0; i < Pages.Runs; i++)
        {
            // Neighbours of the runs stay allocated, so that two runs never become one.
            blocks.Add(kernel.AllocPages(GfpFlags.Kernel, order)!);
            _ = kernel.AllocPages(GfpFlags.Kernel, order)!;
        }

        pages = [.. blocks.SelectMany(block => Enumerable.Range(0, 1 << order).Select(i => kernel.NthPage(block, i)))];
        runs = [.. blocks.Select(block => (int)block.Pfn)];
        int found = 1 + Enumerable.Range(1, pages.Length - 1).Count(i => pages[i].Pfn != pages[i - 1].Pfn + 1);
        if (found != Pages.Runs)
        {
            throw new InvalidOperationException($"There are {found} runs instead of {Pages.Runs}.");
        }
    }

    [GlobalCleanup]
    public void Free()
    {
        bare.Dispose();
        kernel.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void BareCalls() => bare.Map(runs, Pages.Total / Pages.Runs);

    [Benchmark]
    public void VmapAndVunmap() => kernel.Vunmap(kernel.Vmap(pages, VmapFlags.Map));

    [Benchmark]
    public void VmMapRamAndUnmap() => kernel.VmUnmapRam(kernel.VmMapRam(pages)!, pages.Length);

    /// <summary>So many pages in so many runs.</summary>
    public readonly record struct Shape(int Total, int Runs)
    {
        public override string ToString() => $"{Total} in {Runs}";
    }
}
