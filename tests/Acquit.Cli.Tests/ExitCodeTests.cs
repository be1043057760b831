using System.Text.RegularExpressions;

namespace Acquit.Cli.Tests;

/// <summary>The numbers are public surface: scripts go by them.</summary>
public sealed partial class ExitCodeTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.With(("Probe.cs", TestFolder.Leak));

    [Fact]
    public void Every_one_is_documented_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "src", "Acquit.Analyzers", "Docs", "cli.md"));
        var table = page[page.IndexOf("## Exit codes", StringComparison.Ordinal)..];
        Assert.Equal(
            [(0, "nothing found"), (1, "findings"), (2, "the command line is wrong"), (3, "could not be opened"), (4, "does not compile"), (70, "fault of the command itself"), (130, "interrupted")],
            Row().Matches(table).Select(row => (int.Parse(row.Groups["number"].Value), row.Groups["text"].Value)).Select(row => (row.Item1, Known(row.Item2))));
        Assert.Equal(Row().Matches(table).Select(row => int.Parse(row.Groups["number"].Value)), Enum.GetValues<ExitCode>().Select(code => (int)code));
    }

    [Theory]
    [InlineData("check", "could not be followed to the end: ")]
    [InlineData("contracts", "could not be followed to the end: ")]
    public async Task An_analyzer_that_fails_leaves_a_gap(string command, string part)
    {
        _folder.Write("Held.cs", TestFolder.Held);
        string[] options = command == "check" ? ["--sarif", "x.sarif"] : ["--output", "x.acquit.txt"];
        var run = await Tool.RunAsync(
            _folder.Path, [new Watcher(() => throw new InvalidOperationException("It is broken."))], TestContext.Current.CancellationToken, [command, ".", .. options]);
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.EndsWith($"{part}It is broken. What is reported may not be all there is.\n", run.Error, StringComparison.Ordinal);
        // What was found all the same is written, and says that it may not be all.
        Assert.True(File.Exists(_folder.PathOf(options[1])));
        if (command == "check")
            Assert.False(SarifFile.Run(_folder.Read("x.sarif")).GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public async Task A_fault_of_the_tool_is_one_line_too()
    {
        // There is nothing at all to look at the code with, which only the tool itself can be to blame for.
        (await Tool.RunAsync(_folder.Path, default, TestContext.Current.CancellationToken, "check", ".", "--sarif", "x.sarif")).Fails(ExitCode.Fault, "This is a fault of acquit itself, ");
        Assert.Single(_folder.Content());
    }

    [Fact]
    public async Task Contracts_of_code_that_does_not_compile_may_not_be_all()
    {
        _folder.Write("Probe.cs", "class Probe { int Count() => 1 }");
        var run = await _folder.RunAsync("contracts", ".");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("CS1002", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Known(string text) =>
        new[] { "nothing found", "findings", "the command line is wrong", "could not be opened", "does not compile", "fault of the command itself", "interrupted" }
            .FirstOrDefault(part => text.Contains(part, StringComparison.Ordinal), text);

    [GeneratedRegex(@"^\| (?<number>\d+) \| (?<text>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
