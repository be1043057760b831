using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Tests.Verification;

/// <summary>
/// A case file: ordinary C# in which a comment at the end of a line says what is reported on that line, as in
/// <c>// ACQ101</c>, <c>// ACQ101, ACQ105</c> or <c>// ACQ101 "still pinned"</c>. On all other lines nothing is.
/// </summary>
internal sealed partial class CaseFile
{
    private static readonly CSharpParseOptions parseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private CaseFile(
        string name, SyntaxTree tree, Version neededRoslyn, ImmutableArray<string> options, ImmutableHashSet<string> silentAbout,
        ImmutableArray<CaseExpectation> expectations)
    {
        Options = options;
        SilentAbout = silentAbout;
        Name = name;
        Tree = tree;
        NeededRoslyn = neededRoslyn;
        Expectations = expectations;
    }

    public string Name { get; }

    public SyntaxTree Tree { get; }

    /// <summary>The oldest compiler that understands the file, as its line <c>// roslyn: 4.8</c> says.</summary>
    public Version NeededRoslyn { get; }

    /// <summary>What is chosen for the file in <c>.editorconfig</c>, as its lines <c>// option: acquit.exceptions = calls</c> say.</summary>
    public ImmutableArray<string> Options { get; }

    /// <summary>The rules that might be taken to report the methods without an expectation, as a line <c>// silent: ACQ101, ACQ104</c> says.</summary>
    public ImmutableHashSet<string> SilentAbout { get; }

    public ImmutableArray<CaseExpectation> Expectations { get; }

    /// <exception cref="VerificationException">A comment looks like an expectation and is none.</exception>
    public static CaseFile Parse(string name, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, parseOptions, name);
        var needed = Header().Match(text) is { Success: true } header ? Version.Parse(header.Groups[1].Value) : new Version(0, 0);
        return new CaseFile(name, tree, needed, [.. Option().Matches(text).Select(option => option.Groups[1].Value)],
            [.. Silent().Matches(text).SelectMany(line => line.Groups[1].Value.Split(", "))], [.. tree.GetRoot()
            .DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            .SelectMany(trivia => ExpectationsIn(trivia, name))]);
    }

    private static IEnumerable<CaseExpectation> ExpectationsIn(SyntaxTrivia comment, string file)
    {
        var text = comment.ToString();
        if (!Beginning().IsMatch(text))
            return [];
        var position = comment.GetLocation().GetLineSpan().StartLinePosition;
        var before = comment.SyntaxTree!.GetText().Lines[position.Line].ToString()[..position.Character];
        if (!Whole().IsMatch(text) || string.IsNullOrWhiteSpace(before))
        {
            throw new VerificationException(
                $"{file}({position.Line + 1}): '{text}' is not an expectation; one reads '// ACQ101 \"part of the message\", ACQ105' after code.");
        }

        return Items().Matches(text).Select(item => new CaseExpectation(
            position.Line, item.Groups["id"].Value, item.Groups["fragment"] is { Success: true, Value: var fragment } ? fragment : null));
    }

    [GeneratedRegex(@"^// roslyn: (\d+\.\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^// option: (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Option();

    [GeneratedRegex(@"^// silent: (ACQ\d{3}(?:, ACQ\d{3})*)\r?$", RegexOptions.Multiline)]
    private static partial Regex Silent();

    [GeneratedRegex(@"^//\s*ACQ\d")]
    private static partial Regex Beginning();

    [GeneratedRegex("""^//\s*ACQ\d{3}(\s+"[^"]+")?(\s*,\s*ACQ\d{3}(\s+"[^"]+")?)*\s*$""")]
    private static partial Regex Whole();

    [GeneratedRegex("""(?<id>ACQ\d{3})(\s+"(?<fragment>[^"]+)")?""")]
    private static partial Regex Items();
}

/// <summary>That a diagnostic starts on a line, counted from 0, and what its message contains.</summary>
internal sealed record CaseExpectation(int Line, string Id, string? Fragment)
{
    public override string ToString() => Fragment is null ? Id : $"{Id} \"{Fragment}\"";
}
