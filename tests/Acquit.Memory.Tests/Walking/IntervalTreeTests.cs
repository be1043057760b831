using Xunit;

namespace Acquit.Memory.Tests.Walking;

public sealed class IntervalTreeTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 400)]
    [InlineData(3, 4000)]
    public void It_finds_what_a_list_finds_whatever_comes_and_goes(int seed, int span)
    {
        Random random = new(seed);
        IntervalTree<string> tree = new();
        List<IntervalTree<string>.Node> list = [];
        for (int step = 0; step < 3000; step++)
        {
            if (list.Count > 0 && random.Next(3) == 0)
            {
                int gone = random.Next(list.Count);
                tree.Remove(list[gone]);
                list.RemoveAt(gone);
            }
            else
            {
                ulong first = (ulong)random.Next(span);
                list.Add(tree.Insert($"{step}", first, first + (ulong)random.Next(span / 4)));
            }

            ulong from = (ulong)random.Next(span);
            ulong to = from + (ulong)random.Next(span / 4);
            Assert.Equal(Names(list.Where(node => node.First <= to && node.Last >= from)), Found(tree, from, to));
            Assert.Equal(list.Count, tree.Count);
        }

        Assert.Equal(Names(list), Found(tree, 0, ulong.MaxValue));
    }

    [Fact]
    public void It_stays_low_when_ranges_come_in_order_and_when_half_of_them_go()
    {
        const int Count = 1 << 14;
        IntervalTree<string> tree = new();
        IntervalTree<string>.Node[] nodes =
            [.. Enumerable.Range(0, Count).Select(i => tree.Insert("", (ulong)i * 8, ((ulong)i * 8) + 7))];
        Assert.InRange(Height(nodes), 14, 60);

        foreach (IntervalTree<string>.Node node in nodes.Where((_, i) => i % 2 == 0))
        {
            tree.Remove(node);
        }

        Assert.InRange(Height([.. nodes.Where((_, i) => i % 2 == 1)]), 13, 60);
    }

    [Fact]
    public void Ranges_are_closed_and_reach_to_the_last_number()
    {
        IntervalTree<string> tree = new();
        tree.Insert("point", 7, 7);
        tree.Insert("rest", 9, ulong.MaxValue);

        Assert.Equal(["point"], Found(tree, 0, 7));
        Assert.Equal([], Found(tree, 8, 8));
        Assert.Equal(["rest"], Found(tree, ulong.MaxValue, ulong.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Insert("backwards", 2, 1));
        Assert.Equal(2, tree.Count);
    }

    [Fact]
    public void Those_that_begin_together_come_in_the_order_in_which_they_were_added()
    {
        IntervalTree<string> tree = new();
        for (int i = 0; i < 20; i++)
        {
            tree.Insert($"{i}", 5, 5 + (ulong)(i % 3));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), Found(tree, 5, 5));
    }

    [Fact]
    public void Finding_allocates_nothing()
    {
        IntervalTree<string> tree = new();
        for (ulong i = 0; i < 100; i++)
        {
            tree.Insert("", i, i + 10);
        }

        int found = Count(tree);
        long before = GC.GetAllocatedBytesForCurrentThread();
        found += Count(tree);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(60, found);
    }

    private static int Count(IntervalTree<string> tree)
    {
        int count = 0;
        for (IntervalTree<string>.Node? node = tree.FirstOverlap(50, 69); node is not null; node = tree.NextOverlap(node, 50, 69))
        {
            count++;
        }

        return count;
    }

    private static List<string> Found(IntervalTree<string> tree, ulong first, ulong last)
    {
        List<string> found = [];
        for (IntervalTree<string>.Node? node = tree.FirstOverlap(first, last); node is not null; node = tree.NextOverlap(node, first, last))
        {
            found.Add(node.Item);
        }

        return found;
    }

    /// <summary>In the order of the tree: by beginning, then by age, which is where they stand in the list.</summary>
    private static List<string> Names(IEnumerable<IntervalTree<string>.Node> nodes) =>
        [.. nodes.OrderBy(node => node.First).Select(node => node.Item)];

    private static int Height(IntervalTree<string>.Node[] nodes) => nodes.Max(node =>
    {
        int depth = 0;
        for (IntervalTree<string>.Node? at = node; at is not null; at = at.Parent)
        {
            depth++;
        }

        return depth;
    });
}
