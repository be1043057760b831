using System.Text;
using Acquit.Memory;
using Acquit.Samples.Reports;
using PortedDrivers.AsPorted;
using PortedDrivers.Hardware;

namespace Acquit.Samples.Runs;

public class PipeAsPortedTests
{
    [Fact]
    public void The_command_page_leaks_when_the_host_is_full() => Trial.Run(trial =>
    {
        PipeDriver driver = new(trial.Kernel, new PipeHost(trial.Kernel) { IsFull = true });
        Assert.Equal(-Errno.EBUSY, driver.Open(out _));
        trial.AssertHeld(1, ResourceKinds.Page, Report("ACQ101", "Open"));
    });

    [Fact]
    public void A_pinned_page_cannot_be_put() => Trial.Run(trial =>
    {
        var (driver, pipe, _) = Open(trial);
        var name = trial.MapBuffer(Encoding.ASCII.GetBytes("upper\0"));
        Trial.AssertRefused(Report("ACQ103", "Connect"), () => driver.Connect(pipe, trial.Process, name));
    });

    [Fact]
    public void The_short_mapping_leaks_when_the_name_has_no_end() => Trial.Run(
        trial =>
        {
            var (driver, pipe, _) = Open(trial);
            var endless = new byte[Page.Size];
            Array.Fill(endless, (byte)'x');
            Assert.Equal(-Errno.EINVAL, driver.Connect(pipe, trial.Process, trial.MapBuffer(endless)));
            trial.AssertHeld(1, ResourceKinds.KmapLocal, Report("ACQ101", "Connect"));
        },
        MisuseReaction.Warn);

    [Fact]
    public void The_pins_leak_when_the_host_fails() => Trial.Run(trial =>
    {
        var (driver, pipe, host) = Open(trial);
        host.NextStatus = -Errno.EIO;
        // Pins do not count on the page of zeroes, which untouched memory is: the process has to have written first.
        var written = trial.MapBuffer(new byte[3 * Page.Size]);
        Assert.Equal(-Errno.EIO, driver.Write(pipe, trial.Process, written, 3 * Page.Size));
        trial.AssertHeld(3, ResourceKinds.PagePin, Report("ACQ101", "TransferBuffers"));
    });

    [Fact]
    public void More_is_unpinned_than_was_pinned_when_the_pin_was_short() => Trial.Run(trial =>
    {
        var (driver, pipe, _) = Open(trial);
        var buffer = trial.MapBuffer(new byte[3 * Page.Size]);
        Assert.Equal(3 * Page.Size, driver.Write(pipe, trial.Process, buffer, 3 * Page.Size));
        trial.Kernel.Injection.PartialNext(nameof(MmStruct.PinUserPagesFast), 2);
        Trial.AssertRefused(Report("ACQ107", "TransferBuffers"), () => driver.Read(pipe, trial.Process, buffer, 3 * Page.Size));
    });

    [Fact]
    public void The_command_page_is_written_after_it_was_freed() => Trial.Run(trial =>
    {
        var (driver, pipe, _) = Open(trial);
        var bug = Assert.Throws<KernelBugException>(() => driver.Close(pipe));
        Assert.Contains("is free", bug.Message, StringComparison.Ordinal);
        Assert.Contains("FreePage in Close", bug.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Pages_cannot_be_looked_up_without_the_mmap_lock() => Trial.Run(trial =>
    {
        var (driver, _, _) = Open(trial);
        var buffer = trial.MapBuffer(new byte[Page.Size]);
        Trial.AssertRefused(Report("ACQ301", "Probe"), () => driver.Probe(trial.Process, buffer));
    });

    [Fact]
    public void Writing_to_a_process_under_the_mmap_lock_may_wait_for_it() => Trial.Run(trial =>
    {
        var (driver, pipe, _) = Open(trial);
        var buffer = trial.MapBuffer(new byte[Page.Size]);
        Assert.Equal(0, driver.TellId(pipe, trial.Process, buffer));
        trial.AssertWarned(Report("ACQ302", "TellId"));
    });

    [Fact]
    public void The_page_of_the_log_leaks() => Trial.Run(trial =>
    {
        PipeDriver driver = new(trial.Kernel, new PipeHost(trial.Kernel));
        Assert.Equal(0, driver.StartLog());
        trial.AssertHeld(1, ResourceKinds.Page, Report("ACQ108", "StartLog"));
    });

    private static ExpectedReport Report(string id, string member) => ExpectedReports.Find("PipeDriver.cs", id, member);

    private static (PipeDriver, Pipe, PipeHost) Open(Trial trial)
    {
        PipeHost host = new(trial.Kernel);
        PipeDriver driver = new(trial.Kernel, host);
        Assert.Equal(0, driver.Open(out var pipe));
        return (driver, pipe!, host);
    }
}
