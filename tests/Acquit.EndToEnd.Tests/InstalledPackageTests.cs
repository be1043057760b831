using System.Text.RegularExpressions;
using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What somebody sees who installs the packages, builds, runs and fixes a driver.</summary>
public sealed partial class InstalledPackageTests(PackedPackages packages)
{
    [Fact]
    public async Task A_driver_is_built_with_the_warnings_its_comments_name_and_runs()
    {
        var project = await FreshProject.CreateAsync(packages, "Driver");

        var log = await project.BuildAsync();
        Assert.Equal(ExpectedIn(project), log.Results.Select(result => $"{result.File}({result.Line}): {result.Level} {result.Id}").Order());

        var output = await project.RunAsync();
        Assert.Contains("two pages: 0, three: -14", output, StringComparison.Ordinal);
        Assert.Contains("2 page-pin still held", output, StringComparison.Ordinal);
    }

    // The comments of the sources, and of the contract file, say what is reported on their lines.
    private static IEnumerable<string> ExpectedIn(FreshProject project) => project.Sources
        .SelectMany(file => File.ReadLines(file).SelectMany((line, index) => Expectation().Matches(line)
            .Select(match => $"{Path.GetFileName(file)}({index + 1}): warning {match.Groups["id"].Value}")))
        .Order();

    [GeneratedRegex(@"(//|#) (?<id>ACQ\d{3})$")]
    private static partial Regex Expectation();
}
