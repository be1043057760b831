using Acquit.Memory;
using PortedDrivers.Hardware;
using PortedDrivers.Mended;

namespace PortedDrivers.Scenarios;

internal static class SurfaceScenarios
{
    private const string Driver = "coherent surfaces (vmwgfx)";
    private const int Pages = 20;
    private const int Size = Pages * Page.Size;

    public static IEnumerable<Scenario> All =>
    [
        Scenario.Of(Driver, "what a process writes is sent, page by page", OnlyWhatWasWritten),
        Scenario.Of(Driver, "three quiet updates, and the driver has itself asked; three busy ones, and it looks again", MethodsChange),
        Scenario.Of(Driver, "a page that is mapped while the driver has itself asked is asked about", MappedWhileAsked),
        Scenario.Of(Driver, "what was written before a surface is taken away is sent afterwards", PickedUp),
        Scenario.Of(Driver, "two processes and two surfaces", TwoProcesses),
        Scenario.Of(Driver, "a fault waits for the reservation without the mmap lock", FaultWaits),
        Scenario.Of(Driver, "the host is full, or lost", HostIsLost),
        Scenario.OfEveryFailure(Driver, Work, mayRecover: true),
    ];

    private static void OnlyWhatWasWritten(Bench bench)
    {
        SurfaceHost host = new();
        SurfaceDriver driver = new(bench.Kernel, host);
        Surface surface = Create(driver);
        ulong address = Map(bench.Process, driver, surface);
        byte[] picture = Bench.Pattern(Size);
        Bench.CheckResult(0, bench.Process.Write(address, picture), "drawing");
        Update(driver, surface, host, sent: Pages);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");

        Draw(bench.Process, address, picture, 3, 11);
        Update(driver, surface, host, sent: 2);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        Update(driver, surface, host, sent: 0);
        Bench.CheckResult(Pages, driver.CountMapped(surface), "counting what is mapped");
        driver.DestroySurface(surface);
        Bench.CheckResult(-Errno.EFAULT, bench.Process.Write(address, [1]), "drawing to a surface that is gone");
    }

    private static void MethodsChange(Bench bench)
    {
        SurfaceHost host = new();
        SurfaceDriver driver = new(bench.Kernel, host);
        Surface surface = Create(driver);
        ulong address = Map(bench.Process, driver, surface);
        byte[] picture = new byte[Size];
        Draw(bench.Process, address, picture, 0, 1, 2, 3);
        Update(driver, surface, host, sent: 4);

        for (int quiet = 0; quiet < 3; quiet++)
        {
            Bench.Check(surface.Method == DirtyMethod.PageTable, $"the driver has itself asked after {quiet} quiet updates");
            Update(driver, surface, host, sent: 0);
        }

        Bench.Check(surface.Method == DirtyMethod.MkWrite, "the driver still looks at page tables");
        for (int busy = 0; busy < 3; busy++)
        {
            Draw(bench.Process, address, picture, 1);
            Update(driver, surface, host, sent: 1);
            Bench.Check(surface.Method == DirtyMethod.MkWrite, "one page of twenty was much");
        }

        for (int busy = 0; busy < 3; busy++)
        {
            Bench.Check(surface.Method == DirtyMethod.MkWrite, $"the driver looks at page tables after {busy} busy updates");
            Draw(bench.Process, address, picture, 5, 6, 7, 8);
            Update(driver, surface, host, sent: 4);
            Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        }

        Bench.Check(surface.Method == DirtyMethod.PageTable, "the driver still has itself asked");
        Draw(bench.Process, address, picture, 5, 19);
        Update(driver, surface, host, sent: 2);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        driver.DestroySurface(surface);
    }

    private static void MappedWhileAsked(Bench bench)
    {
        SurfaceHost host = new();
        SurfaceDriver driver = new(bench.Kernel, host);
        Surface surface = Create(driver);
        ulong address = Map(bench.Process, driver, surface);
        for (int quiet = 0; quiet < 3; quiet++)
            Update(driver, surface, host, sent: 0);

        byte[] picture = new byte[Size];
        Bench.CheckSame(picture, bench.Read(address, Size), "the surface before it is drawn to");
        Update(driver, surface, host, sent: 0);
        Draw(bench.Process, address, picture, 2, 2, 17);
        Update(driver, surface, host, sent: 2);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        Draw(bench.Process, address, picture, 2);
        Update(driver, surface, host, sent: 1);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        driver.DestroySurface(surface);
    }

    private static void PickedUp(Bench bench)
    {
        SurfaceHost host = new();
        SurfaceDriver driver = new(bench.Kernel, host);
        Surface surface = Create(driver);
        ulong address = Map(bench.Process, driver, surface);
        byte[] picture = new byte[Size];
        Draw(bench.Process, address, picture, 4, 9);

        driver.Unmap(surface);

        Bench.CheckResult(0, driver.CountMapped(surface), "counting what is mapped");
        Update(driver, surface, host, sent: 2);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        Draw(bench.Process, address, picture, 9);
        Update(driver, surface, host, sent: 1);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        driver.DestroySurface(surface);
    }

