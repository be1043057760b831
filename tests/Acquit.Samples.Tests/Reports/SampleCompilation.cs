using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Samples.Reports;

/// <summary>The ported drivers, compiled as their project compiles them, with every analyzer that their project has.</summary>
internal static class SampleCompilation
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions parseOptions = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<DiagnosticAnalyzer> analyzers =
        [.. Assembly.Load("Acquit.Analyzers").GetTypes()
            .Where(type => !type.IsAbstract && type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>The sources; their paths are relative to the sample.</summary>
    public static ImmutableArray<SyntaxTree> Trees { get; } = TreesIn("Sources");

    public static CSharpCompilation Compilation { get; } = Of("PortedDrivers", Trees, OutputKind.ConsoleApplication);

    /// <summary>The sources in a folder beside the tests.</summary>
    public static ImmutableArray<SyntaxTree> TreesIn(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, name);
        return [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => Parse(File.ReadAllText(path), Path.GetRelativePath(folder, path).Replace('\\', '/')))];
    }

    /// <summary>Compiles sources as the project of a sample does.</summary>
    public static CSharpCompilation Of(string name, ImmutableArray<SyntaxTree> trees, OutputKind kind) => CSharpCompilation.Create(
        name,
        trees.Add(CSharpSyntaxTree.ParseText(ImplicitUsings, parseOptions, "usings.cs")),
        References(),
        new CSharpCompilationOptions(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    public static Task<ImmutableArray<Diagnostic>> ReportsAsync(CancellationToken cancellationToken) =>
        ReportsAsync(Compilation, [], cancellationToken);

    public static async Task<ImmutableArray<Diagnostic>> ReportsAsync(
        Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        var thrown = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(files),
            (exception, _, _) => thrown.Enqueue(exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var reports = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return thrown.IsEmpty ? reports : throw new AggregateException(thrown);
    }

    /// <summary>What is reported and where, in order, as lists of expected reports have it.</summary>
    public static async Task<IEnumerable<string>> PlacesAsync(
        Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken) =>
        (await ReportsAsync(compilation, files, cancellationToken)).Select(PlaceOf).Order(StringComparer.Ordinal);

    /// <summary>What is reported and where, as <c>AsPorted/PipeDriver.cs(9): ACQ101</c>.</summary>
    public static string PlaceOf(Diagnostic report)
    {
        var place = report.Location.GetLineSpan();
        return $"{place.Path}({place.StartLinePosition.Line + 1}): {report.Id}";
    }

    /// <summary>The line that a build prints.</summary>
    public static string AsTheBuildWritesIt(Diagnostic report)
    {
        var place = report.Location.GetLineSpan();
        var start = place.StartLinePosition;
        return $"{place.Path}({start.Line + 1},{start.Character + 1}): warning {report.Id}: {report.GetMessage(CultureInfo.InvariantCulture)}";
    }

    /// <summary>A source of a sample, or of a page.</summary>
    public static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), parseOptions, path);

    private static IEnumerable<MetadataReference> References()
    {
        // The list of trusted assemblies also names those of the tests; the framework's lie together.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator);
        return trusted
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Concat(((string[])["Acquit.Contracts.dll", "Acquit.Memory.dll"]).Select(name => Path.Combine(AppContext.BaseDirectory, name)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
