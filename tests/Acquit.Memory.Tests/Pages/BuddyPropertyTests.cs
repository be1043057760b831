using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>
/// The allocator against the simplest model of one: a flag per frame. Because neighbours that are both free are merged at once,
/// a block can be had exactly when some aligned run of its size is free.
/// </summary>
public class BuddyPropertyTests
{
    public static TheoryData<int, int> Cases()
    {
        TheoryData<int, int> cases = [];
        int[] sizes = [2, 3, 17, 64, 100, 1023, 1024, 1500, 3000];
        for (int seed = 0; seed < sizes.Length * 3; seed++)
        {
            cases.Add(seed, sizes[seed % sizes.Length]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_sequence_of_calls_agrees_with_the_model(int seed, int frames)
    {
        using KernelMemory kernel = new(frames, new KernelMemoryOptions { Checking = false, Backing = MemoryBacking.Portable });
        Model model = new(kernel);
        Random random = new(seed);
        for (int step = 0; step < 3000; step++)
        {
            bool allocate = model.Blocks.Count == 0 || random.Next(1000) < (step / 500 % 2 == 0 ? 600 : 400);
            if (allocate)
            {
                model.Allocate(random.Next(4) == 0 ? random.Next(11) : random.Next(4), random);
            }
            else
            {
                model.Release(random);
            }

            Assert.Equal(model.FreeFrames, kernel.FreePageCount);
        }

        model.ReleaseAll();
        model.CheckWholeAgain();
    }

    private sealed class Model
    {
        private readonly KernelMemory kernel;
        private readonly bool[] taken;

        public Model(KernelMemory kernel)
        {
            this.kernel = kernel;
            taken = new bool[kernel.TotalPages];
            taken[kernel.ZeroPage.Pfn] = true;
        }

        public List<(Page Page, int Order, bool Compound)> Blocks { get; } = [];

        public int FreeFrames => taken.Count(frame => !frame);

        public void Allocate(int order, Random random)
        {
            bool compound = random.Next(2) == 0;
            Page? page = kernel.AllocPages(compound ? GfpFlags.Kernel | GfpFlags.Comp : GfpFlags.Kernel, order);
            Assert.Equal(CanHave(order), page is not null);
            if (page is null)
            {
                return;
            }

            Assert.Equal(0UL, page.Pfn % (1UL << order));
            for (int i = 0; i < 1 << order; i++)
            {
                int frame = (int)page.Pfn + i;
                Assert.False(taken[frame], $"frame {frame} was given out twice");
                taken[frame] = true;
            }

            Blocks.Add((page, order, compound && order > 0));
        }

        public void Release(Random random)
        {
            int at = random.Next(Blocks.Count);
            (Page page, int order, bool compound) = Blocks[at];
            Blocks.RemoveAt(at);
            switch (random.Next(3))
            {
                case 0 when compound || order == 0:
                    kernel.PutPage(kernel.NthPage(page, random.Next(1 << order)));
                    break;
                case 1 when !compound && order is > 0 and < 5:
                    SplitAndFree(page, order, random);
                    break;
                default:
                    kernel.FreePages(page, order);
                    break;
            }

            Clear(page, 1 << order);
        }

        public void ReleaseAll()
        {
            foreach ((Page page, int order, _) in Blocks)
            {
                kernel.FreePages(page, order);
                Clear(page, 1 << order);
            }

            Blocks.Clear();
        }

        /// <summary>All that is free is in the largest blocks it can be in: the orders of an allocation of everything say so.</summary>
        public void CheckWholeAgain()
        {
            for (int order = 10; order >= 0; order--)
            {
                while (CanHave(order))
                {
                    Allocate(order, new Random(order));
                }
            }

            Assert.Equal(0, kernel.FreePageCount);
            Assert.Null(kernel.AllocPage(GfpFlags.Kernel));
            ReleaseAll();
        }

        private void SplitAndFree(Page page, int order, Random random)
        {
            kernel.SplitPage(page, order);
            int[] indexes = [.. Enumerable.Range(0, 1 << order)];
            random.Shuffle(indexes);
            foreach (int i in indexes)
            {
                kernel.FreePage(kernel.NthPage(page, i));
            }
        }

        private void Clear(Page page, int count) => Array.Clear(taken, (int)page.Pfn, count);

        private bool CanHave(int order)
        {
            int size = 1 << order;
            for (int start = 0; start + size <= taken.Length; start += size)
            {
                if (!taken.AsSpan(start, size).Contains(true))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
