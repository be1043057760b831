using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Acquit.Tests.Documentation;

/// <summary>The page of a rule, as far as tests are concerned: its title, its headings, and its examples by what they are.</summary>
internal sealed partial class RulePage
{
    private RulePage(string title, ImmutableArray<string> headings, ImmutableDictionary<string, string> examples)
    {
        Title = title;
        Headings = headings;
        Examples = examples;
    }

    /// <summary>The first line, without its mark.</summary>
    public string Title { get; }

    public ImmutableArray<string> Headings { get; }

    /// <summary>The code blocks: <c>api</c> declares what the others use, <c>failing</c> is reported, <c>mended</c> is not.</summary>
    public ImmutableDictionary<string, string> Examples { get; }

    public static RulePage Parse(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return new RulePage(
            Heading().Match(text).Groups["text"].Value,
            [.. Heading().Matches(text).Skip(1).Select(match => match.Groups["text"].Value)],
            Example().Matches(text).ToImmutableDictionary(match => match.Groups["role"].Value, match => match.Groups["code"].Value));
    }

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```csharp (?<role>[a-z]+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
