using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>Every fix on every case file, all at once: what it does compiles, removes what is reported, and adds nothing.</summary>
public class CaseFileFixTests
{
    public static TheoryData<string> Names => [.. CaseProjects.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fixing_all_leaves_less_to_report_and_code_that_compiles(string name)
    {
        var project = CaseProjects.Of(name);
        var before = await CaseProjects.ReportedAsync(project);
        foreach (var fix in CaseProjects.Fixes)
        {
            var fixable = before.RemoveAll(diagnostic => !fix.FixableDiagnosticIds.Contains(diagnostic.Id));
            var choice = new CodeActionChoice(fix, null, null);
            if (await choice.FirstAsync(project, fixable, TestContext.Current.CancellationToken) is null)
                continue;
            var mended = await FixAll.ApplyAsync(
                project,
                choice,
                FixAllScope.Project,
                async one => [.. (await CaseProjects.ReportedAsync(one)).Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id))],
                TestContext.Current.CancellationToken);
            var after = await CaseProjects.ReportedAsync(mended);
            Assert.Empty(await CaseProjects.ErrorsAsync(mended));
            // A mistake that a mended one hid may come to light; the fix has not made it.
            var left = after.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)).ToList();
            Assert.True(left.Count < fixable.Length, $"{fix.GetType().Name} offers to fix something, and leaves as much to report.");
            var found = await NewReports.FindAsync(project, before, mended, after, fixable.Select(diagnostic => diagnostic.Id));
            Assert.True(found.IsEmpty, $"{fix.GetType().Name} brings about {string.Join(", ", found.Select(DiagnosticMatcher.Describe))}");
        }
    }
}
