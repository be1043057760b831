using System.Collections.Immutable;
using System.Globalization;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>
/// Each fix that is offered for each report on a case file, by itself. ACQUIT_FIX_FILES asks for more files than the usual sample
/// (1000 for all of them), ACQUIT_FIX_SEED for others.
/// </summary>
public class OfferedFixTests(ITestOutputHelper output)
{
    private const int Files = 10;
    private const int Seed = 1;

    // What a mistake hides while it is there.
    private static readonly ImmutableDictionary<string, string> uncovered = ImmutableDictionary<string, string>.Empty
        .Add("ACQ101", "ACQ102")
        .Add("ACQ103", "ACQ107")
        .Add("ACQ301", "ACQ301");

    [Fact]
    public async Task What_is_offered_compiles_mends_what_it_is_offered_for_and_breaks_nothing()
    {
        var names = CaseProjects.Names.ToArray();
        new Random(Setting("ACQUIT_FIX_SEED", Seed)).Shuffle(names);
        var tried = 0;
        var failures = new List<string>();
        foreach (var name in names.Take(Setting("ACQUIT_FIX_FILES", Files)))
            tried += await TryAllAsync(name, failures);
        output.WriteLine($"{tried} fixes were offered and tried.");
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.NotEqual(0, tried);
    }

    private static async Task<int> TryAllAsync(string name, List<string> failures)
    {
        var project = CaseProjects.Of(name);
        var before = await CaseProjects.ReportedAsync(project);
        var tried = 0;
        foreach (var fix in CaseProjects.Fixes)
        {
            foreach (var diagnostic in before.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                var choice = new CodeActionChoice(fix, null, null);
                if (await choice.FirstAsync(project, [diagnostic], TestContext.Current.CancellationToken) is not { } offered)
                    continue;
                tried++;
                var mended = await choice.ApplyAsync(offered.Action, project, TestContext.Current.CancellationToken);
                var mistakes = await MistakesAsync(diagnostic, before, project, mended);
                failures.AddRange(mistakes.Select(mistake => $"{fix.GetType().Name} on {DiagnosticMatcher.Describe(diagnostic)}: {mistake}"));
            }
        }

        return tried;
    }

    private static async Task<ImmutableArray<string>> MistakesAsync(Diagnostic mending, ImmutableArray<Diagnostic> before, Project project, Project mended)
    {
        var mistakes = ImmutableArray.CreateBuilder<string>();
        mistakes.AddRange(await CaseProjects.ErrorsAsync(mended));
        var after = await CaseProjects.ReportedAsync(mended);
        foreach (var reported in after.GroupBy(diagnostic => diagnostic.Id))
        {
            var expected = before.Count(diagnostic => diagnostic.Id == reported.Key) - (reported.Key == mending.Id ? 1 : 0);
            var hidden = uncovered.GetValueOrDefault(mending.Id) == reported.Key ? 1 : 0;
            if (reported.Count() > expected + hidden)
                mistakes.Add($"{reported.Count()} reports of {reported.Key} instead of {expected}");
        }

        // Where one report hides others of its kind, their number does not tell whether it is gone.
        var start = await FollowAsync(mending.Location, project, mended);
        if (uncovered.GetValueOrDefault(mending.Id) == mending.Id && after.Any(diagnostic => diagnostic.Id == mending.Id && diagnostic.Location.SourceSpan.Start == start))
            mistakes.Add($"{mending.Id} is still reported there");
        return mistakes.ToImmutable();
    }

    // Where a place is after the fix.
    private static async Task<int> FollowAsync(Location location, Project project, Project mended)
    {
        var document = project.GetDocument(location.SourceTree)!;
        var changes = await mended.GetDocument(document.Id)!.GetTextChangesAsync(document, TestContext.Current.CancellationToken);
        var start = location.SourceSpan.Start;
        return start + changes.Where(change => change.Span.End <= start).Sum(change => change.NewText!.Length - change.Span.Length);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
