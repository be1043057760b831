using System.Collections.Immutable;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>Every fix that is offered for every report on every case file, each by itself.</summary>
public abstract class OfferedFixTests
{
    /// <summary>
    /// Hundreds of fixes take their time. The oldest compiler sees every file; a newer one those that the oldest cannot read, and each
    /// its own part of the others.
    /// </summary>
    private protected static IEnumerable<string> Files
    {
        get
        {
            var tested = Version.Parse(RoslynVersionTests.Named("TestedRoslynVersion"));
            var oldest = Version.Parse(RoslynVersionTests.Named("OldestRoslynVersion"));
            return tested == oldest ? CaseProjects.Names
                : CaseProjects.Names.Where((name, index) => CaseProjects.NeededRoslyn(name) > oldest || index % Parts == tested.Major % Parts);
        }
    }

    private const int Parts = 8;

    private protected static async Task VerifyAsync(string name)
    {
        var file = await FixedFile.OpenAsync(name);
        var mistakes = new List<string>();
        foreach (var (provider, diagnostic, action) in await file.OfferedAsync(CaseProjects.Fixes))
        {
            var mended = await file.ApplyAsync(provider, action);
            mistakes.AddRange((await MistakesAsync(file, diagnostic, mended))
                .Select(mistake => $"{provider.GetType().Name} ('{action.Title}') on {DiagnosticMatcher.Describe(diagnostic)}: {mistake}"));
        }

        Assert.True(mistakes.Count == 0, string.Join(Environment.NewLine, mistakes));
    }

    private static async Task<ImmutableArray<string>> MistakesAsync(FixedFile file, Diagnostic mending, Project mended)
    {
        var mistakes = ImmutableArray.CreateBuilder<string>();
        mistakes.AddRange((await file.ErrorsAsync(mended)).Select(error => "does not compile: " + error));
        mistakes.AddRange((await file.LostCommentsAsync(mended)).Select(comment => "loses a comment: " + comment));
        var (found, isLeft) = await file.ReportedAfterAsync(mending, mended);
        mistakes.AddRange(found.Select(diagnostic => "brings about " + DiagnosticMatcher.Describe(diagnostic)));
        if (isLeft)
            mistakes.Add($"{mending.Id} is still reported there");
        return mistakes.ToImmutable();
    }
}

/// <summary>One half of the files; the halves run side by side.</summary>
public class OfferedFixTestsOfOneHalf : OfferedFixTests
{
    public static TheoryData<string> Names => [.. Files.Where((_, index) => index % 2 == 0)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task What_is_offered_compiles_mends_what_it_is_offered_for_and_breaks_nothing(string name) => VerifyAsync(name);
}

/// <summary>The other half.</summary>
public class OfferedFixTestsOfTheOtherHalf : OfferedFixTests
{
    public static TheoryData<string> Names => [.. Files.Where((_, index) => index % 2 == 1)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task What_is_offered_compiles_mends_what_it_is_offered_for_and_breaks_nothing(string name) => VerifyAsync(name);
}
