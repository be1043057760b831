using System.Collections.Immutable;
using System.Globalization;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Robustness;

/// <summary>All that is reported of some files, in an order that does not depend on theirs.</summary>
internal static class Reports
{
    private static readonly CSharpCompilation framework = CSharpCompilation.Create(
        "Cases", [], ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));

    public static Task<ImmutableArray<string>> OfAsync(
        IEnumerable<(string Name, string Text)> files, IEnumerable<AdditionalText> contractFiles, bool concurrent, CancellationToken cancellationToken) =>
        OfAsync(Compile(files, cancellationToken), contractFiles, concurrent, cancellationToken);

    public static async Task<ImmutableArray<string>> OfAsync(
        CSharpCompilation compilation, IEnumerable<AdditionalText> contractFiles, bool concurrent, CancellationToken cancellationToken)
    {
        var run = compilation.WithAnalyzers(AllAnalyzers.Create(), new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([.. contractFiles]), onAnalyzerException: null, concurrentAnalysis: concurrent, logAnalyzerExecutionTime: false));
        var reported = await run.GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. reported.Select(Describe).Order(StringComparer.Ordinal)];
    }

    /// <summary>As a build does: nothing is known of what was compiled before.</summary>
    public static CSharpCompilation Compile(IEnumerable<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        return framework.AddSyntaxTrees(files.Select(file => Parse(file.Name, file.Text, options, cancellationToken)));
    }

    public static SyntaxTree Parse(string name, string text, CSharpParseOptions options, CancellationToken cancellationToken) =>
        CSharpSyntaxTree.ParseText(text, options, name, cancellationToken: cancellationToken);

    // With everything a reader sees: the steps that lead there are as much a part of a report as its message.
    private static string Describe(Diagnostic diagnostic) => string.Join(
        " ",
        diagnostic.AdditionalLocations.Select(location => location.GetLineSpan().ToString())
            .Prepend(diagnostic.GetMessage(CultureInfo.InvariantCulture))
            .Prepend(diagnostic.Id)
            .Prepend(diagnostic.Location.GetLineSpan().ToString()));
}
