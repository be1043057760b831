using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Samples.Reports;

/// <summary>What the build says about code that calls a library nobody can annotate, by what a file says of the library.</summary>
public class UsbMeterTests
{
    private static readonly ImmutableArray<SyntaxTree> trees = SampleCompilation.TreesIn("UsbMeter");

    private static readonly CSharpCompilation compilation = SampleCompilation.Of("UsbMeter", trees, OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public void The_sample_compiles() => Assert.Empty(
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));

    [Fact]
    public async Task Every_mistake_is_reported_and_nothing_else() => Assert.Equal(
        ExpectedReports.Read("UsbMeter.expected.txt", trees).Select(report => report.ToString()).Order(StringComparer.Ordinal),
        await ReportsAsync(new ContractFile(Contracts())));

    [Fact]
    public async Task Without_the_file_the_library_acquires_nothing() => Assert.Empty(await ReportsAsync());

    private static string Contracts() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "UsbMeter", "Library", "libusb.acquit.txt"));

    private static Task<IEnumerable<string>> ReportsAsync(params AdditionalText[] files) =>
        SampleCompilation.PlacesAsync(compilation, [.. files], TestContext.Current.CancellationToken);
}
