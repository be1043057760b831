using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.CodeFixes;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>Fixing all at once where there is more than one project, and where projects have files in common.</summary>
public class FixAllInSolutionTests
{
    private const string Leaking = """
        public static class Driver
        {
            public static void Run()
            {
                Page page = Mm.NewPage();
                Hw.Start(page);
            }
        }
        """;

    private const string Released = """
        public static class Driver
        {
            public static void Run()
            {
                Page page = Mm.NewPage();
                Hw.Start(page);
                Mm.FreePage(page);
            }
        }
        """;

    [Fact]
    public async Task Every_project_is_fixed()
    {
        var other = Leaking.Replace("Driver", "Other");
        var solution = Solution([("Driver.cs", Leaking)], [("Other.cs", other)]);
        var texts = await FixAsync<ReleaseBeforeExit>(solution);
        Assert.Equal([Released, Released.Replace("Driver", "Other")], texts);
    }

    [Fact]
    public async Task A_file_that_projects_have_in_common_is_fixed_once()
    {
        var texts = await FixAsync<ReleaseBeforeExit>(Solution([("Driver.cs", Leaking)], [("Driver.cs", Leaking)]));
        Assert.Equal([Released, Released], texts);
    }

    // As for several frameworks: each sees another part of the file, and all of it is one text.
    [Fact]
    public async Task What_only_one_of_the_projects_sees_of_it_is_fixed_too()
    {
        const string Common = """
            public static class Driver
            {
                public static void Run()
                {
                    Page page = Mm.NewPage();
                    Hw.Start(page);
                }

            #if SECOND
                public static void RunSecond()
                {
                    Page page = Mm.NewPage();
                    Hw.Start(page);
                }
            #else
                public static void RunFirst()
                {
                    Page page = Mm.NewPage();
                    Hw.Start(page);
                }
            #endif

                public static void RunLast()
                {
                    Page page = Mm.NewPage();
                    Hw.Start(page);
                }
            }
            """;
        var expected = Common.Replace("        Hw.Start(page);\n", "        Hw.Start(page);\n        Mm.FreePage(page);\n");
        var texts = await FixAsync<ReleaseBeforeExit>(Solution([("Driver.cs", Common)], [("Driver.cs", Common)]));
        Assert.Equal([expected, expected], texts);
    }

    [Fact]
    public async Task A_contract_is_written_once()
    {
        const string Source = """
            using Acquit;

            public static class Driver
            {
                public static int Read(RwSem sem, int mode)
                {
                    sem.DownRead();
                    if (mode < 0)
                        return -1;

                    sem.UpRead();
                    return 0;
                }
            }
            """;
        var expected = Source.Replace("RwSem sem,", """[Acquires("rwsem-read", When = "return != 0", ReleasedBy = "UpRead")] RwSem sem,""");
        var texts = await FixAsync<SayWhoOwnsIt>(Solution([("Driver.cs", Source)], [("Driver.cs", Source)]));
        Assert.Equal([expected, expected], texts);
    }

    [Fact]
    public async Task A_member_is_renamed_once()
    {
        const string Source = """
            using static Mm;

            public static class Driver
            {
                public static void Run(Page page) => FreePage(page);

                private static void FreePage(Page page)
                {
                }
            }
            """;
        var expected = Source.Replace("FreePage", "DriverFreePage");
        var texts = await FixAsync<RenameTheHidingMember>(Solution([("Driver.cs", Source)], [("Driver.cs", Source)]));
        Assert.Equal([expected, expected], texts);
    }

    // The texts of the first file of each project, after everything there is to fix is fixed by one action.
    private static async Task<ImmutableArray<string>> FixAsync<TFix>(Solution solution)
        where TFix : CodeFixProvider, new()
    {
        var first = solution.Projects.First();
        var choice = new CodeActionChoice(new TFix(), null, null);
        Assert.NotEmpty(await FixableAsync(solution.Projects.Last()));
        var mended = await FixAll.ApplyAsync(first, choice, FixAllScope.Solution, FixableAsync, TestContext.Current.CancellationToken);
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var project in mended.Solution.Projects)
        {
            Assert.Empty(await FixableAsync(project));
            Assert.Empty(await CaseProjects.ErrorsAsync(project));
            texts.Add((await project.Documents.First().GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        }

        return texts.ToImmutable();

        async Task<ImmutableArray<Diagnostic>> FixableAsync(Project project)
        {
            var reported = await AnalyzerRun.DiagnosticsAsync(project, [new PairingAnalyzer()], CompilerDiagnostics.None, TestContext.Current.CancellationToken);
            return reported.RemoveAll(diagnostic => !choice.Provider.FixableDiagnosticIds.Contains(diagnostic.Id));
        }
    }

    // Of files with one path each project has a document of its own.
    private static Solution Solution(params (string Name, string Text)[][] projects)
    {
        Solution? solution = null;
        foreach (var files in projects)
        {
            var state = new SolutionState { Sources = { files[0], DriverApi.Source } };
            var name = $"Project{solution?.ProjectIds.Count ?? 0}";
            if (solution is null)
            {
                solution = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References).Solution;
                continue;
            }

            var first = solution.Projects.First();
            var project = ProjectId.CreateNewId();
            solution = solution.AddProject(ProjectInfo.Create(
                project, VersionStamp.Default, name, name, LanguageNames.CSharp, filePath: $"/0/{name}.csproj", compilationOptions: first.CompilationOptions,
                parseOptions: ((CSharpParseOptions)first.ParseOptions!).WithPreprocessorSymbols("SECOND"), metadataReferences: first.MetadataReferences));
            foreach (var (path, text) in state.Sources.Select(file => (file.Path, file.Content)))
                solution = solution.AddDocument(DocumentId.CreateNewId(project), Path.GetFileName(path), SourceText.From(text), filePath: path);
        }

        return solution!;
    }
}
