using Xunit;

namespace Acquit.Memory.Tests.Stress;

/// <summary>
/// Random operations on everything at once, from twice as many threads as there are processors; afterwards nothing may be left. How
/// long is in the variable ACQUIT_STRESS_SECONDS, 30 unless set; a seed to begin with in ACQUIT_STRESS_SEED, any unless set.
/// </summary>
/// <remarks>The interleaving differs from run to run, so that a seed makes a failure likely to come again, and not certain.</remarks>
public abstract class StressTests(MemoryBacking backing, bool check)
{
    /// <summary>Longer than anything takes on a busy machine: who is not done then never will be.</summary>
    private static readonly TimeSpan Hung = TimeSpan.FromMinutes(3);

    public sealed class OnSharedMemoryWithChecking() : StressTests(MemoryBacking.Automatic, check: true);

    public sealed class OnPortableMemoryWithoutChecking() : StressTests(MemoryBacking.Portable, check: false);

    [Fact]
    public void Nothing_is_left_after_random_operations_of_many_threads()
    {
        TimeSpan duration = TimeSpan.FromSeconds(Setting("ACQUIT_STRESS_SECONDS") ?? 30);
        int seed = Setting("ACQUIT_STRESS_SEED") ?? Random.Shared.Next(1_000_000);
        StressWorld world = new(backing, check);
        StressThread[] workers = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(index => new StressThread(world, seed + index, index))];
        Thread[] threads = [.. workers.Select(worker => new Thread(() => worker.Run(duration)) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        DateTime end = DateTime.UtcNow + duration + Hung;
        bool[] ended = [.. threads.Select(thread => thread.Join(end > DateTime.UtcNow ? end - DateTime.UtcNow : TimeSpan.Zero))];

        Assert.True(
            ended.All(done => done) && workers.All(worker => worker.Failure is null),
            $"ACQUIT_STRESS_SEED={seed}\n{string.Join('\n', workers.Select((worker, i) => (ended[i] ? "" : "HUNG ") + worker.Describe()))}");
        Exception? left = Record.Exception(world.End);
        Assert.True(left is null, $"ACQUIT_STRESS_SEED={seed}\n{left}");
        Assert.All(workers, worker => Assert.InRange(worker.Done, 10, long.MaxValue));
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
