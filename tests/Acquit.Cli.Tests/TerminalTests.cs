using System.Text.RegularExpressions;

namespace Acquit.Cli.Tests;

/// <summary>Somebody who sits in front of it sees colours and how it gets on; a file or another program does not.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.With(("Probe.cs", TestFolder.Leak));

    [Fact]
    public async Task On_a_terminal_there_are_colours_and_progress()
    {
        var output = await OnTerminalAsync([], "check", ".");
        Assert.Contains("Checking", output, StringComparison.Ordinal);
        Assert.Matches(Colour(), output);
        // It is taken away again before the findings come.
        Assert.Contains("warning ACQ101", Escape().Replace(output, ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_no_colours_gets_none()
    {
        var output = await OnTerminalAsync([("NO_COLOR", "1")], "check", ".");
        Assert.DoesNotMatch(Colour(), output);
        Assert.Contains("Checking", output, StringComparison.Ordinal);
        Assert.Contains("warning ACQ101", Escape().Replace(output, ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_redirected_is_plain()
    {
        using var tool = ToolProcess.Start(_folder, "check", ".");
        var run = await tool.EndAsync();
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain("Checking", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_whose_output_goes_to_a_file_there_is_only_the_output()
    {
        // A runtime sets up the terminal that it finds, whatever it is asked to write.
        Assert.Equal("", Escape().Replace(await OnTerminalAsync([], "check", ".", ">", "out.txt"), ""));
        Assert.DoesNotContain('\u001b', _folder.Read("out.txt"));
        Assert.Contains("warning ACQ101", _folder.Read("out.txt"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> OnTerminalAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        using var tool = ToolProcess.StartOnTerminal(_folder, environment, arguments);
        var run = await tool.EndAsync();
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        return run.Output;
    }

    [GeneratedRegex(@"\u001b\[([\d;]*;)?(3[0-79]|38;\d[\d;]*|9[0-7])m")]
    private static partial Regex Colour();

    [GeneratedRegex(@"\u001b(\[[\d;?]*[A-Za-z]|=)")]
    private static partial Regex Escape();
}
