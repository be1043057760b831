using System.Reflection;
using Acquit.Agreement.Generating;
using Acquit.Memory;

namespace Acquit.Agreement.Running;

/// <summary>Runs one driver under every outcome of what it calls and every choice of what it is given.</summary>
internal static class DriverRun
{
    public const int MostRuns = 600;

    private delegate int Entry(
        KernelMemory kernel, MmStruct mm, DmaDevice device, Page first, Page second, Page[] frames, ulong user,
        bool c0, bool c1, bool c2, int n);

    public static Outcome Of(PrintedDriver driver, Type type)
    {
        Entry entry = type.GetMethod(Driver.Entry, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Entry>();
        string[] conditions = [.. Driver.Parameters.Where(one => one.Type == "bool" && driver.Mentions(one.Name)).Select(one => one.Name)];
        bool repeats = driver.Mentions("n");
        List<IReadOnlyList<HeldResource>> foreign = [];
        List<Ending> endings = [];
        OutcomeReport report = FaultInjection.ForEachOutcome(
            kernel =>
            {
                Rounds.Begin();
                endings.Add(new Ending());
                Stage stage = new(kernel);
                foreign.Add(kernel.LeakReport().Held);
                return stage;
            },
            (kernel, stage) =>
            {
                bool Choose(string name) => conditions.Contains(name) && kernel.Injection.Choose(name);
                (bool c0, bool c1, bool c2) = (Choose("c0"), Choose("c1"), Choose("c2"));
                int n = repeats ? kernel.Injection.Choose("n", 3) : 0;
                endings[^1] = new Ending { Given = (c0, c1, c2, n) };
                int result = entry(kernel, stage.Mm, stage.Device, stage.First, stage.Second, stage.Frames, stage.User, c0, c1, c2, n);
                endings[^1] = endings[^1] with { Result = result, Passed = [.. Rounds.Passed] };
            },
            new OutcomeBounds { Runs = MostRuns },
            () => new KernelMemory(32, new KernelMemoryOptions { Backing = MemoryBacking.Portable }));
        if (report.Runs.Any(run => run.Exception is EndlessLoopException))
            return new Outcome([], [], report.Runs.Count, [], [], IsComplete: false);
        Dictionary<(string, int), Mishap> found = [];
        List<ImmutableArray<Mishap>> perRun = [.. report.Runs.Zip(foreign).Select(one => MishapReader.Read(driver, one.First, one.Second).ToImmutableArray())];
        foreach (Mishap mishap in perRun.SelectMany(mishaps => mishaps))
        {
            // What comes of a failure that nobody asks for may come of another way as well.
            if (!found.TryAdd((mishap.Rule, mishap.Line), mishap) && found[(mishap.Rule, mishap.Line)].IsUntested && !mishap.IsUntested)
                found[(mishap.Rule, mishap.Line)] = mishap;
        }

        // Helpers say who they are as they begin.
        IEnumerable<string> entered = report.Runs.SelectMany(run => run.Choices).Select(choice => choice.Call.Api);
        return new Outcome([.. found.Values], [Driver.Entry, .. entered], report.Runs.Count, TakenForCallers(report, endings), GivenForCallers(perRun, endings), report.IsComplete);
    }

    private static ImmutableHashSet<int> TakenForCallers(OutcomeReport report, List<Ending> endings)
    {
        ILookup<int, Ending> left = report.Runs.Zip(endings)
            .Where(one => one.Second.Result is not null)
            .SelectMany(one => one.First.Leaks.Groups.Select(group => (group.AcquiredAt.Line, Ending: one.Second)))
            .ToLookup(one => one.Line, one => one.Ending);
        return
        [
            .. left.Where(line => !endings.Except(line).Any(other => other.Passed.Contains(line.Key) && line.Any(one => one.Given == other.Given && one.Result == other.Result)))
                .Select(line => line.Key),
        ];
    }

    private static ImmutableHashSet<int> GivenForCallers(List<ImmutableArray<Mishap>> perRun, List<Ending> endings)
    {
        ILookup<int, Ending> given = perRun.Zip(endings)
            .SelectMany(one => one.First.Where(mishap => mishap.Rule is "ACQ104" or "ACQ106").Select(mishap => (mishap.Line, Ending: one.Second)))
            .ToLookup(one => one.Line, one => one.Ending);
        return [.. given.Where(line => !endings.Except(line).Any(other => other.Result >= 0 && line.Any(one => one.Given == other.Given))).Select(line => line.Key)];
    }

    /// <summary>What a caller knows of a run, and the lines of the entry that it has come past; no result where it was broken off.</summary>
    private sealed record Ending
    {
        public (bool, bool, bool, int) Given { get; init; }

        public int? Result { get; init; }

        public ImmutableHashSet<int> Passed { get; init; } = [];
    }
}
