using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Acquit.Agreement.Generating;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Agreement.Running;

/// <summary>Drivers that are compiled, analyzed and loaded together: one by one, most of the time would go into beginning.</summary>
internal sealed class Batch(IReadOnlyList<PrintedDriver> drivers)
{
    private static readonly CSharpParseOptions parseOptions = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions compilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Debug);

    private static readonly ImmutableArray<MetadataReference> references = [.. References()];

    private static readonly ImmutableArray<DiagnosticAnalyzer> analyzers =
        [.. Assembly.Load("Acquit.Analyzers").GetTypes()
            .Where(type => !type.IsAbstract && type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    private readonly CSharpCompilation compilation = CSharpCompilation.Create(
        "Generated",
        drivers.Select(driver => Parse(driver, driver.Text)),
        references,
        compilationOptions);

    /// <summary>What is said about each driver, in the order of the drivers.</summary>
    public IReadOnlyList<IReadOnlyList<Diagnostic>> Analyze(CancellationToken cancellationToken)
    {
        ConcurrentQueue<Exception> thrown = [];
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), (exception, _, _) => thrown.Enqueue(exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reports =
            compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken).GetAwaiter().GetResult();
        if (!thrown.IsEmpty)
            throw new AggregateException(thrown);
        ILookup<string, Diagnostic> byFile = reports.ToLookup(report => report.Location.GetLineSpan().Path);
        return [.. drivers.Select(driver => byFile[driver.FileName].ToArray())];
    }

    /// <summary>Runs each driver in every way.</summary>
    public IReadOnlyList<Outcome> Run()
    {
        using MemoryStream code = new();
        using MemoryStream symbols = new();
        CSharpCompilation counted = compilation.RemoveAllSyntaxTrees()
            .AddReferences(MetadataReference.CreateFromFile(typeof(Rounds).Assembly.Location))
            .AddSyntaxTrees(drivers.Select(driver => Parse(driver, driver.TextToRun)));
        EmitResult emitted = counted.Emit(code, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success)
        {
            Diagnostic error = emitted.Diagnostics.First(one => one.Severity == DiagnosticSeverity.Error);
            string text = drivers.Single(driver => driver.FileName == error.Location.GetLineSpan().Path).Text;
            throw new InvalidOperationException($"A generated driver does not compile: {error}\n{text}");
        }

        code.Position = symbols.Position = 0;
        AssemblyLoadContext context = new("Generated", isCollectible: true);
        try
        {
            Assembly assembly = context.LoadFromStream(code, symbols);
            return [.. drivers.Select(driver => DriverRun.Of(driver, assembly.GetType($"Generated.{driver.Driver.Name}", throwOnError: true)!))];
        }
        finally
        {
            context.Unload();
        }
    }

    private static SyntaxTree Parse(PrintedDriver driver, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), parseOptions, driver.FileName);

    private static IEnumerable<MetadataReference> References()
    {
        // The list of trusted assemblies also names those of the tests; the framework's lie together.
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        string[] needed = ["System.Private.CoreLib.dll", "System.Runtime.dll", "System.Memory.dll", "System.Collections.dll", "netstandard.dll"];
        return trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework && needed.Contains(Path.GetFileName(path)))
            .Concat(((string[])["Acquit.Contracts.dll", "Acquit.Memory.dll"]).Select(name => Path.Combine(AppContext.BaseDirectory, name)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
