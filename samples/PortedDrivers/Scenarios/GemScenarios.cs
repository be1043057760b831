using Acquit.Memory;
using PortedDrivers.Hardware;
using PortedDrivers.Mended;

namespace PortedDrivers.Scenarios;

internal static class GemScenarios
{
    private const string Driver = "graphics buffers (rockchip)";
    private const int Size = 6 * Page.Size;

    public static IEnumerable<Scenario> All =>
    [
        Scenario.Of(Driver, "a process draws, the display shows it", DrawAndShow),
        Scenario.Of(Driver, "the kernel fills, a process and a checksum see it", FillAndSee),
        Scenario.Of(Driver, "part of a buffer is mapped", PartOfABuffer),
        Scenario.Of(Driver, "a mapping outlives its buffer", MappingOutlivesBuffer),
        Scenario.Of(Driver, "a cursor comes from a process", CursorFromProcess),
        Scenario.Of(Driver, "a cursor goes back to a process", CursorToProcess),
        Scenario.Of(Driver, "the display is off", DisplayIsOff),
        Scenario.OfEveryFailure(Driver, Work),
    ];

    private static void DrawAndShow(Bench bench)
    {
        DisplayController display = new();
        GemDriver driver = new(bench.Kernel, display);
        GemObject obj = Create(driver);
        ulong address = Map(bench, driver.Open(obj), Size, 0);
        byte[] picture = Bench.Pattern(Size);
        Bench.CheckResult(0, bench.Process.Write(address, picture), "drawing");
        Bench.CheckSame(picture, display.Scan(), "the screen");
        driver.FreeObject(obj);
        Bench.Check(!display.IsShowing, "the display still shows the buffer");
    }

    private static void FillAndSee(Bench bench)
    {
        GemDriver driver = new(bench.Kernel, new DisplayController());
        GemObject obj = Create(driver);
        ulong address = Map(bench, driver.Open(obj), Size, 0);
        Bench.CheckResult(0, driver.Fill(obj, 7), "filling");
        byte[] expected = new byte[Size];
        Array.Fill(expected, (byte)7);
        Bench.CheckSame(expected, bench.Read(address, Size), "the buffer");
        Bench.CheckResult(0, driver.Checksum(obj, out uint sum), "summing");
        Bench.CheckResult(7 * Size, (int)sum, "the sum");
        driver.FreeObject(obj);
    }

    private static void CursorFromProcess(Bench bench)
    {
        DisplayController display = new();
        GemDriver driver = new(bench.Kernel, display);
        GemObject obj = Create(driver);
        byte[] picture = Bench.Pattern(Page.Size);
        Bench.CheckResult(0, driver.LoadCursor(obj, bench.Process, bench.MapBuffer(picture)), "loading the cursor");
        Bench.CheckSame(picture, display.Scan().AsSpan(0, Page.Size), "the screen");
        Bench.CheckResult(-Errno.EFAULT, driver.LoadCursor(obj, bench.Process, 8), "loading it from nowhere");
        driver.FreeObject(obj);
    }

    private static void CursorToProcess(Bench bench)
    {
        GemDriver driver = new(bench.Kernel, new DisplayController());
        GemObject obj = Create(driver);
        ulong address = bench.MapBuffer(Page.Size);
        Bench.CheckResult(0, driver.Fill(obj, 9), "filling");
        Bench.CheckResult(0, driver.SaveCursor(obj, bench.Process, address), "saving the cursor");
        byte[] expected = new byte[Page.Size];
        Array.Fill(expected, (byte)9);
        Bench.CheckSame(expected, bench.Read(address, Page.Size), "what was saved");
        Bench.CheckResult(-Errno.EFAULT, driver.SaveCursor(obj, bench.Process, 8), "saving it nowhere");
        driver.FreeObject(obj);
    }

    private static void PartOfABuffer(Bench bench)
    {
        DisplayController display = new();
        GemDriver driver = new(bench.Kernel, display);
        GemObject obj = Create(driver);
        ulong address = Map(bench, driver.Open(obj), 2 * Page.Size, pgoff: 3);
        byte[] drawn = Bench.Pattern(2 * Page.Size);
        Bench.CheckResult(0, bench.Process.Write(address, drawn), "drawing");
        Bench.CheckSame(drawn, display.Scan().AsSpan(3 * Page.Size, drawn.Length), "the screen");

        int err = bench.Process.Mmap(4 * Page.Size, VmFlags.Read | VmFlags.Shared, out _, driver.Open(obj), pgoff: 3);
        Bench.CheckResult(-Errno.ENXIO, err, "mapping beyond the buffer");
        driver.FreeObject(obj);
    }

    private static void MappingOutlivesBuffer(Bench bench)
    {
        GemDriver driver = new(bench.Kernel, new DisplayController());
        GemObject obj = Create(driver);
        ulong address = Map(bench, driver.Open(obj), Size, 0);
        byte[] picture = Bench.Pattern(Size);
        bench.Process.Write(address, picture);
        driver.FreeObject(obj);
        Bench.CheckSame(picture, bench.Read(address, Size), "what is still mapped");
        Bench.CheckResult(0, bench.Process.Munmap(address, Size), "unmapping");
    }

    private static void DisplayIsOff(Bench bench)
    {
        GemDriver driver = new(bench.Kernel, new DisplayController { IsOff = true });
        Bench.Check(driver.CreateObject(Size, out int err) is null, "a buffer was made");
        Bench.CheckResult(-Errno.EBUSY, err, "making a buffer");
    }

    private static int Work(Bench bench)
    {
        DisplayController display = new();
        GemDriver driver = new(bench.Kernel, display);
        GemObject? obj = driver.CreateObject(Size, out int err);
        if (obj is null)
            return err;

        byte[] picture = Bench.Pattern(Size);
        err = bench.Process.Mmap(Size, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out ulong address, driver.Open(obj));
        if (err == 0)
            err = driver.Fill(obj, 1);
        if (err == 0)
            err = bench.Process.Write(address, picture);
        if (err == 0)
            err = driver.Checksum(obj, out _);
        if (err == 0)
            Bench.CheckSame(picture, display.Scan(), "the screen");
        driver.FreeObject(obj);
        return err;
    }

    private static GemObject Create(GemDriver driver) =>
        driver.CreateObject(Size, out int err) ?? throw new ScenarioException($"making a buffer failed with {err}");

    private static ulong Map(Bench bench, FileStruct file, int length, ulong pgoff)
    {
        int err = bench.Process.Mmap(
            (ulong)length, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out ulong address, file, pgoff);
        Bench.CheckResult(0, err, "mapping the buffer");
        return address;
    }
}
