namespace Acquit.Memory;

/// <summary>Things that each take up a closed range of numbers, found by the ranges they overlap (interval_tree).</summary>
/// <remarks>
/// A treap ordered by where ranges begin, in which each node knows how far anything below it reaches: adding and removing are
/// O(log n), the k that overlap a range are found in O(log n + k) without allocating. Not safe from several threads.
/// </remarks>
/// <typeparam name="T">What takes up the ranges.</typeparam>
internal sealed class IntervalTree<T>
    where T : class
{
    private Node? root;
    private uint random = 0x9e3779b9;

    public int Count { get; private set; }

    /// <summary>Adds a range. Those that begin at the same number stay in the order in which they were added.</summary>
    public Node Insert(T item, ulong first, ulong last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        Node added = new(item, first, last, NextPriority());
        Node? parent = null;
        for (Node? node = root; node is not null; node = first < node.First ? node.Left : node.Right)
        {
            node.SubtreeLast = Math.Max(node.SubtreeLast, last);
            parent = node;
        }

        added.Parent = parent;
        if (parent is null)
        {
            root = added;
        }
        else if (first < parent.First)
        {
            parent.Left = added;
        }
        else
        {
            parent.Right = added;
        }

        while (added.Parent is { } above && above.Priority < added.Priority)
        {
            Raise(added);
        }

        Count++;
        return added;
    }

    /// <summary>Removes what <see cref="Insert"/> answered with.</summary>
    public void Remove(Node node)
    {
        while ((node.Left ?? node.Right) is not null)
        {
            Raise(node.Right is null || (node.Left is not null && node.Left.Priority > node.Right.Priority) ? node.Left! : node.Right);
        }

        Node? parent = node.Parent;
        Replace(node, null);
        node.Parent = null;
        for (; parent is not null; parent = parent.Parent)
        {
            parent.Measure();
        }

        Count--;
    }

    /// <summary>The first of those that overlap a range, in the order in which they begin.</summary>
    public Node? FirstOverlap(ulong first, ulong last) => Leftmost(root, first, last);

    /// <summary>The one after it.</summary>
    public Node? NextOverlap(Node node, ulong first, ulong last)
    {
        Node? at = node;
        while (true)
        {
            if (at.Right is { } right && right.SubtreeLast >= first)
            {
                return Leftmost(right, first, last);
            }

            Node child;
            do
            {
                child = at;
                at = at.Parent;
                if (at is null)
                {
                    return null;
                }
            }
            while (at.Right == child);

            if (at.First > last)
            {
                return null;
            }

            if (at.Last >= first)
            {
                return at;
            }
        }
    }

    private static Node? Leftmost(Node? node, ulong first, ulong last)
    {
        while (node is not null && node.SubtreeLast >= first)
        {
            // Something on the left reaches far enough. If it begins too late, so does all that is further right.
            if (node.Left is { } left && left.SubtreeLast >= first)
            {
                node = left;
                continue;
            }

            if (node.First > last)
            {
                return null;
            }

            if (node.Last >= first)
            {
                return node;
            }

            node = node.Right;
        }

        return null;
    }

    /// <summary>Rotates a node into the place of its parent.</summary>
    private void Raise(Node node)
    {
        Node parent = node.Parent!;
        Node? moved;
        Replace(parent, node);
        if (parent.Left == node)
        {
            moved = node.Right;
            parent.Left = moved;
            node.Right = parent;
        }
        else
        {
            moved = node.Left;
            parent.Right = moved;
            node.Left = parent;
        }

        if (moved is not null)
        {
            moved.Parent = parent;
        }

        parent.Parent = node;
        parent.Measure();
        node.Measure();
    }

    /// <summary>Puts another node where one hangs from its parent.</summary>
    private void Replace(Node node, Node? other)
    {
        if (node.Parent is not { } parent)
        {
            root = other;
        }
        else if (parent.Left == node)
        {
            parent.Left = other;
        }
        else
        {
            parent.Right = other;
        }

        if (other is not null)
        {
            other.Parent = node.Parent;
        }
    }

    private uint NextPriority()
    {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        return random;
    }

    /// <summary>A range in the tree.</summary>
    public sealed class Node(T item, ulong first, ulong last, uint priority)
    {
        public T Item { get; } = item;

        public ulong First { get; } = first;

        public ulong Last { get; } = last;

        internal uint Priority { get; } = priority;

        internal Node? Parent { get; set; }

        internal Node? Left { get; set; }

        internal Node? Right { get; set; }

        /// <summary>How far anything reaches here and below.</summary>
        internal ulong SubtreeLast { get; set; } = last;

        internal void Measure() =>
            SubtreeLast = Math.Max(Last, Math.Max(Left?.SubtreeLast ?? 0, Right?.SubtreeLast ?? 0));
    }
}
