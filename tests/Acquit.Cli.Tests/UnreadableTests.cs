namespace Acquit.Cli.Tests;

/// <summary>Files of the code that cannot be read are told, each with the reason, and nobody takes silence for clean code.</summary>
public sealed class UnreadableTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.With(("src/Probe.cs", TestFolder.Leak));

    [Theory]
    [InlineData("check")]
    [InlineData("contracts")]
    public async Task What_decides_on_the_reports_must_be_read(string command)
    {
        foreach (var name in new[] { ".editorconfig", "vendor.acquit.txt" })
        {
            // A link to nothing is there, and cannot be read by anybody.
            File.CreateSymbolicLink(_folder.PathOf("src/" + name), "nowhere");
            (await _folder.RunAsync(command, "src")).Fails(ExitCode.NotOpened, $"{_folder.PathOf("src/" + name)}' cannot be read: ");
            File.Delete(_folder.PathOf("src/" + name));
        }
    }

    [Theory]
    [InlineData(".globalconfig")]
    [InlineData("vendor.acquit.txt")]
    public async Task What_decides_on_the_reports_of_a_project_must_be_read(string name)
    {
        _folder.Write("src/Probe.csproj", TestFolder.Project);
        File.CreateSymbolicLink(_folder.PathOf("src/" + name), "nowhere");
        (await _folder.RunAsync("check", "src")).Fails(ExitCode.NotOpened, $"{_folder.PathOf("src/" + name)}' cannot be read: ");
    }

    [Theory]
    [InlineData("check", false)]
    [InlineData("check", true)]
    [InlineData("contracts", false)]
    public async Task A_source_file_that_cannot_be_read_is_a_gap(string command, bool hasProject)
    {
        // However many projects have it, it is told once.
        foreach (var project in hasProject ? (string[])["Probe", "Other"] : [])
            _folder.Write($"src/{project}.csproj", TestFolder.Project);
        File.CreateSymbolicLink(_folder.PathOf("src/Gone.cs"), "nowhere");
        var run = await _folder.RunAsync(command, "src");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.StartsWith($"acquit: error: '{_folder.PathOf("src/Gone.cs")}' cannot be read: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        if (command == "check")
            Assert.Contains("warning ACQ101", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_file_that_is_no_text_is_a_gap()
    {
        await File.WriteAllBytesAsync(_folder.PathOf("src/Binary.cs"), new byte[4096], TestContext.Current.CancellationToken);
        var run = await _folder.RunAsync("check", "src");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("Binary.cs", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lost.cs")]
    [InlineData("lost.csproj")]
    [InlineData("lost.sln")]
    public async Task A_file_that_is_named_and_cannot_be_read_is_told(string name)
    {
        File.CreateSymbolicLink(_folder.PathOf(name), "nowhere");
        (await _folder.RunAsync("check", name)).Fails(ExitCode.BadInput, $"{name}' cannot be read: ");
        (await _folder.RunAsync("contracts", name)).Fails(ExitCode.BadInput, $"{name}' cannot be read: ");
    }

    [Theory]
    [InlineData("--contracts", "x.acquit.txt")]
    [InlineData("--baseline", "x.json")]
    public async Task An_option_that_names_what_cannot_be_read_is_told(string option, string name)
    {
        File.CreateSymbolicLink(_folder.PathOf(name), "nowhere");
        (await _folder.RunAsync("check", "src", option, name)).Fails(ExitCode.BadInput, $"{name}' cannot be read: ");
        File.Delete(_folder.PathOf(name));
        Directory.CreateDirectory(_folder.PathOf(name));
        (await _folder.RunAsync("check", "src", option, name)).Fails(ExitCode.BadInput, $"{name}' cannot be read: ");
    }

    [Theory]
    [InlineData("round")]
    [InlineData("src", "--sarif", "round")]
    [InlineData("src", "--baseline", "round")]
    [InlineData("src", "--contracts", "round")]
    public async Task Links_that_lead_round_in_a_circle_are_told(params string[] arguments)
    {
        File.CreateSymbolicLink(_folder.PathOf("round"), "about");
        File.CreateSymbolicLink(_folder.PathOf("about"), "round");
        (await _folder.RunAsync(["check", .. arguments])).Fails(ExitCode.BadInput, "round' cannot be found: it is a link, and links lead round in a circle.");
    }

    [Fact]
    public async Task A_folder_with_the_name_of_a_file_of_the_code_is_no_file()
    {
        foreach (var name in new[] { "Other.cs", ".editorconfig", "vendor.acquit.txt" })
            Directory.CreateDirectory(_folder.PathOf("src/" + name));
        Assert.Equal((ExitCode.Findings, ""), (await _folder.RunAsync("check", "src")) is var run ? (run.Code, run.Error) : default);
    }

    [Fact]
    public async Task A_temporary_folder_that_is_not_there_is_told()
    {
        _folder.Write("src/Probe.csproj", TestFolder.Project);
        using var tool = ToolProcess.Start(_folder, [("TMPDIR", _folder.PathOf("absent")), ("TMP", _folder.PathOf("absent"))], "check", "src");
        (await tool.EndAsync()).Fails(ExitCode.NotOpened, $"No temporary folder can be made in '{_folder.PathOf("absent")}");
    }

    [Fact]
    public async Task An_output_that_is_full_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no file that is always full.");
        using var tool = ToolProcess.StartInShell(_folder, command => $"{command} check src > /dev/full");
        (await tool.EndAsync()).Fails(ExitCode.NotOpened, "Something that is needed cannot be read or written: ");
    }

    [Fact]
    public async Task A_working_directory_that_is_gone_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder that somebody is in cannot be removed.");
        _folder.Inside("gone");
        using var tool = ToolProcess.StartInShell(_folder, command => $"cd gone && rmdir ../gone && {command} check ../src");
        (await tool.EndAsync()).Fails(ExitCode.BadInput, "The working directory does not exist any more.");
    }

    public void Dispose() => _folder.Dispose();
}
