namespace Acquit.Memory;

/// <summary>
/// The free stretches of a range of pages: a tree by address in which every node knows the longest stretch below it, so that the
/// lowest that is long enough is found without looking at the others. Not synchronized.
/// </summary>
internal sealed class FreeRanges
{
    private Node? root;
    private uint random = 0x9e37_79b9;

    public FreeRanges(int pages) => Give(0, pages);

    /// <summary>The number of pages in all stretches.</summary>
    public int Pages { get; private set; }

    /// <summary>The length of the longest stretch.</summary>
    public int Longest => root?.Longest ?? 0;

    /// <returns>The lowest address with so many free pages, which are free no longer; -1 when there is none.</returns>
    public int TakeLowest(int count)
    {
        if (Longest < count)
        {
            return -1;
        }

        Pages -= count;
        return TakeLowest(ref root!, count);
    }

    /// <summary>Frees pages, and joins them with free neighbours.</summary>
    public void Give(int start, int count)
    {
        Pages += count;
        Split(root, start, out Node? below, out Node? above);
        int end = start + count;
        if (below is not null && Last(below) is { } left && left.End == start)
        {
            start = left.Start;
            below = WithoutLast(below);
        }

        if (above is not null && First(above) is { } right && right.Start == end)
        {
            end = right.End;
            above = WithoutFirst(above);
        }

        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        root = Join(Join(below, new Node(start, end - start, random)), above);
    }

    private static int TakeLowest(ref Node node, int count)
    {
        int at;
        if (node.Left is not null && node.Left.Longest >= count)
        {
            at = TakeLowest(ref node.Left, count);
        }
        else if (node.Length < count)
        {
            at = TakeLowest(ref node.Right!, count);
        }
        else
        {
            at = node.Start;
            node.Start += count;
            node.Length -= count;
            if (node.Length == 0)
            {
                node = Join(node.Left, node.Right)!;
                return at;
            }
        }

        node.Measure();
        return at;
    }

    private static void Split(Node? node, int at, out Node? below, out Node? above)
    {
        if (node is null)
        {
            below = above = null;
        }
        else if (node.Start < at)
        {
            Split(node.Right, at, out node.Right, out above);
            node.Measure();
            below = node;
        }
        else
        {
            Split(node.Left, at, out below, out node.Left);
            node.Measure();
            above = node;
        }
    }

    private static Node? Join(Node? below, Node? above)
    {
        if (below is null || above is null)
        {
            return below ?? above;
        }

        if (below.Priority > above.Priority)
        {
            below.Right = Join(below.Right, above);
            below.Measure();
            return below;
        }

        above.Left = Join(below, above.Left);
        above.Measure();
        return above;
    }

    private static Node First(Node node) => node.Left is null ? node : First(node.Left);

    private static Node Last(Node node) => node.Right is null ? node : Last(node.Right);

    private static Node? WithoutFirst(Node node)
    {
        if (node.Left is null)
        {
            return node.Right;
        }

        node.Left = WithoutFirst(node.Left);
        node.Measure();
        return node;
    }

    private static Node? WithoutLast(Node node)
    {
        if (node.Right is null)
        {
            return node.Left;
        }

        node.Right = WithoutLast(node.Right);
        node.Measure();
        return node;
    }

    /// <summary>One stretch. The priorities are random, which keeps the tree shallow.</summary>
    private sealed class Node(int start, int length, uint priority)
    {
        public Node? Left;
        public Node? Right;

        public int Start { get; set; } = start;

        public int Length { get; set; } = length;

        public int Longest { get; private set; } = length;

        public uint Priority { get; } = priority;

        public int End => Start + Length;

        public void Measure() => Longest = Math.Max(Length, Math.Max(Left?.Longest ?? 0, Right?.Longest ?? 0));
    }
}
