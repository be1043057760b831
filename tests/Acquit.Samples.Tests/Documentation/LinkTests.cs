using System.Text.RegularExpressions;

namespace Acquit.Samples.Documentation;

/// <summary>Every link between the pages of this repository leads somewhere.</summary>
public partial class LinkTests
{
    // How pages that are read outside of the repository name its files.
    private const string Here = "https://github.com/acquit-dev/acquit/blob/main/";

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(GuidePage.Repository, "*.md", SearchOption.AllDirectories)
            .Select(page => Path.GetRelativePath(GuidePage.Repository, page).Replace('\\', '/'))
            .Where(page => page == "README.md" || ((string[])["src/", "samples/", "tests/"]).Any(folder => page.StartsWith(folder, StringComparison.Ordinal)))
            .Where(page => !page.Split('/').Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_pages_to_look_at() => Assert.Empty(
        ((string[])["README.md", "src/Acquit.Analyzers/Docs/detected.md", "src/Acquit.Memory/README.md"]).Except(Pages.Select(page => page.Data)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page) => Assert.All(
        Link().Matches(WithoutCode(page)).Select(link => link.Groups["target"].Value)
            .Where(target => target.StartsWith(Here, StringComparison.Ordinal) || !target.StartsWith("http", StringComparison.Ordinal)),
        target =>
        {
            var parts = target.Split('#');
            var path = parts[0].Length == 0 ? page
                : parts[0].StartsWith(Here, StringComparison.Ordinal) ? parts[0][Here.Length..]
                : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
            Assert.True(Path.Exists(Path.Combine(GuidePage.Repository, path)), $"{target}: there is no such file.");
            if (parts.Length > 1)
                Assert.Contains(parts[1], Anchors(path));
        });

    [Fact]
    public void Every_guide_can_be_reached_from_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(GuidePage.Repository, "README.md"));
        Assert.All(
            Pages.Select(page => page.Data).Where(page => page.StartsWith("src/Acquit.Analyzers/Docs/", StringComparison.Ordinal) && !page.EndsWith("/rules.md", StringComparison.Ordinal)),
            page => Assert.Contains($"]({page}", readme, StringComparison.Ordinal));
    }

    // As GitHub names them: in lower case, without punctuation, spaces as hyphens.
    private static IEnumerable<string> Anchors(string page) =>
        Heading().Matches(WithoutCode(page)).Select(heading =>
            Punctuation().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Trim().Replace(' ', '-'));

    private static string WithoutCode(string page) => CodeBlock().Replace(
        File.ReadAllText(Path.Combine(GuidePage.Repository, page)).Replace("\r\n", "\n", StringComparison.Ordinal), "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
