using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace Acquit.Cli.Tests;

/// <summary>The log is valid by the published schema of SARIF 2.1.0, and beyond that what code-scanning services ask for.</summary>
public class SarifSchemaTests(CheckedSample sample)
{
    private static readonly Task<JsonSchema> schema = JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json"));

    [Fact]
    public async Task The_log_of_a_solution_with_findings_is_valid()
    {
        Assert.NotEmpty(SarifFile.Results(sample.Sarif));
        Assert.Empty(await ComplaintsAsync(sample.Sarif));
    }

    [Fact]
    public async Task So_is_the_log_of_what_is_new_since_a_baseline()
    {
        using var folder = TestFolder.With(("Probe.cs", TestFolder.Leak));
        Assert.Equal(ExitCode.Nothing, (await folder.RunAsync("check", ".", "--write-baseline", "--baseline", "baseline.json")).Code);
        folder.Write("Other.cs", TestFolder.Leak.Replace("Probe", "Other", StringComparison.Ordinal));
        await folder.RunAsync("check", ".", "--baseline", "baseline.json", "--sarif", "new.sarif");
        var log = folder.Read("new.sarif");
        Assert.Equal("new", Assert.Single(SarifFile.Results(log)).Element.GetProperty("baselineState").GetString());
        Assert.Empty(await ComplaintsAsync(log));
    }

    [Fact]
    public async Task So_is_the_log_of_a_check_that_could_not_see_everything()
    {
        using var folder = TestFolder.With(("code.csproj", TestFolder.Project), ("Probe.cs", TestFolder.Leak.Replace("return 0;", "return Unknown();", StringComparison.Ordinal)));
        await folder.RunAsync("check", ".", "--sarif", "gaps.sarif");
        var log = folder.Read("gaps.sarif");
        Assert.NotEmpty(SarifFile.Run(log).GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray());
        Assert.Empty(await ComplaintsAsync(log));
    }

    [Theory]
    [InlineData("/runs/0/results/0/locations/0/physicalLocation/region/startLine", "0")]
    [InlineData("/runs/0/results/0/level", "\"suggestion\"")]
    [InlineData("/runs/0/results/0/ruleIndex", "-2")]
    [InlineData("/runs/0/columnKind", "\"characters\"")]
    [InlineData("/runs/0/results/0/message", "{}")]
    [InlineData("/runs/0/results/0/codeFlows/0/threadFlows", "[]")]
    [InlineData("/runs/0/results/0/path", "1")]
    public async Task A_log_with_a_mistake_would_not_be(string place, string value)
    {
        var log = JsonNode.Parse(sample.Sarif)!;
        var names = place.Split('/')[1..];
        var owner = names[..^1].Aggregate(log, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        owner[names[^1]] = JsonNode.Parse(value);
        Assert.NotEmpty(await ComplaintsAsync(log.ToJsonString()));
    }

    // Services compare paths with those of the repository, and draw nothing outside it.
    [Fact]
    public void Every_address_is_one_of_a_file_below_the_root()
    {
        var root = SarifFile.Run(sample.Sarif).GetProperty("originalUriBaseIds").GetProperty("SRCROOT").GetProperty("uri").GetString()!;
        Assert.All(Physical(sample), place =>
        {
            var file = place.GetProperty("artifactLocation");
            var address = file.GetProperty("uri").GetString()!;
            Assert.True(Uri.IsWellFormedUriString(address, UriKind.Relative), address);
            Assert.DoesNotContain("..", address.Split('/'));
            Assert.Equal("SRCROOT", file.GetProperty("uriBaseId").GetString());
            Assert.True(File.Exists(new Uri(new Uri(root), address).LocalPath), address);
        });
    }

    // Columns count from 1, and the last is the one after the end.
    [Fact]
    public void Every_region_is_in_its_file()
    {
        var root = new Uri(SarifFile.Run(sample.Sarif).GetProperty("originalUriBaseIds").GetProperty("SRCROOT").GetProperty("uri").GetString()!);
        Assert.All(Physical(sample), place =>
        {
            var lines = File.ReadAllLines(new Uri(root, place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath);
            var region = place.GetProperty("region");
            var (first, last) = (region.GetProperty("startLine").GetInt32(), region.GetProperty("endLine").GetInt32());
            Assert.InRange(first, 1, lines.Length);
            Assert.InRange(last, first, lines.Length);
            Assert.InRange(region.GetProperty("startColumn").GetInt32(), 1, lines[first - 1].Length + 1);
            Assert.InRange(region.GetProperty("endColumn").GetInt32(), 1, lines[last - 1].Length + 1);
        });
    }

    private static IEnumerable<JsonElement> Physical(CheckedSample sample) => SarifFile.Results(sample.Sarif)
        .SelectMany(result => result.Steps
            .Concat(result.Element.GetProperty("locations").EnumerateArray())
            .Concat(result.Element.TryGetProperty("relatedLocations", out var related) ? related.EnumerateArray() : []))
        .Select(location => location.GetProperty("physicalLocation"));

    private static async Task<IEnumerable<string>> ComplaintsAsync(string log) => (await schema).Validate(log).Select(complaint => complaint.ToString());
}
