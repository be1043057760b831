using System.Globalization;
using System.Text.RegularExpressions;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.Documentation;

public partial class RuleDocumentationTests
{
    public static TheoryData<string> Ids => [.. PublishedRules.Ids];

    [Fact]
    public void Every_rule_has_a_page_and_every_page_a_rule() => Assert.Equal(PublishedRules.Ids, PublishedRules.Pages);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_is_called_what_the_rule_is_called(string id) =>
        Assert.Equal($"{id}: {Find(id).Title.ToString(CultureInfo.InvariantCulture)}", PublishedRules.Page(id).Title);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_says_what_is_reported_and_what_is_not(string id) =>
        Assert.Empty(((string[])["What is reported", "What is not detected"]).Except(PublishedRules.Page(id).Headings));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_says_how_the_rule_is_configured(string id) =>
        Assert.Contains($"dotnet_diagnostic.{id}.severity", PublishedRules.Read(id + ".md"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_speaks_of_a_fix_when_there_is_one(string id) =>
        Assert.Equal(PublishedRules.IdsWithFix.Contains(id), PublishedRules.Page(id).Headings.Contains("Fix"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_says_why_there_is_no_fix(string id) => Assert.Equal(
        !PublishedRules.IdsWithFix.Contains(id), PublishedRules.Read(id + ".md").Contains("No fix is offered: ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_help_link_leads_to_the_page(string id) =>
        Assert.EndsWith($"/src/Acquit.Analyzers/Docs/{id}.md", Find(id).HelpLinkUri, StringComparison.Ordinal);

    [Fact]
    public void Every_rule_that_is_hidden_from_nobody_shows_an_example() => Assert.All(
        PublishedRules.Descriptors.Where(descriptor => descriptor.DefaultSeverity != DiagnosticSeverity.Hidden),
        descriptor => Assert.Empty(((string[])["failing", "mended"]).Except(PublishedRules.Page(descriptor.Id).Examples.Keys)));

    [Fact]
    public void The_table_of_rules_is_what_the_descriptors_say()
    {
        var rows = PublishedRules.Descriptors.Select(rule =>
            $"| [{rule.Id}]({rule.Id}.md) | {rule.Category} | {rule.DefaultSeverity} | {rule.Title.ToString(CultureInfo.InvariantCulture)} " +
            $"| {(PublishedRules.IdsWithFix.Contains(rule.Id) ? "yes" : "")} |");
        Assert.Equal(rows, PublishedRules.Read("rules.md").Split('\n').Where(line => line.StartsWith("| [ACQ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_readme_has_a_row_for_every_rule_and_for_no_other() => Assert.Equal(
        PublishedRules.Descriptors.Select(rule =>
            $"| [{rule.Id}](src/Acquit.Analyzers/Docs/{rule.Id}.md) | {SeverityOf(rule)} | {rule.Title.ToString(CultureInfo.InvariantCulture)} " +
            $"| {(PublishedRules.IdsWithFix.Contains(rule.Id) ? "yes" : "")} |"),
        PublishedRules.Read("README.md").Split('\n').Where(line => line.StartsWith("| [ACQ", StringComparison.Ordinal)));

    [Fact]
    public void Every_rule_is_tracked_in_a_release_and_every_tracked_rule_exists()
    {
        var tracked = ReleaseRow().Matches(PublishedRules.Read("AnalyzerReleases.Shipped.md") + PublishedRules.Read("AnalyzerReleases.Unshipped.md"));
        Assert.Equal(
            PublishedRules.Descriptors.Select(rule => (rule.Id, rule.Category, rule.DefaultSeverity.ToString())),
            tracked.Select(row => (row.Groups["id"].Value, row.Groups["category"].Value, row.Groups["severity"].Value)).Order());
    }

    [Fact]
    public void Every_rule_is_reported_by_exactly_one_analyzer() => Assert.Equal(
        PublishedRules.Ids,
        AllAnalyzers.Create().SelectMany(analyzer => analyzer.SupportedDiagnostics.Select(rule => rule.Id).Distinct()).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_gives_category_and_severity(string id) =>
        Assert.Contains($"\n\nCategory {Find(id).Category}, severity {SeverityOf(Find(id))}.\n", PublishedRules.Read(id + ".md"), StringComparison.Ordinal);

    // The word that is written in .editorconfig.
    private static string SeverityOf(DiagnosticDescriptor rule) => rule.DefaultSeverity switch
    {
        DiagnosticSeverity.Info => "suggestion",
        DiagnosticSeverity.Hidden => "hidden",
        var severity => severity.ToString().ToLowerInvariant(),
    };

    private static DiagnosticDescriptor Find(string id) => PublishedRules.Descriptors.Single(descriptor => descriptor.Id == id);

    [GeneratedRegex(@"^(?<id>ACQ\d{3}) *\| *(?<category>[\w.]+) *\| *(?<severity>\w+) *\|", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();
}
