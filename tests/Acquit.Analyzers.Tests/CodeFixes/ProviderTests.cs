using System.Reflection;
using Acquit.Analyzers;
using Acquit.CodeFixes;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>What holds of every fix.</summary>
public class ProviderTests
{
    private const string Broken = """
        public class Driver
        {
            public int Run(int mode)
            {
                Page page = Mm.NewPage();
                if (mode == 0) return -Errno.IO; else { Hw.Start(page); goto done; }
                switch (mode)
                {
                    case 1: Mm.PutPage(page); break;
                    default: throw new System.Exception(page.Index.ToString());
                }
                try { Hw.Start(page); } finally { Mm.FreePage(page); }
            done:
                Mm.FreePage(page);
                return page.Index;
            }
        }
        """;

    private const string Mistaken = """
        public class Driver
        {
            public void Leak()
            {
                Page page = Mm.NewPage();
                Hw.Start(page);
            }

            public void OfAnotherSort()
            {
                Page page = Mm.NewPage();
                Mm.PutPage(page);
            }

            public void Twice()
            {
                Page page = Mm.NewPage();
                Mm.FreePage(page);
                Mm.FreePage(page);
            }

            public void UsedAfterwards()
            {
                Page page = Mm.NewPage();
                Mm.FreePage(page);
                Hw.Start(page);
            }
        }
        """;

    public static TheoryData<string> Names => [.. Types.Select(type => type.Name)];

    private static IEnumerable<Type> Types => typeof(ReleaseBeforeExit).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_exported_and_fixes_all_in_document_project_and_solution(string name)
    {
        var fix = Create(name);
        Assert.Equal([name], fix.GetType().GetCustomAttributes<ExportCodeFixProviderAttribute>().Select(export => export.Name));
        Assert.NotEmpty(fix.FixableDiagnosticIds);
        Assert.Equal(
            [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution], fix.GetFixAllProvider()!.GetSupportedFixAllScopes());
    }

    [Fact]
    public void Keys_and_ids_stay_what_they_are() => Assert.Equal(
        [
            "AnswerWithTheSibling: ACQ203",
            "AvoidTheForbiddenArgument: ACQ401",
            "CallByTodaysName: ACQ402",
            "CallTheRightRelease: ACQ103",
            "CallTheSibling: ACQ201 ACQ202",
            "DisposeByUsing: ACQ101 ACQ102",
            "GuardByTheSuccessTest: ACQ106",
            "JumpToTheRelease: ACQ101",
            "ReleaseAfterTheLastUse: ACQ105",
            "ReleaseAllAtOnce: ACQ403",
            "ReleaseAsWritten: ACQ404",
            "ReleaseBeforeExit: ACQ101",
            "ReleaseFromField: ACQ101",
            "ReleaseInFinally: ACQ101 ACQ102",
            "ReleaseTheAcquiredCount: ACQ107",
            "ReleaseWhenClosed: ACQ108",
            "RemoveTheSecondRelease: ACQ104",
            "RenameTheHidingMember: ACQ405",
            "SayWhoOwnsIt: ACQ101",
            "SwapReleases: ACQ109",
            "TakeByPin: ACQ406",
            "TakeTheLock: ACQ301",
        ],
        Types.Select(type => $"{type.Name}: {string.Join(" ", Create(type.Name).FixableDiagnosticIds)}"));

    /// <summary>Editors offer them in the order of the assembly.</summary>
    [Fact]
    public void The_best_fix_of_a_leak_is_offered_first() => Assert.Equal(
        ["DisposeByUsing", "JumpToTheRelease", "ReleaseBeforeExit", "ReleaseFromField", "ReleaseInFinally", "SayWhoOwnsIt"],
        typeof(ReleaseBeforeExit).Assembly.GetTypes().Select(type => type.Name).Where(name => Types.Any(type => type.Name == name && Create(name).FixableDiagnosticIds.Contains("ACQ101"))));

    /// <summary>Code is looked at while it is typed.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Half_typed_code_does_no_harm(string name)
    {
        var state = new SolutionState { Sources = { ("Driver.cs", ""), DriverApi.Source } };
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References);
        var id = project.Documents.First().Id;
        var choice = new CodeActionChoice(Create(name), null, null);
        for (var length = Broken.IndexOf("NewPage", StringComparison.Ordinal); length < Broken.Length; length += 7)
        {
            foreach (var text in new[] { Broken[..length], Broken.Remove(length, Math.Min(7, Broken.Length - length)) })
            {
                var typed = project.Solution.WithDocumentText(id, SourceText.From(text)).GetProject(project.Id)!;
                var reported = await AnalyzerRun.DiagnosticsAsync(typed, [new PairingAnalyzer()], CompilerDiagnostics.None, default);
                var fixable = reported.RemoveAll(diagnostic => !choice.Provider.FixableDiagnosticIds.Contains(diagnostic.Id));
                if (await choice.FirstAsync(typed, fixable, default) is { } offered)
                    await choice.ApplyAsync(offered.Action, typed, default);
            }
        }
    }

    /// <summary>Whoever fixes several rules in one go may ask a fix about the first report there is, whatever its rule.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_no_mistake_of_its_rules_is_left_to_others(string name)
    {
        var state = new SolutionState { Sources = { ("Driver.cs", Mistaken), DriverApi.Source } };
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References);
        var reported = await AnalyzerRun.DiagnosticsAsync(project, [new PairingAnalyzer()], CompilerDiagnostics.None, default);
        Assert.Equal(["ACQ101", "ACQ103", "ACQ104", "ACQ105"], reported.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal));
        var fix = Create(name);
        foreach (var diagnostic in reported.Where(diagnostic => !fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var document = project.GetDocument(diagnostic.Location.SourceTree)!;
            var offered = new List<string>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action.Title), default));
            Assert.Empty(offered);
        }
    }

    private static CodeFixProvider Create(string name) =>
        (CodeFixProvider)Activator.CreateInstance(Types.Single(type => type.Name == name))!;
}
