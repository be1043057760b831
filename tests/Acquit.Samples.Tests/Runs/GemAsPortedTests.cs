using Acquit.Memory;
using Acquit.Samples.Reports;
using PortedDrivers.AsPorted;
using PortedDrivers.Hardware;

namespace Acquit.Samples.Runs;

public class GemAsPortedTests
{
    private const int Size = 4 * Page.Size;

    [Fact]
    public void The_first_page_leaks_when_there_are_not_enough() => Trial.Run(trial =>
    {
        trial.Kernel.Injection.FailNth(nameof(KernelMemory.AllocPage), 4);
        Assert.Null(new GemDriver(trial.Kernel, new DisplayController()).CreateObject(Size, out _));
        trial.AssertHeld(1, ResourceKinds.Page, Report("ACQ101", "CreateObject"));
    });

    [Fact]
    public void The_view_is_taken_down_twice_when_the_display_is_off() => Trial.Run(trial =>
    {
        GemDriver driver = new(trial.Kernel, new DisplayController { IsOff = true });
        Trial.AssertRefused(Report("ACQ104", "CreateObject"), () => driver.CreateObject(Size, out _));
    });

    [Fact]
    public void A_mapping_that_does_not_own_its_pages_is_freed_as_one_that_does() => Trial.Run(trial =>
    {
        var driver = Create(trial, out var obj);
        Trial.AssertRefused(Report("ACQ103", "Fill"), () => driver.Fill(obj, 1));
    });

    [Fact]
    public void A_mapping_is_read_after_it_was_taken_down() => Trial.Run(trial =>
    {
        var driver = Create(trial, out var obj);
        var bug = Assert.Throws<KernelBugException>(() => driver.Checksum(obj, out _));
        Assert.Contains("Vunmap in Checksum", bug.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Mapping_inserts_as_only_a_fault_handler_may() => Trial.Run(trial =>
    {
        var driver = Create(trial, out var obj);
        Assert.Equal(0, trial.Process.Mmap(Size, VmFlags.Read | VmFlags.Shared, out _, driver.Open(obj)));
        Assert.Contains(
            trial.Kernel.Warnings,
            warning => warning.CallSite is { Api: nameof(KernelMemory.VmfInsertPage), Member: "InsertPages", FileName: "GemDriver.cs" });
    });

    [Fact]
    public void The_cursor_is_never_had_because_a_long_hold_has_to_be_a_pin() => Trial.Run(trial =>
    {
        var driver = Create(trial, out var obj);
        Assert.Equal(-Errno.EFAULT, driver.LoadCursor(obj, trial.Process, trial.MapBuffer(new byte[Page.Size])));
        Assert.Contains(
            trial.Kernel.Warnings,
            warning => warning.CallSite is { Api: nameof(MmStruct.GetUserPagesFast), Member: "LoadCursor", FileName: "GemDriver.cs" });
    });

    private static ExpectedReport Report(string id, string member) => ExpectedReports.Find("GemDriver.cs", id, member);

    private static GemDriver Create(Trial trial, out GemObject obj)
    {
        GemDriver driver = new(trial.Kernel, new DisplayController());
        obj = driver.CreateObject(Size, out _)!;
        return driver;
    }
}
