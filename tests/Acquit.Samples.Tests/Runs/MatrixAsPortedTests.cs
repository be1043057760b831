using Acquit.Memory;
using Acquit.Samples.Reports;
using PortedDrivers.AsPorted;
using PortedDrivers.Hardware;

namespace Acquit.Samples.Runs;

public class MatrixAsPortedTests
{
    [Fact]
    public void The_shadow_leaks_when_the_panel_is_dead() => Trial.Run(trial =>
    {
        Assert.Equal(-Errno.ENXIO, new MatrixDriver(trial.Kernel).Probe(new LedMatrix { IsDead = true }, out _));
        trial.AssertHeld(1, ResourceKinds.Page, Report("ACQ101", "Probe"));
    });

    [Fact]
    public void A_shadow_that_was_not_had_is_freed() => Trial.Run(trial =>
    {
        MatrixDriver driver = new(trial.Kernel);
        trial.Kernel.Injection.FailNth(nameof(KernelMemory.AllocPage), 2);
        Assert.Throws<ArgumentNullException>(() => driver.Probe(new LedMatrix(), out _));
    });

    [Fact]
    public void Both_short_mappings_leak_when_the_bus_fails() => Trial.Run(trial =>
    {
        LedMatrix matrix = new();
        MatrixDriver driver = new(trial.Kernel);
        Assert.Equal(0, driver.Probe(matrix, out var panel));
        panel!.Frame.Span.Fill(1);
        matrix.IsDead = true;
        Assert.Equal(-Errno.EIO, driver.Update(panel));
        Assert.Equal(
            ExpectedReports.All.Where(report => report is { Id: "ACQ101", Member: "Update" }).Select(report => report.Line),
            trial.Kernel.LeakReport().Held.Where(held => held.Kind == ResourceKinds.KmapLocal).Select(held => held.AcquiredAt.Line));
    });

    [Fact]
    public void The_short_mappings_are_taken_down_in_the_wrong_order() => Trial.Run(trial =>
    {
        MatrixDriver driver = new(trial.Kernel);
        Assert.Equal(0, driver.Probe(new LedMatrix(), out var panel));
        Assert.Equal(0, driver.Update(panel!));
        trial.AssertWarned(Report("ACQ109", "Update"));
    });

    [Fact]
    public void The_fault_handler_would_wait_for_itself() => Trial.Run(trial =>
    {
        var address = MapOnDemand(trial);
        var report = ExpectedReports.All.First(report => report is { Id: "ACQ201", Member: "FrameFault" });
        Trial.AssertRefused(report, () => trial.Process.Write(address, [1]));
    });

    [Fact]
    public void The_fault_handler_inserts_as_only_mmap_may() => Trial.Run(trial =>
    {
        var address = MapOnDemand(trial);
        trial.Process.Areas.Single().Flags |= VmFlags.MixedMap;
        Assert.Equal(0, trial.Process.Write(address, [1]));
        Assert.Contains(
            trial.Kernel.Warnings,
            warning => warning.CallSite is { Api: nameof(KernelMemory.VmInsertPage), Member: "InsertFrame", FileName: "MatrixDriver.cs" });
    });

    private static ExpectedReport Report(string id, string member) => ExpectedReports.Find("MatrixDriver.cs", id, member);

    private static ulong MapOnDemand(Trial trial)
    {
        MatrixDriver driver = new(trial.Kernel);
        Assert.Equal(0, driver.Probe(new LedMatrix(), out var panel));
        var file = driver.Open(panel!, mapOnDemand: true);
        Assert.Equal(0, trial.Process.Mmap(Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out var address, file));
        return address;
    }
}
