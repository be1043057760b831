using System.Collections.Immutable;
using System.Globalization;
using Acquit.Tests.Robustness.Fuzzing;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>What is reported depends on the code alone: not on the order of its files, nor on how many threads look at them.</summary>
public class DeterminismTests
{
    private static readonly Lazy<Corpus> corpus = new(Corpus.Read);

    private static readonly CSharpCompilation framework = CSharpCompilation.Create(
        "Cases", [], ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));

    private static readonly Lazy<Task<ImmutableArray<string>>> inOrder =
        new(() => ReportsAsync(files => files, concurrent: false, TestContext.Current.CancellationToken));

    [Fact]
    public async Task There_is_something_to_compare() =>
        Assert.True((await inOrder.Value).Length > 200, "The cases together give hardly any reports.");

    [Fact]
    public async Task Files_the_other_way_round_give_the_same_reports() =>
        Assert.Equal(await inOrder.Value, await ReportsAsync(files => files.Reverse(), concurrent: false, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Files_in_any_order_on_several_threads_give_the_same_reports(int seed)
    {
        var random = new Random(seed);
        Assert.Equal(
            await inOrder.Value,
            await ReportsAsync(files => files.OrderBy(_ => random.Next()), concurrent: true, TestContext.Current.CancellationToken));
    }

    private static async Task<ImmutableArray<string>> ReportsAsync(
        Func<IEnumerable<SyntaxTree>, IEnumerable<SyntaxTree>> order, bool concurrent, CancellationToken cancellationToken)
    {
        var options = new AnalyzerOptions([.. corpus.Value.ContractFiles.Select(file => new InMemoryText(file.Name, string.Concat(file.Tokens)))]);
        var trees = corpus.Value.Api.Concat(corpus.Value.Cases).Select(file => CSharpSyntaxTree.ParseText(
            string.Concat(file.Tokens), new CSharpParseOptions(LanguageVersion.Preview), file.Name, cancellationToken: cancellationToken));
        var run = framework.AddSyntaxTrees(order(trees)).WithAnalyzers(AllAnalyzers.Create(), new CompilationWithAnalyzersOptions(
            options, onAnalyzerException: null, concurrentAnalysis: concurrent, logAnalyzerExecutionTime: false));
        var reported = await run.GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. reported.Select(Describe).Order(StringComparer.Ordinal)];
    }

    // With everything a reader sees: the steps that lead there are as much a part of a report as its message.
    private static string Describe(Diagnostic diagnostic) => string.Join(
        " ",
        diagnostic.AdditionalLocations.Select(location => location.GetLineSpan().ToString())
            .Prepend(diagnostic.GetMessage(CultureInfo.InvariantCulture))
            .Prepend(diagnostic.Id)
            .Prepend(diagnostic.Location.GetLineSpan().ToString()));
}
