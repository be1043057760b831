using System.Collections.Immutable;
using Acquit.Samples.Documentation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Samples.Reports;

/// <summary>What the build says about code that uses .NET's own pairs, which nobody has to describe.</summary>
public class JournalTests
{
    private static readonly ImmutableArray<SyntaxTree> trees = SampleCompilation.TreesIn("Journal");

    private static readonly CSharpCompilation compilation = SampleCompilation.Of("Journal", trees, OutputKind.ConsoleApplication);

    [Fact]
    public void The_sample_compiles() => Assert.Empty(
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));

    [Fact]
    public async Task Every_mistake_is_reported_and_nothing_else() => Assert.Equal(
        ExpectedReports.Read("Journal.expected.txt", trees).Select(report => report.ToString()).Order(StringComparer.Ordinal),
        await SampleCompilation.PlacesAsync(compilation, [], TestContext.Current.CancellationToken));

    [Fact]
    public void Everything_has_been_mended()
    {
        var files = trees.Select(tree => tree.FilePath).ToLookup(path => Path.GetDirectoryName(path), path => Path.GetFileName(path));
        Assert.Equal(files["AsWritten"], files["Mended"]);
    }

    [Fact]
    public void The_mended_one_keeps_its_journal() => Assert.Contains(
        OperatingSystem.IsWindows() ? "Windows does not have" : "written: True, not a number refused: True, on disk: True",
        CompiledProgram.Run(compilation),
        StringComparison.Ordinal);
}
