using System.Text.Json;
using Acquit.Cli.Checking;

namespace Acquit.Cli.Tests;

/// <summary>The log is what SARIF 2.1.0 asks for, and what code-scanning services make use of.</summary>
public class SarifTests(CheckedSample sample)
{
    private readonly JsonElement _run = SarifFile.Run(sample.Sarif);

    [Fact]
    public void The_log_says_what_it_is()
    {
        var log = JsonDocument.Parse(sample.Sarif).RootElement;
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.EndsWith("sarif-2.1.0.json", log.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        Assert.Equal("Acquit", _run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString());
        Assert.True(_run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal("utf16CodeUnits", _run.GetProperty("columnKind").GetString());
    }

    [Fact]
    public void Every_rule_is_described_with_its_page()
    {
        var rules = _run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(ShippedRules.All.Keys, rules.Select(rule => rule.GetProperty("id").GetString()));
        Assert.All(rules, rule =>
        {
            Assert.EndsWith($"/Docs/{rule.GetProperty("id").GetString()}.md", rule.GetProperty("helpUri").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
            Assert.NotEmpty(rule.GetProperty("fullDescription").GetProperty("text").GetString()!);
            Assert.StartsWith("# " + rule.GetProperty("id").GetString(), rule.GetProperty("help").GetProperty("markdown").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("](ACQ", rule.GetProperty("help").GetProperty("markdown").GetString(), StringComparison.Ordinal);
            Assert.Contains(rule.GetProperty("defaultConfiguration").GetProperty("level").GetString(), (string[])["warning", "note", "none"]);
        });
    }

    [Fact]
    public void Every_result_points_at_its_rule()
    {
        var rules = _run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.All(SarifFile.Results(sample.Sarif), result =>
        {
            Assert.Equal(result.Rule, rules[result.Element.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.NotEmpty(result.Element.GetProperty("message").GetProperty("text").GetString()!);
        });
    }

    [Fact]
    public void Every_place_is_there_below_the_root_and_shows_what_it_says()
    {
        var root = new Uri(_run.GetProperty("originalUriBaseIds").GetProperty("SRCROOT").GetProperty("uri").GetString()!);
        Assert.EndsWith("/", root.AbsoluteUri, StringComparison.Ordinal);
        Assert.All(SarifFile.Results(sample.Sarif).SelectMany(result => result.Steps.Append(result.Element.GetProperty("locations")[0])), location =>
        {
            var physical = location.GetProperty("physicalLocation");
            var file = physical.GetProperty("artifactLocation");
            Assert.Equal("SRCROOT", file.GetProperty("uriBaseId").GetString());
            var region = physical.GetProperty("region");
            var lines = File.ReadAllLines(new Uri(root, file.GetProperty("uri").GetString()).LocalPath);
            var (first, last) = (region.GetProperty("startLine").GetInt32(), region.GetProperty("endLine").GetInt32());
            var (from, to) = (region.GetProperty("startColumn").GetInt32(), region.GetProperty("endColumn").GetInt32());
            Assert.True(last > first || to > from);
            var snippet = region.GetProperty("snippet").GetProperty("text").GetString()!.ReplaceLineEndings("\n").Split('\n')[0];
            Assert.StartsWith(snippet, lines[first - 1][(from - 1)..], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_path_is_a_code_flow_whose_steps_have_words()
    {
        var results = SarifFile.Results(sample.Sarif);
        Assert.All(results.Where(result => result.Rule is "ACQ101" or "ACQ104" or "ACQ105" or "ACQ107"), result => Assert.True(result.Steps.Count >= 2, result.ToString()));
        Assert.All(results.SelectMany(result => result.Steps), step => Assert.NotEmpty(step.GetProperty("message").GetProperty("text").GetString()!));
        // The place that is reported is one of them.
        Assert.All(results.Where(result => result.Steps.Count > 0), result =>
        {
            var own = result.Element.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetRawText();
            Assert.Contains(result.Steps, step => step.GetProperty("physicalLocation").GetProperty("region").GetRawText().Replace(" ", "") == own.Replace(" ", ""));
            Assert.Equal(result.Steps.Count - 1, result.Element.GetProperty("relatedLocations").GetArrayLength());
        });
    }

    [Fact]
    public void A_leak_is_told_from_the_acquire_to_the_exit_and_a_second_release_ends_there()
    {
        var results = SarifFile.Results(sample.Sarif);
        Assert.All(results.Where(result => result.Rule == "ACQ101"), result => Assert.EndsWith("takes it", TextOf(result.Steps[0]), StringComparison.Ordinal));
        Assert.All(results.Where(result => result.Rule == "ACQ104"), result => Assert.Equal("released here again", TextOf(result.Steps[^1])));
    }

    [Fact]
    public void No_two_results_have_one_fingerprint()
    {
        var prints = SarifFile.Results(sample.Sarif).Select(result => result.Element.GetProperty("partialFingerprints").GetProperty("acquit/v1").GetString()).ToList();
        Assert.Equal(prints.Count, prints.Distinct().Count());
    }

    private static string TextOf(JsonElement location) => location.GetProperty("message").GetProperty("text").GetString()!;
}
