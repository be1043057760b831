using Acquit.Memory;
using BenchmarkDotNet.Attributes;

namespace Acquit.Benchmarks.Memory;

/// <summary>Cleaning with a record, beside a loop over as many entries in an array that sets bits in a bitmap.</summary>
[MemoryDiagnoser]
public class CleanBenchmarks
{
    private const int Entries = 1 << 20;
    private const long Dirty = 0x40;

    private readonly long[] plainEntries = new long[Entries];
    private readonly ulong[] bitmap = new ulong[Entries / 64];
    private TrackedEntries tracked = null!;

    /// <summary>Of how many entries one is dirty.</summary>
    [Params(1, 16)]
    public int OneIn { get; set; }

    [GlobalSetup]
    public void Map() => tracked = new TrackedEntries(Entries);

    [GlobalCleanup]
    public void Unmap() => tracked.Dispose();

    [IterationSetup]
    public void MakeDirty()
    {
        for (int i = 0; i < Entries; i++)
        {
            plainEntries[i] = 3 | (i % OneIn == 0 ? Dirty : 0);
        }

        tracked.MakeDirty(OneIn);
        Array.Clear(bitmap);
    }

    [Benchmark(Baseline = true)]
    public ulong LoopOverAnArray()
    {
        ulong total = 0;
        for (int i = 0; i < plainEntries.Length; i++)
        {
            long entry = plainEntries[i];
            if ((entry & Dirty) != 0)
            {
                plainEntries[i] = entry & ~Dirty;
                bitmap[i >> 6] |= 1UL << (i & 63);
                total++;
            }
        }

        return total;
    }

    [Benchmark]
    public ulong CleanAndRecord()
    {
        ulong first = 0;
        ulong end = 0;
        return tracked.Kernel.CleanRecordSharedMappingRange(tracked.Mapping, 0, Entries, 0, bitmap, ref first, ref end);
    }
}
