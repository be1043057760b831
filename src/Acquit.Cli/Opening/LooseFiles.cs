using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Opening;

/// <summary>
/// Makes a project of C# files that have none: today's C#, the framework that the tool runs on, the usual namespaces. Names that this
/// leaves unknown stay so, and what is done with them is not followed.
/// </summary>
internal static class LooseFiles
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    public static OpenedCode Open(CodeBase.Loose code, CancellationToken cancellationToken)
    {
        var workspace = new AdhocWorkspace();
        var project = ProjectId.CreateNewId();
        var name = Path.GetFileName(code.Folder.TrimEnd('/', '\\'));
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations),
            parseOptions: new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: Symbols()),
            metadataReferences: References(),
            documents: [.. code.Files.Select(file => Document(project, file)), Document(project, Path.Combine(code.Folder, "obj", "Usings.g.cs"), Usings)],
            additionalDocuments: SourceFolder.Files(code.Folder, Analyzers.Contracts.Language.ContractFile.Suffix).Select(file => Document(project, file)),
            analyzerReferences: []));
        foreach (var file in EditorConfigs(code))
        {
            cancellationToken.ThrowIfCancellationRequested();
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(project), Path.GetFileName(file), EditorConfig(file), filePath: file);
        }

        return new OpenedCode(name, OpenedCode.RootOf(code.Folder), [solution.GetProject(project)!], AreLoose: true, workspace) { IsPart = code.IsPart };
    }

    // Those beside the files, and those above them that no other one says to be the last.
    private static IEnumerable<string> EditorConfigs(CodeBase.Loose code) => code.Files
        .SelectMany(file => Above(Path.GetDirectoryName(file)!))
        .Distinct()
        .Select(folder => Path.Combine(folder, ".editorconfig"))
        .Where(File.Exists);

    private static SourceText EditorConfig(string file)
    {
        try
        {
            return SourceText.From(File.ReadAllText(file));
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.NotOpened, $"'{file}' cannot be read: {mistake.Message}", mistake);
        }
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }

    private static DocumentInfo Document(ProjectId project, string path, string? text = null) => DocumentInfo.Create(
        DocumentId.CreateNewId(project),
        Path.GetFileName(path),
        filePath: path,
        loader: text is null
            ? new FileTextLoader(path, defaultEncoding: null)
            : TextLoader.From(TextAndVersion.Create(SourceText.From(text), VersionStamp.Default)));

    private static IEnumerable<string> Symbols() =>
        ["NET", "NETCOREAPP", "DEBUG", "TRACE", .. Enumerable.Range(5, Environment.Version.Major - 4).Select(version => $"NET{version}_0_OR_GREATER")];

    // The framework's own assemblies, and the contract attributes.
    private static ImmutableArray<MetadataReference> References() =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Where(IsManaged)
            .Append(typeof(AcquiresAttribute).Assembly.Location)
            .Select(file => MetadataReference.CreateFromFile(file))];

    private static bool IsManaged(string file)
    {
        using var image = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(file));
        return image.HasMetadata;
    }
}
