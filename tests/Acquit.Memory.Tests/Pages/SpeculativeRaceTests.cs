using System.Diagnostics;
using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>
/// Owner and speculator race for the last reference of a compound page, again and again. If the owner asks whether it was
/// compound after it dropped its own reference, the speculator may have freed it, and somebody else allocated it, in between.
/// </summary>
public class SpeculativeRaceTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    [Fact]
    public void Whether_a_block_is_compound_is_asked_before_the_reference_is_dropped()
    {
        // More pairs than processors: only a thread that is stopped between the two steps leaves the other time enough.
        Pair[] pairs = [.. Enumerable.Range(0, 3).Select(_ => new Pair())];

        Parallel.ForEach(pairs, new ParallelOptions { MaxDegreeOfParallelism = pairs.Length }, pair => pair.Run());

        Assert.All(pairs, pair =>
        {
            Assert.True(pair.Rounds > 0);
            Assert.Empty(pair.Errors);
            Assert.Equal(pair.FreeBefore, pair.FreeAfter);
        });
    }

    private sealed class Pair
    {
        private const int Order = 3;

        private readonly KernelMemory kernel = new(
            17, new KernelMemoryOptions { Backing = MemoryBacking.Portable, Checking = false, PoisonFreedPages = false });

        private Page? offered;
        private bool taken;
        private bool stop;
        private bool failed;

        public List<Exception> Errors { get; } = [];

        public int Rounds { get; private set; }

        public int FreeBefore { get; private set; }

        public int FreeAfter { get; private set; }

        public void Run()
        {
            FreeBefore = kernel.FreePageCount;
            Thread speculator = new(() => Guard(Speculate));
            speculator.Start();
            Guard(Own);
            Volatile.Write(ref stop, true);
            speculator.Join();
            FreeAfter = kernel.FreePageCount;
            kernel.Dispose();
        }

        private void Own()
        {
            // Frames that were freed twice are counted twice: no need to go on then.
            Stopwatch watch = Stopwatch.StartNew();
            while (watch.Elapsed < Duration && kernel.FreePageCount <= FreeBefore)
            {
                if (kernel.AllocPages(GfpFlags.Atomic | GfpFlags.Comp, Order) is not { } page)
                {
                    continue;
                }

                Volatile.Write(ref taken, false);
                Volatile.Write(ref offered, page);
                SpinWait.SpinUntil(() => Volatile.Read(ref taken) || Volatile.Read(ref failed));
                kernel.FreePages(page, Order);
                Rounds++;
            }
        }

        private void Speculate()
        {
            while (!Volatile.Read(ref stop))
            {
                if (Interlocked.Exchange(ref offered, null) is not { } page)
                {
                    continue;
                }

                kernel.GetPage(page);
                Volatile.Write(ref taken, true);
                kernel.PutPage(page);
                if (kernel.AllocPages(GfpFlags.Atomic, Order) is { } reused)
                {
                    kernel.FreePages(reused, Order);
                }
            }
        }

        private void Guard(Action action)
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                lock (Errors)
                {
                    Errors.Add(error);
                }

                Volatile.Write(ref failed, true);
            }
        }
    }
}
