using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What <c>dotnet format analyzers</c> alone makes of a driver that was written against the oldest names and idioms.</summary>
public sealed class MigrationTests(MigratedDriver driver) : IClassFixture<MigratedDriver>
{
    [Theory]
    [InlineData("FrameBuffer.cs")]
    [InlineData("Firmware.cs")]
    public void The_driver_becomes_the_one_that_was_mended_by_hand(string file) =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Migrated", file)), driver.Source(file), ignoreLineEndingDifferences: true);

    [Fact]
    public void It_was_reported_before_and_is_not_any_more()
    {
        Assert.Contains(driver.AsItCame.Results, result => result.Id == "ACQ201");
        Assert.DoesNotContain(driver.AfterFixes.Results, result => result.Id.StartsWith("ACQ", StringComparison.Ordinal));
    }

    [Fact]
    public void It_does_its_work_and_holds_nothing_at_the_end()
    {
        Assert.Contains("shown: 0 9, snapshot: 0, copied: 7", driver.Output, StringComparison.Ordinal);
        Assert.Contains("loaded: 0 5, sum: 11", driver.Output, StringComparison.Ordinal);
        Assert.Contains("warnings: 0", driver.Output, StringComparison.Ordinal);
        Assert.Contains("nothing is held", driver.Output, StringComparison.Ordinal);
    }
}
