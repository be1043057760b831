using Acquit.Memory;
using Acquit.Samples.Reports;
using PortedDrivers.AsPorted;
using PortedDrivers.Hardware;

namespace Acquit.Samples.Runs;

public class BlitAsPortedTests
{
    private const int Pages = 3;

    [Fact]
    public void The_pins_leak_when_there_is_no_page_for_descriptors() => Trial.Run(trial =>
    {
        trial.Kernel.Injection.FailNext(nameof(KernelMemory.AllocPage));
        Assert.Equal(-Errno.ENOMEM, Blit(trial));
        trial.AssertHeld(Pages, ResourceKinds.PagePin, Report("ACQ101", "Blit"));
    });

    [Fact]
    public void The_engine_is_started_on_descriptors_it_cannot_reach() => Trial.Run(trial =>
    {
        var bug = Assert.Throws<KernelBugException>(() => Blit(trial));
        Assert.Contains("cannot reach", bug.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_mapping_that_failed_is_taken_down() => Trial.Run(trial =>
    {
        trial.Kernel.Injection.FailNth(nameof(DmaDevice.DmaMapPage), 2);
        Trial.AssertRefused(Report("ACQ106", "Blit"), () => Blit(trial));
    });

    [Fact]
    public void The_page_for_the_status_is_unpinned_twice() => Trial.Run(trial =>
    {
        BlitDriver driver = new(trial.Kernel, new BlitEngine(trial.Kernel, Page.Size));
        var buffer = trial.MapBuffer(pages: 1);
        Trial.AssertRefused(Report("ACQ104", "Status"), () => driver.Status(trial.Process, buffer));
    });

    [Fact]
    public void The_page_that_the_engine_writes_is_not_pinned() => Trial.Run(trial =>
    {
        BlitDriver driver = new(trial.Kernel, new BlitEngine(trial.Kernel, Page.Size));
        Assert.Equal(0, driver.Peek(trial.Process, trial.MapBuffer(pages: 1)));
        Assert.Equal(0, trial.Kernel.NrFollPinAcquired);
    });

    private static ExpectedReport Report(string id, string member) => ExpectedReports.Find("BlitDriver.cs", id, member);

    private static int Blit(Trial trial)
    {
        var buffer = trial.MapBuffer(new byte[Pages * Page.Size]);
        BlitRequest request = new(buffer, Page.Size, 0, Page.Size, Page.Size, Pages, ToDevice: true);
        return new BlitDriver(trial.Kernel, new BlitEngine(trial.Kernel, 16 * Page.Size)).Blit(trial.Process, request);
    }
}
