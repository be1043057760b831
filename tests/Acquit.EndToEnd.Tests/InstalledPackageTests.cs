using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What somebody sees who installs the packages, builds and runs a driver, and lets it be fixed.</summary>
public sealed class InstalledPackageTests(InstalledDriver driver) : IClassFixture<InstalledDriver>
{
    [Fact]
    public void The_build_warns_of_what_the_comments_name_and_of_nothing_else() =>
        Assert.Equal(driver.Expected, driver.AsItCame.Places);

    [Fact]
    public void The_log_of_the_compiler_has_the_steps_of_the_path_in_order()
    {
        Assert.Equal(
            ["15: 'PinUserPagesFast' takes it", "16: after 'pinned < 0' was false", "18: after 'pinned != count'", "19: the method returns at line 19"],
            driver.AsItCame.Results.Single(result => result is { File: "UserBuffer.cs", Id: "ACQ101" }).Path);
        // The place that is reported is the last here.
        Assert.Equal(
            ["29: 'GetUserPagesFast' takes it", "30: after 'held < 1' was false", "33: released here, by an API of another kind"],
            driver.AsItCame.Results.Single(result => result is { File: "UserBuffer.cs", Id: "ACQ103" }).Path);
    }

    [Fact]
    public void The_driver_runs_against_the_memory_layer_which_tells_of_the_same_leak()
    {
        Assert.Contains("two pages: 0, three: -14", driver.Output, StringComparison.Ordinal);
        Assert.Contains("2 page-pin still held", driver.Output, StringComparison.Ordinal);
        Assert.Contains(driver.AsItCame.Results, result => result is { Id: "ACQ101", File: "UserBuffer.cs" } && result.Message.Contains("PinUserPagesFast"));
    }

    [Fact]
    public void The_fixes_leave_none_of_their_warnings_and_bring_no_new_ones() =>
        Assert.Equal(
            driver.AsItCame.Results.Select(result => result.Id).Except(InstalledDriver.FixedRules).Order(),
            driver.AfterFixes.Results.Select(result => result.Id).Distinct().Order());

    [Fact]
    public void The_fixed_driver_does_its_work_and_holds_nothing_at_the_end()
    {
        Assert.Contains("two pages: 0, three: -14", driver.OutputAfterFixes, StringComparison.Ordinal);
        Assert.Contains("nothing is held", driver.OutputAfterFixes, StringComparison.Ordinal);
    }
}
