using Acquit.Memory;
using PortedDrivers.Hardware;
using PortedDrivers.Mended;

namespace PortedDrivers.Scenarios;

internal static class MatrixScenarios
{
    private const string Driver = "frame buffer of a panel (ht16k33, cfag12864b)";
    private const int FrameSize = LedMatrix.Width * LedMatrix.Height / 8;

    public static IEnumerable<Scenario> All =>
    [
        Scenario.Of(Driver, "a process draws into a frame that was mapped at once", bench => DrawAndShow(bench, mapOnDemand: false)),
        Scenario.Of(Driver, "a process draws into a frame that is mapped when touched", bench => DrawAndShow(bench, mapOnDemand: true)),
        Scenario.Of(Driver, "only bands that changed are sent", OnlyChanges),
        Scenario.Of(Driver, "a mapping beyond the frame is refused, or faults", BeyondTheFrame),
        Scenario.Of(Driver, "the bus dies", BusDies),
        Scenario.OfEveryFailure(Driver, Work),
    ];

    private static void DrawAndShow(Bench bench, bool mapOnDemand)
    {
        LedMatrix matrix = new();
        MatrixDriver driver = new(bench.Kernel);
        MatrixPanel panel = Probe(driver, matrix);
        ulong address = Map(bench, driver.Open(panel, mapOnDemand), Page.Size);

        byte[] frame = Bench.Pattern(FrameSize);
        Bench.CheckResult(0, bench.Process.Write(address, frame), "drawing");
        Bench.CheckResult(0, driver.Update(panel), "updating");
        CheckShows(matrix, frame);
        Bench.CheckSame(frame, bench.Read(address, FrameSize), "the frame");
        driver.Remove(panel);
        CheckShows(matrix, new byte[FrameSize]);
    }

    private static void OnlyChanges(Bench bench)
    {
        LedMatrix matrix = new();
        MatrixDriver driver = new(bench.Kernel);
        MatrixPanel panel = Probe(driver, matrix);
        ulong address = Map(bench, driver.Open(panel, mapOnDemand: true), Page.Size);

        bench.Process.Write(address + (FrameSize / 2), [1, 2, 4]);
        Bench.CheckResult(0, driver.Update(panel), "updating");
        Bench.CheckResult(1, matrix.BandsWritten, "the number of bands sent");
        Bench.CheckResult(0, driver.Update(panel), "updating");
        Bench.CheckResult(1, matrix.BandsWritten, "the number of bands sent");
        driver.Remove(panel);
        Bench.CheckResult(2, matrix.BandsWritten, "the number of bands sent");
    }

    private static void BeyondTheFrame(Bench bench)
    {
        MatrixDriver driver = new(bench.Kernel);
        MatrixPanel panel = Probe(driver, new LedMatrix());
        int err = bench.Process.Mmap(
            2 * Page.Size, VmFlags.Read | VmFlags.Shared, out _, driver.Open(panel, mapOnDemand: false));
        Bench.CheckResult(-Errno.EINVAL, err, "mapping two pages");

        ulong address = Map(bench, driver.Open(panel, mapOnDemand: true), 2 * Page.Size);
        Bench.CheckResult(-Errno.EFAULT, bench.Process.Write(address + Page.Size, [1]), "touching the second page");
        driver.Remove(panel);
    }

    private static void BusDies(Bench bench)
    {
        LedMatrix matrix = new() { IsDead = true };
        MatrixDriver driver = new(bench.Kernel);
        Bench.CheckResult(-Errno.ENXIO, driver.Probe(matrix, out _), "probing");

        matrix.IsDead = false;
        MatrixPanel panel = Probe(driver, matrix);
        ulong address = Map(bench, driver.Open(panel, mapOnDemand: false), Page.Size);
        byte[] frame = Bench.Pattern(FrameSize);
        bench.Process.Write(address, frame);
        matrix.IsDead = true;
        Bench.CheckResult(-Errno.EIO, driver.Update(panel), "updating");
        matrix.IsDead = false;
        Bench.CheckResult(0, driver.Update(panel), "updating again");
        CheckShows(matrix, frame);
        driver.Remove(panel);
    }

    private static int Work(Bench bench)
    {
        LedMatrix matrix = new();
        MatrixDriver driver = new(bench.Kernel);
        int err = driver.Probe(matrix, out MatrixPanel? panel);
        if (err < 0)
            return err;

        err = Draw(bench, driver, panel!, mapOnDemand: false, seed: 1);
        if (err == 0)
            err = Draw(bench, driver, panel!, mapOnDemand: true, seed: 2);
        driver.Remove(panel!);
        return err;
    }

    private static int Draw(Bench bench, MatrixDriver driver, MatrixPanel panel, bool mapOnDemand, int seed)
    {
        byte[] frame = Bench.Pattern(FrameSize, seed);
        FileStruct file = driver.Open(panel, mapOnDemand);
        int err = bench.Process.Mmap(Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out ulong address, file);
        if (err == 0)
            err = bench.Process.Write(address, frame);
        if (err == 0)
            err = driver.Update(panel);
        if (err == 0)
            CheckShows(panel.Matrix, frame);
        return err;
    }

    private static MatrixPanel Probe(MatrixDriver driver, LedMatrix matrix)
    {
        Bench.CheckResult(0, driver.Probe(matrix, out MatrixPanel? panel), "probing");
        return panel!;
    }

    private static ulong Map(Bench bench, FileStruct file, int length)
    {
        int err = bench.Process.Mmap((ulong)length, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out ulong address, file);
        Bench.CheckResult(0, err, "mapping the frame");
        return address;
    }

    private static void CheckShows(LedMatrix matrix, byte[] frame)
    {
        for (int y = 0; y < LedMatrix.Height; y++)
        {
            for (int x = 0; x < LedMatrix.Width; x++)
            {
                bool drawn = (frame[(y * LedMatrix.Width / 8) + (x / 8)] & (1 << (x % 8))) != 0;
                Bench.Check(matrix[x, y] == drawn, $"the dot at {x}, {y} is wrong");
            }
        }
    }
}
