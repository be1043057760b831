using Acquit.Memory;
using Acquit.Samples.Reports;
using PortedDrivers.AsPorted;

namespace Acquit.Samples.Runs;

public class ShmemAsPortedTests
{
    private const int Pages = 3;

    [Fact]
    public void The_pages_leak_when_they_cannot_be_mapped() => Trial.Run(trial =>
    {
        var states = Create(trial, out var file);
        trial.Kernel.Injection.FailNext(nameof(KernelMemory.Vmap));
        Assert.Null(states.ShmemPinMap(file));
        trial.AssertHeld(Pages, ResourceKinds.PageRef, Report("ACQ101", "ShmemPinMap"));
    });

    [Fact]
    public void The_references_that_moved_into_the_mapping_cannot_be_put_once_more() => Trial.Run(trial =>
    {
        var states = Create(trial, out var file);
        Trial.AssertRefused(Report("ACQ104", "ShmemPinMap"), () => states.ShmemPinMap(file));
    });

    [Fact]
    public void A_mapping_that_owns_its_pages_is_taken_down_as_one_that_does_not() => Trial.Run(
        trial =>
        {
            var states = Create(trial, out var file);
            Assert.Equal(0, states.LoadState(file, new byte[100]));
            trial.AssertWarned(Report("ACQ103", "LoadState"));
            Assert.True(file.Mapping.IsUnevictable);
        },
        MisuseReaction.Warn);

    [Fact]
    public void A_file_stays_mapped_when_the_copy_to_disk_is_called_off() => Trial.Run(
        trial =>
        {
            var states = Create(trial, out var file);
            Assert.Throws<OperationCanceledException>(() => states.SaveState(file, Stream.Null, new CancellationToken(canceled: true)));
            Assert.Contains(trial.Kernel.LeakReport().Held, held => held.Kind == ResourceKinds.Vmalloc);
            Assert.True(file.Mapping.IsUnevictable);
        },
        MisuseReaction.Warn);

    [Fact]
    public void The_short_mapping_leaks_on_a_difference() => Trial.Run(trial =>
    {
        var states = Create(trial, out var file);
        Assert.Equal(-Errno.EIO, states.Verify(file, new byte[100]));
        trial.AssertHeld(1, ResourceKinds.KmapLocal, Report("ACQ101", "Verify"));
    });

    [Fact]
    public void The_source_leaks_when_there_is_no_target() => Trial.Run(trial =>
    {
        var states = Create(trial, out var file);
        using ShmemFile copy = new(trial.Kernel, Pages * Page.Size);
        trial.Kernel.Injection.FailNth(nameof(KernelMemory.ShmemReadMappingPage), 2);
        Assert.Equal(-Errno.ENOMEM, states.CopyState(file, copy));
        trial.AssertHeld(1, ResourceKinds.PageRef, Report("ACQ101", "CopyState"));
    });

    [Fact]
    public void The_short_mappings_are_taken_down_in_the_wrong_order() => Trial.Run(trial =>
    {
        var states = Create(trial, out var file);
        using ShmemFile copy = new(trial.Kernel, Pages * Page.Size);
        Assert.Equal(0, states.CopyState(file, copy));
        trial.AssertWarned(Report("ACQ109", "CopyState"));
    });

    private static ExpectedReport Report(string id, string member) => ExpectedReports.Find("ShmemState.cs", id, member);

    private static ShmemState Create(Trial trial, out ShmemFile file)
    {
        ShmemState states = new(trial.Kernel);
        var data = new byte[Pages * Page.Size];
        Array.Fill(data, (byte)3);
        file = states.CreateFromData(data, out _)!;
        return states;
    }
}
