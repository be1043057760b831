using Acquit.Memory;
using PortedDrivers.Mended;

namespace PortedDrivers.Scenarios;

internal static class ShmemScenarios
{
    private const string Driver = "saved states in memory files (i915)";
    private const int Length = 5 * Page.Size;

    public static IEnumerable<Scenario> All =>
    [
        Scenario.Of(Driver, "a state is saved, mapped as one piece and loaded", SaveAndLoad),
        Scenario.Of(Driver, "a state is copied to disk, or the copy is called off", CopyToDisk),
        Scenario.Of(Driver, "the mapping and the file are the same bytes", SameBytes),
        Scenario.Of(Driver, "reclaim leaves a mapped state alone, and saves one that is not", Reclaim),
        Scenario.Of(Driver, "a state is copied over another", Copy),
        Scenario.Of(Driver, "a state that is not as expected, or too small", Differences),
        Scenario.OfEveryFailure(Driver, Work),
    ];

    private static void SaveAndLoad(Bench bench)
    {
        ShmemState states = new(bench.Kernel);
        byte[] state = Bench.Pattern(Length);
        using ShmemFile file = Create(states, state);
        byte[] registers = new byte[Length];
        Bench.CheckResult(0, states.LoadState(file, registers), "loading");
        Bench.CheckSame(state, registers, "the loaded state");
        Bench.CheckResult(0, states.Verify(file, state), "verifying");
    }

    private static void CopyToDisk(Bench bench)
    {
        ShmemState states = new(bench.Kernel);
        byte[] state = Bench.Pattern(Length);
        using ShmemFile file = Create(states, state);
        using MemoryStream disk = new();
        Bench.CheckResult(0, states.SaveState(file, disk, CancellationToken.None), "saving");
        Bench.CheckSame(state, disk.ToArray(), "the copy on disk");

        bool calledOff = false;
        try
        {
            states.SaveState(file, disk, new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            calledOff = true;
        }

        Bench.Check(calledOff, "the copy was not called off");
        Bench.CheckResult(Length / Page.Size, file.Reclaim(), "reclaim");
    }

    private static void SameBytes(Bench bench)
    {
        ShmemState states = new(bench.Kernel);
        byte[] state = Bench.Pattern(Length);
        using ShmemFile file = Create(states, state);
        VmArea? area = states.ShmemPinMap(file);
        Bench.Check(area is not null, "the state could not be mapped");

        byte[] late = Bench.Pattern(3000, seed: 2);
        area!.Write(Page.Size - 100, late);
        late.CopyTo(state.AsSpan(Page.Size - 100));
        Bench.CheckResult(0, states.Verify(file, state), "verifying what was written to the mapping");

        byte[] early = Bench.Pattern(2 * Page.Size, seed: 3);
        Bench.CheckResult(0, states.Write(file, 50, early), "writing");
        byte[] seen = new byte[early.Length];
        area.Read(50, seen);
        Bench.CheckSame(early, seen, "what was written to the file");
        states.ShmemUnpinMap(file, area);
    }

    private static void Reclaim(Bench bench)
    {
        ShmemState states = new(bench.Kernel);
        byte[] state = Bench.Pattern(Length);
        using ShmemFile file = Create(states, state);
        VmArea? area = states.ShmemPinMap(file);
        Bench.Check(area is not null, "the state could not be mapped");
        Bench.CheckResult(0, file.Reclaim(), "reclaim of a mapped state");
        states.ShmemUnpinMap(file, area!);
        Bench.CheckResult(Length / Page.Size, file.Reclaim(), "reclaim");
        Bench.CheckResult(0, states.Verify(file, state), "verifying what was swapped out");
    }

    private static void Copy(Bench bench)
    {
        ShmemState states = new(bench.Kernel);
        byte[] state = Bench.Pattern(Length);
        using ShmemFile from = Create(states, state);
        using ShmemFile to = Create(states, new byte[Length]);
        Bench.CheckResult(0, states.CopyState(from, to), "copying");
        Bench.CheckResult(Length / Page.Size, to.Reclaim(), "reclaim");
        Bench.CheckResult(0, states.Verify(to, state), "verifying the copy");
    }

    private static void Differences(Bench bench)
    {
        ShmemState states = new(bench.Kernel);
        byte[] state = Bench.Pattern(Length);
        using ShmemFile file = Create(states, state);
        using ShmemFile small = Create(states, new byte[Page.Size]);
        state[Page.Size + 7] ^= 1;
        Bench.CheckResult(-Errno.EIO, states.Verify(file, state), "verifying");
        Bench.CheckResult(-Errno.EINVAL, states.LoadState(small, new byte[Length]), "loading a small state");
        Bench.CheckResult(-Errno.EINVAL, states.CopyState(file, small), "copying to a small state");
        Bench.CheckResult(-Errno.EINVAL, states.Verify(small, new byte[Length]), "verifying a small state");
    }

    private static int Work(Bench bench)
    {
        ShmemState states = new(bench.Kernel);
        byte[] state = Bench.Pattern(Length);
        byte[] registers = new byte[Length];
        using ShmemFile? file = states.CreateFromData(state, out int err);
        if (file is null)
            return err;

        using ShmemFile? copy = states.CreateFromData(new byte[Length], out err);
        if (copy is null)
            return err;

        err = states.CopyState(file, copy);
        if (err == 0)
            err = states.LoadState(copy, registers);
        if (err == 0)
            err = states.Verify(copy, state);
        if (err == 0)
            Bench.CheckSame(state, registers, "the loaded state");
        return err;
    }

    private static ShmemFile Create(ShmemState states, byte[] data) =>
        states.CreateFromData(data, out int err) ?? throw new ScenarioException($"saving a state failed with {err}");
}
