using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.CodeFixes;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>Every fix on every case file: what it offers compiles, removes what is reported, and adds nothing.</summary>
public class CaseFileFixTests
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static TheoryData<string> Names => [.. Files().Select(NameOf)];

    private static IEnumerable<CodeFixProvider> Fixes => typeof(ReleaseBeforeExit).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fixing_all_leaves_less_to_report_and_code_that_compiles(string name)
    {
        var project = Project(name);
        var before = await ReportedAsync(project);
        foreach (var fix in Fixes)
        {
            var fixable = before.RemoveAll(diagnostic => !fix.FixableDiagnosticIds.Contains(diagnostic.Id));
            var choice = new CodeActionChoice(fix, null, null);
            if (await choice.FirstAsync(project, fixable, TestContext.Current.CancellationToken) is null)
                continue;
            var mended = await FixAll.ApplyAsync(
                project,
                choice,
                FixAllScope.Project,
                async one => [.. (await ReportedAsync(one)).Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id))],
                TestContext.Current.CancellationToken);
            var after = await ReportedAsync(mended);
            var compilation = await mended.GetCompilationAsync(TestContext.Current.CancellationToken);
            var errors = compilation!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            Assert.Empty(errors.Select(DiagnosticMatcher.Describe));
            // A mistake that the mended one hid may come to light; the fix has not made it.
            var left = after.Count(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id));
            Assert.True(left < fixable.Length, $"{fix.GetType().Name} offers to fix something, and leaves as much to report.");
            Assert.True(after.Length <= before.Length, $"{fix.GetType().Name} leaves more to report.");
        }
    }

    private static Project Project(string name)
    {
        var state = new SolutionState();
        foreach (var path in Files().Where(path => NameOf(path) == name || NameOf(path).StartsWith("Api/", StringComparison.Ordinal)))
            state.Sources.Add((NameOf(path), File.ReadAllText(path)));
        foreach (var path in Directory.EnumerateFiles(folder, "*.acquit.txt", SearchOption.AllDirectories))
            state.AdditionalFiles.Add((Path.GetFileName(path), File.ReadAllText(path)));
        if (CaseFile.Parse(name, File.ReadAllText(Path.Combine(folder, name))).Options is { IsEmpty: false } options)
            state.AnalyzerConfigFiles.Add(("/0/.editorconfig", string.Join('\n', options.Prepend("[*.cs]"))));
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References);

        // The cases are written without nullable annotations; some are programs.
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(folder, name))).GetRoot();
        var isProgram = root.ChildNodes().Any(node => node is GlobalStatementSyntax);
        return project.WithCompilationOptions(new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private static async Task<ImmutableArray<Diagnostic>> ReportedAsync(Project project)
    {
        var reported = await AnalyzerRun.DiagnosticsAsync(
            project, [new PairingAnalyzer()], CompilerDiagnostics.None, TestContext.Current.CancellationToken);
        return [.. reported.OrderBy(diagnostic => diagnostic.Location.SourceSpan)];
    }

    private static IEnumerable<string> Files()
    {
        var roslyn = typeof(CSharpCompilation).Assembly.GetName().Version;
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => CaseFile.Parse(NameOf(path), File.ReadAllText(path)).NeededRoslyn <= roslyn)
            .OrderBy(path => path, StringComparer.Ordinal);
    }

    private static string NameOf(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