    private static void TwoProcesses(Bench bench)
    {
        SurfaceHost host = new();
        SurfaceDriver driver = new(bench.Kernel, host);
        Surface first = Create(driver);
        Surface second = Create(driver);
        using MmStruct other = bench.Kernel.CreateMm();
        ulong here = Map(bench.Process, driver, second);
        ulong there = Map(other, driver, second);
        Map(other, driver, first);
        byte[] picture = new byte[Size];
        Draw(bench.Process, here, picture, 1, 2);
        Draw(other, there, picture, 2, 3);

        Update(driver, first, host, sent: 0);
        Bench.CheckResult(4, driver.CountMapped(second), "counting what is mapped");
        Update(driver, second, host, sent: 3);
        Bench.CheckSame(picture, host.Content(second.Number), "the surface");
        int err = other.Mmap(2 * Size, VmFlags.Read | VmFlags.Shared, out _, driver.Open(), second.Offset);
        Bench.CheckResult(-Errno.EINVAL, err, "mapping beyond a surface");
        driver.DestroySurface(second);
        driver.DestroySurface(first);
    }

    private static void FaultWaits(Bench bench)
    {
        SurfaceHost host = new();
        SurfaceDriver driver = new(bench.Kernel, host);
        Surface surface = Create(driver);
        ulong address = Map(bench.Process, driver, surface);
        byte[] picture = new byte[Size];
        surface.Reservation.MutexLock();
        Companion writer = new(() => Draw(bench.Process, address, picture, 6));
        writer.Join(20);

        // Would never end, if the writer waited for us with the mmap lock held.
        Companion mapper = new(() => bench.MapBuffer(Page.Size));
        mapper.Join();
        surface.Reservation.MutexUnlock();
        writer.Join();
        bench.Kernel.Injection.FailNext(nameof(KernelMutex.MutexTrylock));
        Draw(bench.Process, address, picture, 7);
        Update(driver, surface, host, sent: 2);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        driver.DestroySurface(surface);
    }

    private static void HostIsLost(Bench bench)
    {
        SurfaceHost host = new() { IsFull = true };
        SurfaceDriver driver = new(bench.Kernel, host);
        Bench.Check(driver.CreateSurface(Pages, out int err) is null, "a surface was made");
        Bench.CheckResult(-Errno.ENOSPC, err, "making a surface");

        host.IsFull = false;
        Surface surface = Create(driver);
        ulong address = Map(bench.Process, driver, surface);
        byte[] picture = new byte[Size];
        Draw(bench.Process, address, picture, 0, 5);
        host.IsLost = true;
        Bench.CheckResult(-Errno.EIO, driver.Update(surface), "updating");
        host.IsLost = false;
        Update(driver, surface, host, sent: 2);
        Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        driver.DestroySurface(surface);
    }

    private static int Work(Bench bench)
    {
        SurfaceHost host = new();
        SurfaceDriver driver = new(bench.Kernel, host);
        Surface? surface = driver.CreateSurface(Pages, out int err);
        if (surface is null)
            return err;

        byte[] picture = Bench.Pattern(Size);
        err = bench.Process.Mmap(Size, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out ulong address, driver.Open(), surface.Offset);
        if (err == 0)
            err = bench.Process.Write(address, picture);
        if (err == 0)
            err = driver.Update(surface);
        if (err == 0)
            Bench.CheckSame(picture, host.Content(surface.Number), "the surface");
        int mapped = err == 0 ? driver.CountMapped(surface) : 0;
        driver.DestroySurface(surface);
        return Math.Min(err, mapped);
    }

    private static Surface Create(SurfaceDriver driver) =>
        driver.CreateSurface(Pages, out int err) ?? throw new ScenarioException($"making a surface failed with {err}");

    private static ulong Map(MmStruct process, SurfaceDriver driver, Surface surface)
    {
        int err = process.Mmap(
            Size, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out ulong address, driver.Open(), surface.Offset);
        Bench.CheckResult(0, err, "mapping the surface");
        return address;
    }

    /// <summary>Draws something else than before on some pages.</summary>
    private static void Draw(MmStruct process, ulong address, byte[] picture, params int[] pages)
    {
        foreach (int page in pages)
        {
            int offset = (page * Page.Size) + (page * 3);
            picture[offset]++;
            Bench.CheckResult(0, process.Write(address + (ulong)offset, [picture[offset]]), "drawing");
        }
    }

    private static void Update(SurfaceDriver driver, Surface surface, SurfaceHost host, int sent)
    {
        int before = host.PagesSent;
        Bench.CheckResult(0, driver.Update(surface), "updating");
        Bench.CheckResult(sent, host.PagesSent - before, "the number of pages sent");
    }
}
