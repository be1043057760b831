using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Benchmarks;

public enum Subject
{
    /// <summary>Code that calls nothing that has a contract.</summary>
    WithoutPairs,

    /// <summary>Code of which every third method acquires something, nearly always rightly.</summary>
    WithPairs,

    /// <summary>The case files: nearly every method acquires something, in as many odd ways as there are.</summary>
    Stress,
}

/// <summary>What is compiled and analyzed, on one thread, so that time is work, unless it is typed.</summary>
internal sealed class MeasuredCode
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation empty;
    private readonly ImmutableArray<(string Path, string Text)> sources;
    private readonly AnalyzerOptions options;

    private readonly bool isTyped;

    // The compiler swallows what is thrown at it from where it tells of this.
    private volatile Exception? thrown;

    private MeasuredCode(ImmutableArray<(string Path, string Text)> sources, ImmutableArray<AdditionalText> contractFiles, bool isTyped = false)
    {
        this.sources = sources;
        this.isTyped = isTyped;
        options = new AnalyzerOptions(contractFiles);
        empty = isTyped ? Framework.WithMemory() : Framework.Empty();
        empty = empty.WithOptions(empty.Options.WithConcurrentBuild(isTyped));
        var errors = Parse().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
            throw new InvalidOperationException("What is measured does not compile: " + string.Join(Environment.NewLine, errors));
    }

    public static MeasuredCode Of(Subject subject) => subject switch
    {
        Subject.WithoutPairs => new(CodeWithoutPairs.Sources(), []),
        Subject.WithPairs => new(CodeWithPairs.Sources(), []),
        _ => new(CaseFiles.Sources(), CaseFiles.ContractFiles()),
    };

    public static MeasuredCode Of(params ImmutableArray<(string Path, string Text)> sources) => new(sources, []);

    /// <summary>Drivers on top of the managed-memory layer, to be typed.</summary>
    public static MeasuredCode OfDrivers(ImmutableArray<(string Path, string Text)> sources) => new(sources.Add(("usings.cs", Usings)), [], isTyped: true);

    public CSharpCompilation Parse() => empty.AddSyntaxTrees(sources.Select(source => Parse(source.Text, source.Path)));

    public static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path);

    public static int Bind(CSharpCompilation compilation) => compilation.GetDiagnostics().Length;

    public async Task<int> Analyze(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var reported = await With(compilation, analyzers).GetAllDiagnosticsAsync();
        FailIfThrown();
        return reported.Length;
    }

    public CompilationWithAnalyzers With(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            options,
            onAnalyzerException: (exception, _, _) => thrown = exception,
            concurrentAnalysis: isTyped,
            logAnalyzerExecutionTime: false));

    /// <summary>What an analyzer that failed took is no measure of anything.</summary>
    public void FailIfThrown()
    {
        if (thrown is { } exception)
            throw new InvalidOperationException("An analyzer threw.", exception);
    }
}
