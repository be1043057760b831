using System.Collections.Immutable;
using System.Globalization;
using Acquit.Analyzers.Rules;
using Acquit.Tests.Flow;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Acquit.Tests.Rules;

/// <summary>Every report can be told as a path: each of its places has its words, and its own place stands among them.</summary>
public class PathOfReportTests
{
    [Fact]
    public async Task Every_place_has_its_words_and_the_reported_one_its_turn()
    {
        var reports = (await ReportsAsync()).Where(report => report.Id is not ("ACQ901" or "ACQ903")).ToList();
        Assert.True(reports.Count > 500);
        Assert.All(reports, report =>
        {
            Assert.False(string.IsNullOrEmpty(report.Properties[DiagnosticProperties.Here]), report.ToString());
            Assert.InRange(int.Parse(report.Properties[DiagnosticProperties.Before]!, CultureInfo.InvariantCulture), 0, report.AdditionalLocations.Count);
            for (var step = 0; step < report.AdditionalLocations.Count; step++)
                Assert.False(string.IsNullOrEmpty(report.Properties[DiagnosticProperties.Step(step)]), report.ToString());
        });
    }

    [Fact]
    public async Task A_second_release_and_a_use_after_it_come_after_the_first_release()
    {
        var reports = (await ReportsAsync()).Where(report => report.Id is "ACQ104" or "ACQ105").ToList();
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.Equal(report.AdditionalLocations.Count.ToString(CultureInfo.InvariantCulture), report.Properties[DiagnosticProperties.Before]));
        Assert.All(reports.Where(IsToldOfEarlierRelease), report => Assert.Contains(
            Enumerable.Range(0, report.AdditionalLocations.Count), step => report.Properties[DiagnosticProperties.Step(step)] == "released here"));
    }

    [Fact]
    public async Task What_is_still_held_is_not_released_on_the_way()
    {
        var reports = (await ReportsAsync()).Where(report => report.Id == "ACQ101").ToList();
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.DoesNotContain(
            Enumerable.Range(0, report.AdditionalLocations.Count), step => report.Properties[DiagnosticProperties.Step(step)] == "released here"));
    }

    // In a loop, the first release may stand in the very place of the second.
    private static bool IsToldOfEarlierRelease(Diagnostic report) =>
        report.GetMessage(CultureInfo.InvariantCulture) is var message && message.Contains("released at line ", StringComparison.Ordinal) &&
        !message.Contains($"released at line {report.Location.GetLineSpan().StartLinePosition.Line + 1}", StringComparison.Ordinal);

    private static Task<ImmutableArray<Diagnostic>> ReportsAsync() => CSharpCompilation.Create(
            "Cases",
            CaseFiles.All().Select(file => file.Tree),
            ReferenceAssemblies.Contracts.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true))
        .WithAnalyzers(AllAnalyzers.Create(), new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
}
