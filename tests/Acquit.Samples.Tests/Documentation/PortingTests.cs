using Acquit.Samples.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Samples.Documentation;

/// <summary>The walk-through of a port: its code compiles, and the builds and runs of it print what the page says.</summary>
public class PortingTests
{
    private static readonly GuidePage page = GuidePage.Read("porting-a-driver.md");

    [Fact]
    public async Task The_build_of_the_port_says_what_the_page_shows() =>
        Assert.Equal(page.Block("text", "build of the port"), await BuildAsync(Driver("sensor", "port")));

    [Fact]
    public void The_run_of_the_port_says_what_the_page_shows() =>
        Assert.Equal(page.Block("text", "run of the port"), CompiledProgram.Run(Driver("sensor", "port")));

    [Fact]
    public async Task With_the_contract_the_build_says_what_the_page_shows()
    {
        var built = await BuildAsync(Driver("annotated sensor", "port"));
        var before = page.Block("text", "build of the port").Split('\n');
        Assert.Equal(page.Block("text", "build with the contract"), string.Join('\n', built.Split('\n').Except(before)) + "\n");
    }

    [Fact]
    public async Task A_contract_file_says_the_same() => Assert.Equal(
        await BuildAsync(Driver("annotated sensor", "port")), await BuildAsync(Driver("sensor", "port"), new ContractFile(page.Block("acquit", "file"))));

    [Fact]
    public async Task The_mended_driver_builds_without_a_word() =>
        Assert.Empty(await BuildAsync(Driver("annotated sensor", "mended")));

    [Fact]
    public void The_run_of_the_mended_driver_says_what_the_page_shows() =>
        Assert.Equal(page.Block("text", "run of the mended driver"), CompiledProgram.Run(Driver("annotated sensor", "mended")));

    private static CSharpCompilation Driver(string sensor, string grabber) => SampleCompilation.Of(
        "Grabbing",
        [File("Sensor.cs", sensor), File("FrameGrabber.cs", grabber), File("Program.cs", "program")],
        OutputKind.ConsoleApplication);

    private static SyntaxTree File(string name, string block) => SampleCompilation.Parse(page.Block("csharp", block), name);

    private static async Task<string> BuildAsync(CSharpCompilation driver, params AdditionalText[] files)
    {
        Assert.Empty(driver.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        var reports = await SampleCompilation.ReportsAsync(driver, [.. files], TestContext.Current.CancellationToken);
        return string.Concat(reports
            .Where(report => report.Severity >= DiagnosticSeverity.Warning)
            .OrderBy(report => report.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(report => report.Location.SourceSpan.Start)
            .Select(report => SampleCompilation.AsTheBuildWritesIt(report) + "\n"));
    }
}
