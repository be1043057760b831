using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Acquit.Samples.Reports;

/// <summary>What the build says about the ported drivers.</summary>
public partial class ReportTests
{
    [Fact]
    public void The_samples_compile() => Assert.Empty(
        SampleCompilation.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));

    [Fact]
    public async Task Every_mistake_of_the_ported_drivers_is_reported_and_nothing_else()
    {
        var reports = await SampleCompilation.ReportsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ExpectedReports.All.Select(report => report.ToString()).Order(StringComparer.Ordinal),
            reports.Where(report => report.Severity >= DiagnosticSeverity.Warning || (report.Severity == DiagnosticSeverity.Info && IsOfDriver(report))).Select(SampleCompilation.PlaceOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_driver_has_its_share_of_mistakes_and_every_rule_one_that_breaks_it()
    {
        var drivers = SampleCompilation.Trees.Select(tree => tree.FilePath).Where(path => path.StartsWith("AsPorted/", StringComparison.Ordinal));
        Assert.All(drivers, driver => Assert.True(ExpectedReports.All.Count(report => report.File == driver) >= 3));
        Assert.Equal(
            ["ACQ101", "ACQ102", "ACQ103", "ACQ104", "ACQ105", "ACQ106", "ACQ107", "ACQ108", "ACQ109", "ACQ201", "ACQ202", "ACQ203", "ACQ301", "ACQ302", "ACQ401", "ACQ402", "ACQ403", "ACQ404", "ACQ405", "ACQ406"],
            ExpectedReports.All.Select(report => report.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_ported_driver_has_been_mended()
    {
        var files = SampleCompilation.Trees.Select(tree => tree.FilePath).ToLookup(path => Path.GetDirectoryName(path), path => Path.GetFileName(path));
        Assert.Equal(files["AsPorted"], files["Mended"]);
        Assert.Equal(6, files["Mended"].Count());
    }

    [Fact]
    public void No_comment_gives_a_mistake_away() =>
        Assert.DoesNotContain(SampleCompilation.Trees, tree => RuleId().IsMatch(tree.ToString()));

    // What tries the drivers out ends with the first failure, and may leave things behind.
    private static bool IsOfDriver(Diagnostic report) => !report.Location.GetLineSpan().Path.StartsWith("Scenarios/", StringComparison.Ordinal);

    [GeneratedRegex(@"ACQ\d{3}")]
    private static partial Regex RuleId();
}
