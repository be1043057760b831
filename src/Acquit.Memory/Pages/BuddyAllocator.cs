namespace Acquit.Memory;

/// <summary>Free page frames in blocks of powers of two; neighbours that are both free become one block again.</summary>
internal sealed class BuddyAllocator
{
    public const int MaxOrder = 10;

    private const sbyte NotFree = -1;

    private readonly object gate = new();
    private readonly int frames;
    private readonly sbyte[] freeOrder;
    private readonly int[] next;
    private readonly int[] previous;
    private readonly int[] first = new int[MaxOrder + 1];

    public BuddyAllocator(int frames)
    {
        this.frames = frames;
        freeOrder = new sbyte[frames];
        next = new int[frames];
        previous = new int[frames];
        Array.Fill(freeOrder, NotFree);
        Array.Fill(first, -1);
        for (int frame = 0; frame < frames;)
        {
            int order = MaxOrder;
            while ((frame & ((1 << order) - 1)) != 0 || frame + (1 << order) > frames)
            {
                order--;
            }

            Push(frame, order);
            frame += 1 << order;
        }

        FreeFrames = frames;
    }

    public int FreeFrames { get; private set; }

    /// <returns>The first frame, or -1.</returns>
    public int Allocate(int order)
    {
        lock (gate)
        {
            int found = order;
            while (found <= MaxOrder && first[found] < 0)
            {
                found++;
            }

            if (found > MaxOrder)
            {
                return -1;
            }

            int frame = first[found];
            Remove(frame, found);
            while (found > order)
            {
                found--;
                Push(frame + (1 << found), found);
            }

            FreeFrames -= 1 << order;
            return frame;
        }
    }

    public void Free(int frame, int order)
    {
        lock (gate)
        {
            FreeFrames += 1 << order;
            while (order < MaxOrder)
            {
                int buddy = frame ^ (1 << order);
                if (buddy >= frames || freeOrder[buddy] != order)
                {
                    break;
                }

                Remove(buddy, order);
                frame &= ~(1 << order);
                order++;
            }

            Push(frame, order);
        }
    }

    private void Push(int frame, int order)
    {
        freeOrder[frame] = (sbyte)order;
        previous[frame] = -1;
        next[frame] = first[order];
        if (first[order] >= 0)
        {
            previous[first[order]] = frame;
        }

        first[order] = frame;
    }

    private void Remove(int frame, int order)
    {
        freeOrder[frame] = NotFree;
        if (previous[frame] >= 0)
        {
            next[previous[frame]] = next[frame];
        }
        else
        {
            first[order] = next[frame];
        }

        if (next[frame] >= 0)
        {
            previous[next[frame]] = previous[frame];
        }
    }
}
