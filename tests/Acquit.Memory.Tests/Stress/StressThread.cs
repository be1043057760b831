using System.Diagnostics;

namespace Acquit.Memory.Tests.Stress;

/// <summary>One thread of random operations: what it does next, and what it has to give back.</summary>
internal sealed class StressThread(StressWorld world, int seed, int index)
{
    private const int MostHeld = 48;

    [ThreadStatic]
    private static StressThread? current;

    private readonly List<Action> held = [];
    private readonly Queue<string> last = [];
    private long value = 1_000_000 * (index + 1);

    /// <summary>The thread that a callback runs on.</summary>
    public static StressThread Current => current!;

    public StressWorld World { get; } = world;

    public KernelMemory Kernel { get; } = world.Kernel;

    public Random Random { get; } = new(seed);

    /// <summary>The areas this thread has mapped into shared processes.</summary>
    public List<Region> Regions { get; } = [];

    /// <summary>The processes that only this thread uses.</summary>
    public List<MmStruct> Children { get; } = [];

    /// <summary>Which thread it is, from 0 on.</summary>
    public int Index { get; } = index;

    /// <summary>What it has written last to its bytes of a page.</summary>
    public Dictionary<(SlotArea Area, int Page), long> Slots { get; } = [];

    /// <summary>How many operations were done.</summary>
    public long Done { get; private set; }

    /// <summary>What went wrong.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>A value that this thread has not written anywhere yet.</summary>
    public long NextValue() => ++value;

    public bool Chance(int oneIn) => Random.Next(oneIn) == 0;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Random.Next(choices.Length)];

    /// <summary>Something is held from now on, and given back some time later, in any order.</summary>
    public void Hold(Action release) => held.Add(release);

    /// <summary>A range of a process: this thread's, another's which may be gone, or a child's copy of one.</summary>
    public Region? PickRegion()
    {
        Region? region = Regions.Count > 0 && !Chance(3)
            ? Regions[Random.Next(Regions.Count)]
            : Volatile.Read(ref World.Regions[Random.Next(World.Regions.Length)]);
        return region is not null && Children.Count > 0 && Chance(4)
            ? region with { Mm = Children[Random.Next(Children.Count)] }
            : region;
    }

    public MmStruct PickProcess() =>
        Children.Count > 0 && Chance(4)
            ? Children[Random.Next(Children.Count)]
            : World.Processes[Random.Next(World.Processes.Length)];

    public void Run(TimeSpan duration)
    {
        current = this;
        try
        {
            for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < duration && !World.HasFailed; Done++)
            {
                if (held.Count > 0 && Random.Next(MostHeld) < held.Count)
                {
                    GiveBack(Random.Next(held.Count));
                }
                else
                {
                    Action<StressThread> operation = StressOperations.All[Random.Next(StressOperations.All.Length)];
                    Note(operation);
                    operation(this);
                }

                Note("between operations");
            }

            while (held.Count > 0 && !World.HasFailed)
            {
                GiveBack(Random.Next(held.Count));
            }

            Note("finished");
        }
        catch (Exception exception)
        {
            Failure = exception;
            World.HasFailed = true;
        }
        finally
        {
            current = null;
        }
    }

    /// <summary>What it was doing, for the message of a failure.</summary>
    public string Describe()
    {
        lock (last)
        {
            return $"seed {seed}: {Done} operations, the last: {string.Join(", ", last)}\n{Failure}";
        }
    }

    private void GiveBack(int index)
    {
        Action release = held[index];
        held[index] = held[^1];
        held.RemoveAt(held.Count - 1);
        Note(release);
        release();
    }

    private void Note(Delegate what) => Note($"{what.Method.DeclaringType?.Name}.{what.Method.Name}");

    private void Note(string what)
    {
        lock (last)
        {
            if (last.Count == 8)
            {
                last.Dequeue();
            }

            last.Enqueue(what);
        }
    }
}
