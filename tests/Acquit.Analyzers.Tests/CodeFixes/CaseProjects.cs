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

/// <summary>The case files as projects, and the fixes that there are.</summary>
internal static class CaseProjects
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static IEnumerable<string> Names => Files().Select(NameOf);

    /// <summary>The first compiler that can read a file.</summary>
    public static Version NeededRoslyn(string name) => CaseFile.Parse(name, File.ReadAllText(Path.Combine(folder, name))).NeededRoslyn;

    public static IEnumerable<CodeFixProvider> Fixes => typeof(ReleaseBeforeExit).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!);

    /// <summary>The compiler's errors, one per line.</summary>
    public static async Task<ImmutableArray<string>> ErrorsAsync(Project project)
    {
        var compilation = await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        return [.. compilation!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(DiagnosticMatcher.Describe)];
    }

    /// <summary>A case file with the APIs it uses, as a project that fixes can be applied to.</summary>
    public static Project Of(string name)
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

    /// <summary>What is reported, in the order of the text.</summary>
    public static async Task<ImmutableArray<Diagnostic>> ReportedAsync(Project project)
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
