using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public class FreeRangesTests
{
    [Fact]
    public void The_lowest_gap_that_is_large_enough_is_taken()
    {
        FreeRanges ranges = new(20);
        Assert.Equal(0, ranges.TakeLowest(5));
        Assert.Equal(5, ranges.TakeLowest(5));
        Assert.Equal(10, ranges.TakeLowest(5));
        ranges.Give(2, 3);
        ranges.Give(10, 5);

        Assert.Equal(10, ranges.TakeLowest(4));
        Assert.Equal(2, ranges.TakeLowest(3));
        Assert.Equal(14, ranges.TakeLowest(6));
        Assert.Equal(-1, ranges.TakeLowest(1));
    }

    [Fact]
    public void Neighbours_become_one_gap_whichever_comes_back_first()
    {
        FreeRanges ranges = new(9);
        Assert.Equal(0, ranges.TakeLowest(9));
        ranges.Give(0, 3);
        ranges.Give(6, 3);
        Assert.Equal(3, ranges.Longest);
        ranges.Give(3, 3);

        Assert.Equal(9, ranges.Longest);
        Assert.Equal(9, ranges.Pages);
    }

    [Fact]
    public void Random_taking_and_giving_agrees_with_an_array_of_flags()
    {
        const int Size = 300;
        Random random = new(11);
        FreeRanges ranges = new(Size);
        bool[] taken = new bool[Size];
        List<(int Start, int Count)> held = [];
        for (int step = 0; step < 20_000; step++)
        {
            if (held.Count == 0 || random.Next(2) == 0)
            {
                int count = random.Next(1, 30);
                int expected = LowestGap(taken, count);
                Assert.Equal(expected, ranges.TakeLowest(count));
                if (expected >= 0)
                {
                    Array.Fill(taken, true, expected, count);
                    held.Add((expected, count));
                }
            }
            else
            {
                int which = random.Next(held.Count);
                (int start, int count) = held[which];
                held.RemoveAt(which);
                Array.Fill(taken, false, start, count);
                ranges.Give(start, count);
            }

            Assert.Equal(taken.Count(flag => !flag), ranges.Pages);
        }
    }

    private static int LowestGap(bool[] taken, int count)
    {
        int run = 0;
        for (int i = 0; i < taken.Length; i++)
        {
            run = taken[i] ? 0 : run + 1;
            if (run == count)
            {
                return i - count + 1;
            }
        }

        return -1;
    }
}
