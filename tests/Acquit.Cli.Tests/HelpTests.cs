using System.Text.RegularExpressions;

namespace Acquit.Cli.Tests;

/// <summary>Whoever has only the command at hand learns from it what the page on it says.</summary>
public sealed partial class HelpTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.With();

    [Theory]
    [InlineData("check")]
    [InlineData("contracts")]
    public async Task Everything_that_a_path_may_be_is_named(string command) => Assert.Contains(
        "PATH> A solution (.sln, .slnx, .slnf), a project (.csproj), a folder, or a single C# file (.cs).", await HelpAsync(command), StringComparison.Ordinal);

    [Fact]
    public async Task What_may_be_repeated_is_said_to_be()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "src", "Acquit.Analyzers", "Docs", "cli.md"));
        var help = await HelpAsync("check");
        var repeated = Row().Matches(page).Where(row => row.Groups["text"].Value.Contains("May be repeated", StringComparison.Ordinal)).Select(row => row.Groups["option"].Value).ToList();
        Assert.Equal(["--rules", "--contracts"], repeated);
        // An option's words end where the next option begins.
        Assert.All(repeated, option => Assert.Matches($@"{option} <\w+>((?! --).)* May be repeated", help));
        Assert.Matches(@"--rules <ID>((?! --).)* May be repeated, and separated by commas\.", help);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> HelpAsync(string command)
    {
        var run = await _folder.RunAsync(command, "--help");
        Assert.Equal((ExitCode.Nothing, ""), (run.Code, run.Error));
        return string.Join(" ", run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"^\| `(?<option>--\w[\w-]*)[^`]*` \| (?<text>.*) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
