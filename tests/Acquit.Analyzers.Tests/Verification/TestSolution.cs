using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Tests.Verification;

/// <summary>Makes a solution with one project out of the files of a test.</summary>
internal static class TestSolution
{
    public static Project Create(SolutionState state, Expectations files, IEnumerable<MetadataReference> references)
    {
        var workspace = new AdhocWorkspace();
        // The expected texts are compared exactly, on every system.
        var solution = workspace.CurrentSolution
            .WithOptions(workspace.Options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, "\n"));
        var project = ProjectId.CreateNewId();
        solution = solution.AddProject(ProjectInfo.Create(
            project,
            VersionStamp.Default,
            "TestProject",
            "TestProject",
            LanguageNames.CSharp,
            filePath: "/0/TestProject.csproj",
            compilationOptions: new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose),
            metadataReferences: references.Concat(state.AdditionalReferences)));
        foreach (var (path, text) in files.Sources)
            solution = solution.AddDocument(DocumentId.CreateNewId(project), Path.GetFileName(path), SourceText.From(text), filePath: path);
        foreach (var (path, text) in files.AdditionalFiles)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(project), Path.GetFileName(path), SourceText.From(text), filePath: path);
        foreach (var (path, text) in state.AnalyzerConfigFiles)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(project), Path.GetFileName(path), SourceText.From(text), filePath: path);
        return solution.GetProject(project)!;
    }

    /// <summary>The texts of the sources, in the order they were added.</summary>
    public static async Task<ImmutableArray<(string Path, string Text)>> SourcesAsync(Project project, CancellationToken cancellationToken)
    {
        var sources = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var document in project.Documents)
            sources.Add((document.FilePath!, (await document.GetTextAsync(cancellationToken)).ToString()));
        return sources.ToImmutable();
    }
}
