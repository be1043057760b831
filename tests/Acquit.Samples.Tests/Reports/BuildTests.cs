using System.Reflection;
using System.Text.Json;
using Acquit.Samples.Documentation;

namespace Acquit.Samples.Reports;

/// <summary>What the build of the projects themselves has written down: with their settings, their contract files and the SDK's compiler.</summary>
public class BuildTests
{
    [Theory]
    [InlineData("PortedDrivers", "Sources")]
    [InlineData("UsbMeter", "UsbMeter")]
    [InlineData("Journal", "Journal")]
    public void The_build_warns_of_every_mistake_and_of_nothing_else(string sample, string sources) => Assert.Equal(
        ExpectedReports.Read(sample + ".expected.txt", SampleCompilation.TreesIn(sources)).Select(report => report.ToString()).Order(StringComparer.Ordinal),
        Logged(sample).Where(IsListed).Select(result => $"{result.File}({result.Line}): {result.Id}").Order(StringComparer.Ordinal));

    // Whatever is a warning, of whomever. Of ours suggestions too, but not of what tries the drivers out: it ends with the first failure.
    private static bool IsListed((string File, int Line, string Id, string Level) result) =>
        result.Level is "warning" or "error" ||
        (result.Level == "note" && result.Id.StartsWith("ACQ", StringComparison.Ordinal) && !result.File.StartsWith("Scenarios/", StringComparison.Ordinal));

    private static List<(string File, int Line, string Id, string Level)> Logged(string sample)
    {
        var built = Path.Combine(GuidePage.Repository, "samples", sample, "obj", Configuration());
        var log = Assert.Single(Directory.EnumerateFiles(built, "build.sarif", SearchOption.AllDirectories));
        using var json = JsonDocument.Parse(File.ReadAllBytes(log));
        return [.. json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result =>
        {
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            var path = new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath.Replace('\\', '/');
            var folder = $"/samples/{sample}/";
            return (
                path[(path.LastIndexOf(folder, StringComparison.Ordinal) + folder.Length)..],
                place.GetProperty("region").GetProperty("startLine").GetInt32(),
                result.GetProperty("ruleId").GetString()!,
                result.GetProperty("level").GetString()!);
        })];
    }

    private static string Configuration() =>
        typeof(BuildTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Configuration").Value!;
}
