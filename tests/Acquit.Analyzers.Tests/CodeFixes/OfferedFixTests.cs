using System.Collections.Immutable;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>Every fix that is offered for every report on every case file, each by itself.</summary>
public abstract class OfferedFixTests
{
    // What a mistake hides while it is there.
    private static readonly ImmutableHashSet<(string Mended, string Uncovered)> hidden = [("ACQ101", "ACQ102"), ("ACQ103", "ACQ107"), ("ACQ103", "ACQ403"), ("ACQ104", "ACQ403"), ("ACQ105", "ACQ102"), ("ACQ107", "ACQ403"), ("ACQ301", "ACQ301")];

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
        var after = await file.ReportedAsync(mended);
        foreach (var reported in after.GroupBy(diagnostic => diagnostic.Id))
        {
            var allowed = file.Reported.Count(diagnostic => diagnostic.Id == reported.Key) - (reported.Key == mending.Id ? 1 : 0) +
                (hidden.Contains((mending.Id, reported.Key)) ? 1 : 0);
            if (reported.Count() > allowed)
                mistakes.Add($"{reported.Count()} reports of {reported.Key} instead of {allowed}");
        }

        // A report that goes in one place and comes up in another is not told by the number of them.
        var place = await file.FollowAsync(mending.Location.SourceSpan.Start, mended);
        if (after.Count(diagnostic => IsAt(diagnostic, place)) >= file.Reported.Count(diagnostic => IsAt(diagnostic, mending.Location.SourceSpan.Start)))
            mistakes.Add($"{mending.Id} is still reported there");
        return mistakes.ToImmutable();

        bool IsAt(Diagnostic diagnostic, int start) => diagnostic.Id == mending.Id && diagnostic.Location.SourceSpan.Start == start;
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
