using System.Diagnostics;
using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>
/// Somebody who found a page without owning it races its owner, again and again. What goes wrong between two steps of one of them
/// shows in the number of free frames, or in a page that is not what its finder holds.
/// </summary>
public class SpeculativeRaceTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <summary>Asked after the drop, the finder may have freed the page, and somebody else allocated it, in between.</summary>
    [Fact]
    public void Whether_a_block_is_compound_is_asked_before_the_reference_is_dropped() => Race(() => new LastReference());

    /// <summary>The head may have become a page of its own between looking for it and counting on it.</summary>
    [Fact]
    public void A_reference_to_a_tail_counts_on_the_head_it_has_now() => Race(() => new ChangingHead());

    private static void Race(Func<Pair> create)
    {
        // More pairs than processors: only a thread that is stopped between the two steps leaves the other time enough.
        Pair[] pairs = [.. Enumerable.Range(0, 3).Select(_ => create())];

        Parallel.ForEach(pairs, new ParallelOptions { MaxDegreeOfParallelism = pairs.Length }, pair => pair.Run());

        Assert.All(pairs, pair =>
        {
            Assert.True(pair.Rounds > 0);
            Assert.Empty(pair.Errors);
            Assert.Equal(pair.FreeBefore, pair.FreeAfter);
        });
    }

    private abstract class Pair
    {
        protected const int Order = 3;

        private bool stopped;
        private bool failed;

        public List<Exception> Errors { get; } = [];

        public int Rounds { get; private set; }

        public int FreeBefore { get; private set; }

        public int FreeAfter { get; private set; }

        protected KernelMemory Kernel { get; } = new(
            17, new KernelMemoryOptions { Backing = MemoryBacking.Portable, Checking = false, PoisonFreedPages = false });

        protected bool HasFailed => Volatile.Read(ref failed);

        public void Run()
        {
            FreeBefore = Kernel.FreePageCount;
            Thread finder = new(() => Guard(() =>
            {
                while (!Volatile.Read(ref stopped))
                {
                    Find();
                }
            }));
            finder.Start();
            Guard(() =>
            {
                // Frames that were freed twice are counted twice: no need to go on then.
                for (Stopwatch watch = Stopwatch.StartNew();
                    watch.Elapsed < Duration && !HasFailed && Kernel.FreePageCount <= FreeBefore; Rounds++)
                {
                    Own();
                }
            });
            Volatile.Write(ref stopped, true);
            finder.Join();
            FreeAfter = Kernel.FreePageCount;
            Kernel.Dispose();
        }

        /// <summary>One round of the owner.</summary>
        protected abstract void Own();

        /// <summary>One round of the other.</summary>
        protected abstract void Find();

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

    private sealed class LastReference : Pair
    {
        private Page? offered;
        private bool taken;

        protected override void Own()
        {
            if (Kernel.AllocPages(GfpFlags.Atomic | GfpFlags.Comp, Order) is not { } page)
            {
                return;
            }

            Volatile.Write(ref taken, false);
            Volatile.Write(ref offered, page);
            SpinWait.SpinUntil(() => Volatile.Read(ref taken) || HasFailed);
            Kernel.FreePages(page, Order);
        }

        protected override void Find()
        {
            if (Interlocked.Exchange(ref offered, null) is not { } page)
            {
                return;
            }

            Kernel.GetPage(page);
            Volatile.Write(ref taken, true);
            Kernel.PutPage(page);
            if (Kernel.AllocPages(GfpFlags.Atomic, Order) is { } reused)
            {
                Kernel.FreePages(reused, Order);
            }
        }
    }

    private sealed class ChangingHead : Pair
    {
        private readonly Page tail;

        public ChangingHead()
        {
            // The rest of the memory is taken, so that the owner's blocks are always the same frames.
            Page block = Kernel.AllocPages(GfpFlags.Atomic, Order)!;
            while (Kernel.AllocPage(GfpFlags.Atomic) is not null)
            {
            }

            tail = Kernel.NthPage(block, 5);
            Kernel.FreePages(block, Order);
        }

        protected override void Own()
        {
            if (Kernel.AllocPages(GfpFlags.Atomic | GfpFlags.Comp, Order) is { } compound)
            {
                Kernel.FreePages(compound, Order);
            }

            if (Kernel.AllocPages(GfpFlags.Atomic, Order) is { } block)
            {
                Kernel.FreePages(block, Order);
            }
        }

        protected override void Find()
        {
            if (Kernel.GetPageUnlessZero(tail))
            {
                Kernel.PutPage(tail);
            }
        }
    }
}
