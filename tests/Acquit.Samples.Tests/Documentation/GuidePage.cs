using System.Reflection;
using System.Text.RegularExpressions;

namespace Acquit.Samples.Documentation;

/// <summary>A page of the guides, and the blocks on it that have a name.</summary>
internal sealed partial class GuidePage
{
    private readonly string text;

    private GuidePage(string text) => this.text = text;

    /// <summary>Where the sources are.</summary>
    public static string Repository { get; } = typeof(GuidePage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!;

    public static GuidePage Read(string name) => new(
        File.ReadAllText(Path.Combine(Repository, "src", "Acquit.Analyzers", "Docs", name)).Replace("\r\n", "\n", StringComparison.Ordinal));

    /// <summary>The block that begins with <c>```language name</c>.</summary>
    public string Block(string language, string name) =>
        NamedBlock().Matches(text).Single(block => block.Groups["language"].Value == language && block.Groups["name"].Value == name).Groups["content"].Value;

    [GeneratedRegex("^```(?<language>[a-z]+) (?<name>[a-z ]+)\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex NamedBlock();
}
