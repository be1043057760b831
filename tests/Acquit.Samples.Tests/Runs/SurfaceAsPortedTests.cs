using Acquit.Memory;
using Acquit.Samples.Reports;
using PortedDrivers.AsPorted;
using PortedDrivers.Hardware;

namespace Acquit.Samples.Runs;

public class SurfaceAsPortedTests
{
    private const int Pages = 4;

    [Fact]
    public void The_pages_leak_when_the_host_is_full() => Trial.Run(trial =>
    {
        SurfaceDriver driver = new(trial.Kernel, new SurfaceHost { IsFull = true });
        Assert.Null(driver.CreateSurface(Pages, out var error));
        Assert.Equal(-Errno.ENOSPC, error);
        trial.AssertHeld(Pages, ResourceKinds.Page, Report("ACQ101", "CreateSurface"));
    });

    [Fact]
    public void The_reservation_is_given_back_twice_when_the_host_is_lost() => Trial.Run(trial =>
    {
        SurfaceHost host = new();
        var driver = Create(trial, host, out var surface);
        Assert.Equal(0, trial.Process.Write(Map(trial, driver), [1]));
        host.IsLost = true;
        Trial.AssertRefused(Report("ACQ104", "Update"), () => driver.Update(surface));
    });

    [Fact]
    public void The_lock_of_the_areas_is_given_back_although_trying_to_take_it_failed() => Trial.Run(trial =>
    {
        var driver = Create(trial, new SurfaceHost(), out var surface);
        trial.Kernel.Injection.FailNext(nameof(AddressSpace.IMmapTrylockRead));
        Trial.AssertRefused(Report("ACQ106", "CountMapped"), () => driver.CountMapped(surface));
    });

    [Fact]
    public void The_reservation_is_kept_when_a_write_is_refused() => Trial.Run(trial =>
    {
        SurfaceHost host = new();
        var driver = Create(trial, host, out var surface);
        var address = Map(trial, driver);
        for (var quiet = 0; quiet < 3; quiet++)
            Assert.Equal(0, driver.Update(surface));

        host.IsLost = true;
        Assert.Equal(-Errno.EFAULT, trial.Process.Write(address, [1]));
        trial.AssertHeld(1, ResourceKinds.Mutex, Report("ACQ101", "SurfaceMkwrite"));
    });

    [Fact]
    public void The_walk_waits_for_the_reservation_under_the_lock_of_a_table() => Trial.Run(trial =>
    {
        var driver = Create(trial, new SurfaceHost(), out var surface);
        Assert.Equal(0, trial.Process.Write(Map(trial, driver), [1]));
        Assert.Equal(1, driver.CountMapped(surface));
        trial.AssertWarned(Report("ACQ201", "CountEntry"));
    });

    private static ExpectedReport Report(string id, string member) => ExpectedReports.Find("SurfaceDriver.cs", id, member);

    private static SurfaceDriver Create(Trial trial, SurfaceHost host, out Surface surface)
    {
        SurfaceDriver driver = new(trial.Kernel, host);
        surface = driver.CreateSurface(Pages, out _)!;
        return driver;
    }

    private static ulong Map(Trial trial, SurfaceDriver driver)
    {
        const VmFlags shared = VmFlags.Read | VmFlags.Write | VmFlags.Shared;
        Assert.Equal(0, trial.Process.Mmap(Pages * Page.Size, shared, out var address, driver.Open()));
        return address;
    }
}
