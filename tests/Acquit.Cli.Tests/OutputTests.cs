namespace Acquit.Cli.Tests;

/// <summary>What is written replaces what earlier runs have written, and nothing that anybody would miss.</summary>
public sealed class OutputTests : IDisposable
{
    private const string Clean = "class Clean { }";

    private readonly TestFolder _folder = TestFolder.With(("src/Probe.cs", TestFolder.Leak));

    [Fact]
    public async Task Earlier_outputs_are_written_anew()
    {
        string[] command = ["check", "src", "--sarif", "log.json", "--html", "page.html"];
        await _folder.RunAsync(command);
        var (log, page) = (_folder.Read("log.json"), _folder.Read("page.html"));
        _folder.Write("src/Probe.cs", Clean);
        Assert.Equal(ExitCode.Nothing, (await _folder.RunAsync(command)).Code);
        Assert.Empty(SarifFile.Results(_folder.Read("log.json")));
        Assert.NotEqual(log, _folder.Read("log.json"));
        Assert.NotEqual(page, _folder.Read("page.html"));
        Assert.Equal(["log.json", "page.html"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_was_written_is_told_last()
    {
        _folder.Inside("reports [new]");
        var page = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        try
        {
            var run = await _folder.RunAsync("check", "src", "--html", page, "--sarif", "reports [new]/x.sarif");
            Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
            Assert.EndsWith($" checked).\nWritten: reports [new]/x.sarif (SARIF log), {page.Replace('\\', '/')} (page).\n", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(page);
        }
    }

    [Theory]
    [InlineData("check", "src")]
    [InlineData("check", "src", "--baseline", "old.json")]
    [InlineData("contracts", "src")]
    public async Task Where_nothing_was_written_nothing_is_told_of_it(params string[] command)
    {
        _folder.Write("src/Held.cs", TestFolder.Held);
        _folder.Write("old.json", "{ \"version\": 1, \"findings\": [] }");
        Assert.DoesNotContain("Written", (await _folder.RunAsync(command)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"$schema\": \"http://json.schemastore.org/sarif-2.1.0\", \"version\": \"2.1.0\", \"runs\": [ ] }", true)]
    [InlineData("\ufeff{ \"version\": \"2.1.0\", \"runs\": [ {", true)]
    [InlineData("", true)]
    [InlineData("{ \"version\": \"2.1.0\", \"packages\": { \"runs\": 1 } }", false)]
    [InlineData("{ \"runs\": 5 }", false)]
    [InlineData("[ 1 ]", false)]
    [InlineData("{ \"version\": ", false)]
    [InlineData("notes", false)]
    public async Task A_log_is_written_over_logs_only(string text, bool isReplaced)
    {
        _folder.Write("log.json", text);
        var run = await _folder.RunAsync("check", "src", "--sarif", "log.json");
        if (isReplaced)
        {
            Assert.Equal(ExitCode.Findings, run.Code);
            Assert.Single(SarifFile.Results(_folder.Read("log.json")));
            return;
        }

        run.Fails(ExitCode.BadInput, "log.json' is there, and is no SARIF log: it is not written over.");
        Assert.Equal(text, _folder.Read("log.json"));
    }

    [Fact]
    public async Task A_page_that_somebody_else_has_written_stays()
    {
        const string text = "<!doctype html>\n<html lang=\"en\"><title>Home</title></html>\n";
        _folder.Write("index.html", text);
        (await _folder.RunAsync("check", "src", "--html", "index.html", "--sarif", "x.sarif")).Fails(ExitCode.BadInput, "index.html' is there, and is no page that this command has written");
        Assert.Equal(text, _folder.Read("index.html"));
        Assert.False(File.Exists(_folder.PathOf("x.sarif")));
    }

    [Theory]
    [InlineData("--baseline", "--sarif")]
    [InlineData("--baseline", "--html")]
    [InlineData("--contracts", "--sarif")]
    [InlineData("--contracts", "--html")]
    public async Task What_is_read_is_not_written_over(string reads, string writes)
    {
        _folder.Write("kept/b.acquit.txt", "M:Vendor.Probe.Run(System.Object,System.Int32)\n    target borrows\n");
        await _folder.RunAsync("check", "src", "--baseline", "kept/b.json", "--write-baseline");
        var name = reads == "--baseline" ? "b.json" : "b.acquit.txt";
        File.CreateSymbolicLink(_folder.PathOf("linked"), "kept");
        File.CreateSymbolicLink(_folder.PathOf("link"), "linked/" + name);
        var before = _folder.Content();
        foreach (var spelling in new[] { "kept/" + name, "./kept/" + name, "src/../kept/" + name, _folder.PathOf("kept/" + name), "linked/" + name, "link" })
            (await _folder.RunAsync("check", "src", reads, "kept/" + name, writes, spelling)).Fails(ExitCode.BadInput, $"{reads} and {writes} both name '");
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("--sarif", "--html", "x", "./x")]
    [InlineData("--sarif", "--html", "link", "x")]
    [InlineData("--html", "--baseline", "src/../x", "x")]
    public async Task Nothing_is_written_twice(string first, string second, string one, string other)
    {
        // It leads to what is not there yet.
        File.CreateSymbolicLink(_folder.PathOf("link"), "x");
        string[] more = second == "--baseline" ? ["--write-baseline"] : [];
        (await _folder.RunAsync(["check", "src", first, one, second, other, .. more])).Fails(ExitCode.BadInput, $"{first} and {second} both name '");
        Assert.False(File.Exists(_folder.PathOf("x")));
    }

    [Fact]
    public async Task Names_that_differ_in_case_only_are_one_where_the_file_system_says_so()
    {
        Assert.SkipUnless(Directory.Exists(_folder.PathOf("SRC")), "This file system tells small letters from capitals.");
        (await _folder.RunAsync("check", "src", "--sarif", "Out", "--html", "oUT")).Fails(ExitCode.BadInput, "--sarif and --html both name '");
        await _folder.RunAsync("check", "src", "--baseline", "b.json", "--write-baseline");
        (await _folder.RunAsync("check", "src", "--baseline", "b.json", "--sarif", "B.JSON")).Fails(ExitCode.BadInput, "--baseline and --sarif both name '");
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_two_where_the_file_system_says_so()
    {
        Assert.SkipWhen(Directory.Exists(_folder.PathOf("SRC")), "This file system does not tell small letters from capitals.");
        Assert.Equal(ExitCode.Findings, (await _folder.RunAsync("check", "src", "--sarif", "Out", "--html", "oUT")).Code);
    }

    [Fact]
    public async Task A_link_stays_one_and_what_it_leads_to_is_written()
    {
        _folder.Write("reports/old.sarif", "");
        File.CreateSymbolicLink(_folder.PathOf("x.sarif"), "reports/old.sarif");
        await _folder.RunAsync("check", "src", "--sarif", "x.sarif");
        Assert.NotNull(new FileInfo(_folder.PathOf("x.sarif")).LinkTarget);
        Assert.Single(SarifFile.Results(_folder.Read("reports/old.sarif")));
    }

    [Theory]
    [InlineData("src/Empty.cs")]
    [InlineData("src/.editorconfig")]
    [InlineData("src/empty.acquit.txt")]
    public async Task No_file_of_the_code_is_written_over_though_it_is_empty(string name)
    {
        _folder.Write(name, "");
        (await _folder.RunAsync("check", "src", "--sarif", name)).Fails(ExitCode.BadInput, "belongs to the code that is looked at; --sarif would overwrite it.");
        Assert.Equal("", _folder.Read(name));
    }

    [Theory]
    [InlineData("src/Probe.csproj")]
    [InlineData("all.slnx")]
    [InlineData("src/Probe.cs")]
    public async Task No_project_solution_or_source_is_written_over(string name)
    {
        _folder.Write("src/Probe.csproj", TestFolder.Project);
        _folder.Write("all.slnx", "<Solution><Project Path=\"src/Probe.csproj\" /></Solution>");
        var before = _folder.Content();
        (await _folder.RunAsync("check", ".", "--sarif", name)).Fails(ExitCode.BadInput, "is no SARIF log");
        (await _folder.RunAsync("check", ".", "--html", name)).Fails(ExitCode.BadInput, "is no page");
        Assert.Equal(before, _folder.Content());
    }

    [Fact]
    public async Task Contracts_are_not_written_over()
    {
        const string text = "# By hand.\n";
        _folder.Write("src/vendor.acquit.txt", text);
        (await _folder.RunAsync("contracts", "src", "--output", "src/vendor.acquit.txt")).Fails(ExitCode.BadInput, "vendor.acquit.txt' is there, and a proposal is not written over it");
        (await _folder.RunAsync("contracts", "src", "--output", "src/vendor.acquit.txt", "--contracts", "src/vendor.acquit.txt")).Fails(ExitCode.BadInput, "--contracts and --output both name '");
        Assert.Equal(text, _folder.Read("src/vendor.acquit.txt"));
    }

    [Fact]
    public async Task What_is_read_only_stays()
    {
        await _folder.RunAsync("check", "src", "--sarif", "x.sarif");
        var before = _folder.Content();
        File.SetAttributes(_folder.PathOf("x.sarif"), FileAttributes.ReadOnly);
        (await _folder.RunAsync("check", "src", "--sarif", "x.sarif")).Fails(ExitCode.BadInput, "x.sarif' cannot be written: it is read-only.");
        File.SetAttributes(_folder.PathOf("x.sarif"), FileAttributes.Normal);
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("check", "--sarif", "/dev/null", "it is no ordinary file")]
    [InlineData("check", "--html", "/dev/null", "it is no ordinary file")]
    [InlineData("check", "--sarif", "/proc/x.sarif", "'/proc/x.sarif' cannot be written: ")]
    [InlineData("check", "--html", "/proc/x.html", "'/proc/x.html' cannot be written: ")]
    [InlineData("contracts", "--output", "/proc/x.acquit.txt", "'/proc/x.acquit.txt' cannot be written: ")]
    [InlineData("check", "--write-baseline", "/proc/x.json", "'/proc/x.json' cannot be written: ")]
    [InlineData("check", "--sarif", "src/Probe.cs/x.sarif", "there is no folder '")]
    [InlineData("contracts", "--output", "src/Probe.cs/x.acquit.txt", "there is no folder '")]
    [InlineData("check", "--write-baseline", "src/Probe.cs/x.json", "there is no folder '")]
    public async Task What_cannot_be_written_is_told_before_the_work(string command, string option, string name, string part)
    {
        Assert.SkipWhen(name[0] == '/' && !OperatingSystem.IsLinux(), "This system has no such files.");
        string[] options = option == "--write-baseline" ? [option, "--baseline", name] : [option, name];
        var before = _folder.Content();
        (await _folder.RunAsync([command, "src", .. options])).Fails(ExitCode.BadInput, part);
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("--sarif", "x.sarif", "--html", "x.html")]
    [InlineData("--sarif", "x.sarif", "--baseline", "x.json")]
    public async Task Either_all_files_are_written_or_none(string first, string one, string second, string other)
    {
        string[] command = ["check", "src", first, one, second, other, .. second == "--baseline" ? (string[])["--write-baseline"] : []];
        foreach (var isThere in new[] { false, true })
        {
            if (isThere)
                Assert.InRange((int)(await _folder.RunAsync(command)).Code, 0, 1);
            _folder.Write("src/Probe.cs", isThere ? Clean : TestFolder.Leak);
            var before = _folder.Content();
            // While the code is looked at, somebody puts a folder where the second file is to go.
            var run = await Tool.RunAsync(_folder.Path, [new Watcher(() => Replace(other))], TestContext.Current.CancellationToken, command);
            run.Fails(ExitCode.BadInput, $"{other}' cannot be written: it is a folder.");
            Directory.Delete(_folder.PathOf(other));
            Assert.Equal(before.Where(entry => !entry.StartsWith(_folder.PathOf(other), StringComparison.Ordinal)), _folder.Content());
        }
    }

    [Fact]
    public async Task A_contract_file_that_appears_meanwhile_stays()
    {
        _folder.Write("src/Held.cs", TestFolder.Held);
        var run = await Tool.RunAsync(
            _folder.Path, [new Watcher(() => _folder.Write("x.acquit.txt", "# By hand.\n"))], TestContext.Current.CancellationToken, "contracts", "src", "--output", "x.acquit.txt");
        run.Fails(ExitCode.BadInput, "x.acquit.txt' is there");
        Assert.Equal("# By hand.\n", _folder.Read("x.acquit.txt"));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task A_folder_that_goes_meanwhile_is_told()
    {
        var reports = _folder.Inside("reports");
        (await Tool.RunAsync(_folder.Path, [new Watcher(reports.Dispose)], TestContext.Current.CancellationToken, "check", "src", "--sarif", "reports/x.sarif"))
            .Fails(ExitCode.BadInput, "x.sarif' cannot be written: ");
    }

    public void Dispose() => _folder.Dispose();

    private void Replace(string name)
    {
        File.Delete(_folder.PathOf(name));
        Directory.CreateDirectory(_folder.PathOf(name));
    }
}
