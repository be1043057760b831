using System.Text.RegularExpressions;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Tests.Documentation;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>The page that says which pairs of .NET are known from the start.</summary>
public partial class BuiltInPairsPageTests
{
    public static TheoryData<string> TypesThatHandOut() => new(BuiltInPack.Files()
        .SelectMany(file => ContractFileParser.Parse(file.Text).Blocks)
        .Where(block => block.Clauses.Any(clause => clause.Verb == Verb.Acquires))
        .Select(block => TypeOf().Match(block.Id.Text) is { Success: true } id ? id.Groups["type"].Value : throw new InvalidOperationException($"no type in {block.Id.Text}"))
        .Except(["WaitHandle"]) // Of mutexes and semaphores, which are named themselves.
        .Distinct(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(TypesThatHandOut))]
    public void It_names_every_type_that_hands_something_out(string type) => Assert.Matches(
        $@"`{Regex.Escape(type)}(<T>)?[.`]", SectionOf(PublishedRules.Read("detected.md")));

    private static string SectionOf(string page) => page[page.IndexOf("\n## What is known from the start", StringComparison.Ordinal)..page.IndexOf("\n## What is followed", StringComparison.Ordinal)];

    [GeneratedRegex(@"^M:(\w+\.)*(?<type>\w+)(`\d)?\.[#\w]+(``\d)?(\(|$)")]
    private static partial Regex TypeOf();
}
