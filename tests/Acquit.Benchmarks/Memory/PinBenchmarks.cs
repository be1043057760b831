using System.Runtime.InteropServices;
using Acquit.Memory;
using BenchmarkDotNet.Attributes;

namespace Acquit.Benchmarks.Memory;

/// <summary>Pinning and unpinning pages that are there, per page, beside what no implementation can do without.</summary>
[MemoryDiagnoser]
public class PinBenchmarks
{
    private const int Pages = 512;
    private const int Threads = 2;
    private const int CallsPerThread = 200;

    private readonly Page[][] pages = [.. Enumerable.Range(0, Threads).Select(_ => new Page[Pages])];
    private readonly StrideCounter[] counters = new StrideCounter[Pages];
    private KernelMemory kernel = null!;
    private MmStruct mm = null!;
    private ulong small;
    private ulong huge;

    [GlobalSetup]
    public void MapPages()
    {
        kernel = new KernelMemory(8 * Pages, new KernelMemoryOptions { Checking = false });
        mm = kernel.CreateMm();
        small = Resident(2 * Threads * Pages, VmFlags.None);
        huge = Resident(Pages, VmFlags.HugePage);
    }

    [GlobalCleanup]
    public void Unmap()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    /// <summary>One addition to take and one to give back, on counters as far apart as those of pages.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Pages)]
    public void TwoAdditions()
    {
        for (int i = 0; i < Pages; i++)
        {
            Interlocked.Add(ref counters[i].Value, MmStruct.GupPinCountingBias);
        }

        for (int i = 0; i < Pages; i++)
        {
            Interlocked.Add(ref counters[i].Value, -MmStruct.GupPinCountingBias);
        }
    }

    [Benchmark(OperationsPerInvoke = Pages)]
    public void PinAndUnpin() => PinAndUnpin(small, pages[0]);

    [Benchmark(OperationsPerInvoke = Pages)]
    public void PinAndUnpinUnderOneHugeEntry() => PinAndUnpin(huge, pages[0]);

    [Benchmark(OperationsPerInvoke = Pages)]
    public void GetAndRelease()
    {
        _ = mm.GetUserPagesFast(small, Pages, FollFlags.None, pages[0]);
        mm.ReleasePages(pages[0], Pages);
    }

    /// <summary>Beside <see cref="ManyCallsOnTwoThreads"/>: as many calls for each thread.</summary>
    [Benchmark(OperationsPerInvoke = CallsPerThread * Pages)]
    public void ManyCallsOnOneThread() => PinOften(0);

    /// <summary>Per page, over both threads together: half of one thread's time is perfect scaling.</summary>
    [Benchmark(OperationsPerInvoke = Threads * CallsPerThread * Pages)]
    public void ManyCallsOnTwoThreads()
    {
        Task other = Task.Run(() => PinOften(1));
        PinOften(0);
        other.Wait();
    }

    private void PinOften(int thread)
    {
        ulong start = small + ((ulong)(2 * thread * Pages) * Page.Size);
        for (int i = 0; i < CallsPerThread; i++)
        {
            PinAndUnpin(start, pages[thread]);
        }
    }

    private void PinAndUnpin(ulong start, Page[] into)
    {
        _ = mm.PinUserPagesFast(start, Pages, FollFlags.Write, into);
        mm.UnpinUserPages(into, Pages);
    }

    private ulong Resident(int count, VmFlags flags)
    {
        ulong length = (ulong)count * Page.Size;
        if (mm.Mmap(length, VmFlags.Read | VmFlags.Write | flags, out ulong start) != 0)
        {
            throw new InvalidOperationException("There is no room for the pages to pin.");
        }

        for (ulong at = start; at < start + length; at += Page.Size)
        {
            if (mm.Write(at, [1]) != 0)
            {
                throw new InvalidOperationException("There are not enough pages to pin.");
            }
        }

        return start;
    }

    /// <summary>A counter with lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct StrideCounter
    {
        [FieldOffset(0)]
        public int Value;
    }
}
