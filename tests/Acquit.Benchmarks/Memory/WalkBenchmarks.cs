using Acquit.Memory;
using BenchmarkDotNet.Attributes;

namespace Acquit.Benchmarks.Memory;

/// <summary>A walk over a million present entries, beside a plain loop that calls a delegate a million times.</summary>
[MemoryDiagnoser]
public class WalkBenchmarks
{
    private const int Entries = 1 << 20;

    private static readonly MmWalkOps CountingOps = new() { PteEntry = Count };

    private readonly long[] plainEntries = new long[Entries];
    private PlainCallback plain = null!;
    private KernelMemory kernel = null!;
    private MmStruct mm = null!;
    private ulong start;
    private static long counted;

    private delegate int PlainCallback(ref long entry, ulong address, ulong next);

    [GlobalSetup]
    public void MapEntries()
    {
        kernel = new KernelMemory(16, new KernelMemoryOptions { Checking = false });
        mm = kernel.CreateMm();
        start = TrackedEntries.MapZeroes(mm, Entries);
        plain = CountPlain;
        Array.Fill(plainEntries, 1);
    }

    [GlobalCleanup]
    public void Unmap()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Benchmark(Baseline = true)]
    public long LoopOverADelegate()
    {
        ulong address = start;
        for (int i = 0; i < plainEntries.Length; i++)
        {
            if (plain(ref plainEntries[i], address, address + Page.Size) != 0)
            {
                break;
            }

            address += Page.Size;
        }

        return counted;
    }

    [Benchmark]
    public long Walk()
    {
        mm.MmapReadLock();
        int error = kernel.WalkPageRange(mm, start, start + ((ulong)Entries * Page.Size), CountingOps);
        mm.MmapReadUnlock();
        return error + counted;
    }

    private static int Count(PageTableSlot entry, ulong address, ulong next, ref MmWalk walk)
    {
        counted += entry.IsPresent ? 1 : 0;
        return 0;
    }

    private static int CountPlain(ref long entry, ulong address, ulong next)
    {
        counted += (Volatile.Read(ref entry) & 1) != 0 ? 1 : 0;
        return 0;
    }
}
