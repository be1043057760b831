namespace Acquit.Cli.Tests;

/// <summary>Whatever is wrong with the input: one clear line, the exit code that is documented, and nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.With(("src/Probe.cs", TestFolder.Leak));

    public static TheoryData<string, string> CommandLines => new()
    {
        { "", "Required command" },
        { "check", "PATH" },
        { "check src --sariff x", "--sariff" },
        { "chekc src", "chekc" },
        { "check src --severity bad", "'bad' is no severity; there are error, warning, suggestion, hidden, and info, which is the same as suggestion. See 'acquit check --help'." },
        { "check src --rules ACQ999", "'ACQ999' is no rule" },
        { "check src --sarif", "--sarif" },
        { "check src --write-baseline", "--baseline" },
        { "check src more", "more" },
        { "check absent", "does not exist" },
        { "check absent.sln", "does not exist" },
        { "contracts absent", "does not exist" },
        { "contracts src --html x", "--html" },
        { "check src --baseline absent.json", "absent.json" },
        { "check src --contracts absent.acquit.txt", "absent.acquit.txt" },
        { "check src --contracts src/Probe.cs", "is no contract file" },
        { "check src --sarif absent/x.sarif", "absent/x.sarif' cannot be written: there is no folder '" },
        { "check src --html src", "PATH and --html both name '" },
        { "check src --html .", "it is a folder" },
        { "check src --html x --sarif x", "--sarif and --html both name '" },
        { "check src --html x --sarif src/../x", "--sarif and --html both name '" },
        { "check src --sarif src/Probe.cs", "Probe.cs' is there, and is no SARIF log: it is not written over." },
        { "check src --html src/Probe.cs", "Probe.cs' is there, and is no page that this command has written" },
        { "check src/Probe.cs --sarif src/Probe.cs", "PATH and --sarif both name '" },
        { "contracts src --output proposed.txt", "'proposed.txt' would be no contract file: the name of one ends in '.acquit.txt'. See 'acquit contracts --help'." },
        { "contracts src -o", "-o" },
        { "check @absent", "absent" },
        { "contracts src --output absent/x.acquit.txt", "absent/x.acquit.txt' cannot be written: there is no folder '" },
    };

    [Theory]
    [MemberData(nameof(CommandLines))]
    public async Task A_wrong_command_line_is_told_in_one_line(string arguments, string part)
    {
        var before = _folder.Content();
        var run = await _folder.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        run.Fails(ExitCode.BadInput, part);
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{ \"version\": 1, \"findings\": [ { \"rule\": 5 } ] }")]
    [InlineData("{ \"version\": 1, \"findings\": null }")]
    [InlineData("no baseline")]
    [InlineData("\0\u0001\ufffdPK")]
    [InlineData("{ \"version\": 1, \"findings\": [ null ] }")]
    [InlineData("{ \"version\": 1, \"findings\": [ { \"rule\": \"ACQ101\", \"member\": \"M\", \"code\": \"c\", \"fingerprint\": \"f\", \"count\": 0 } ] }")]
    [InlineData("{ \"version\": 2, \"findings\": [] }")]
    public async Task A_baseline_that_cannot_be_read_is_told(string text)
    {
        _folder.Write("old.json", text);
        (await _folder.RunAsync("check", "src", "--baseline", "old.json")).Fails(ExitCode.BadInput, "The baseline");
    }

    [Theory]
    [InlineData("")]
    [InlineData("namespace Vendor;")]
    [InlineData("{ \"dependencies\": {} }")]
    public async Task What_is_no_baseline_is_not_overwritten_by_one(string text)
    {
        _folder.Write("notes.txt", text);
        (await _folder.RunAsync("check", "src", "--baseline", "notes.txt", "--write-baseline")).Fails(ExitCode.BadInput, "notes.txt' is there, and is no baseline");
        Assert.Equal(text, _folder.Read("notes.txt"));
    }

    [Fact]
    public async Task A_folder_is_no_baseline() =>
        (await _folder.RunAsync("check", "src", "--baseline", "src")).Fails(ExitCode.BadInput, "The baseline");

    [Fact]
    public async Task A_log_is_no_baseline()
    {
        await _folder.RunAsync("check", "src", "--sarif", "x.sarif");
        (await _folder.RunAsync("check", "src", "--baseline", "x.sarif")).Fails(ExitCode.BadInput, "x.sarif' cannot be read: it is a SARIF log.");
    }

    [Fact]
    public async Task Numbers_in_a_baseline_may_be_large()
    {
        const string entry = "{ \"rule\": \"ACQ101\", \"member\": \"M\", \"code\": \"c\", \"fingerprint\": \"f\", \"count\": 2147483647 }";
        _folder.Write("old.json", $"{{ \"version\": 1, \"findings\": [ {entry}, {entry} ] }}");
        Assert.Contains("4294967294 of the baseline are gone", (await _folder.RunAsync("check", "src", "--baseline", "old.json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task What_is_no_path_at_all_is_told(string name)
    {
        var before = _folder.Content();
        (await _folder.RunAsync("check", name)).Fails(ExitCode.BadInput, name.Length == 0 ? "An empty name" : "'a\\0b' is no path");
        (await _folder.RunAsync("check", "src", "--sarif", name)).Fails(ExitCode.BadInput, name.Length == 0 ? "An empty name" : "'a\\0b' is no path");
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("--sarif")]
    [InlineData("--html")]
    public async Task A_name_that_is_too_long_is_told_before_the_work(string option)
    {
        var name = new string('x', 300);
        (await _folder.RunAsync("check", "src", option, name)).Fails(ExitCode.BadInput, $"{name}' cannot be written: ");
        (await _folder.RunAsync("check", name)).Fails(ExitCode.BadInput, "does not exist");
        (await _folder.RunAsync("check", "src", "--baseline", name)).Fails(ExitCode.BadInput, $"{name}' cannot be read: ");
        // The longest name that most systems have room for is none.
        Assert.Equal(ExitCode.Findings, (await _folder.RunAsync("check", "src", option, new string('x', 255))).Code);
    }

    [Fact]
    public async Task A_contract_file_that_is_named_twice_is_in_force_once()
    {
        _folder.Write("vendor.acquit.txt", "M:Vendor.Probe.Run(System.Object,System.Int32)\n    target borrows\n");
        var run = await _folder.RunAsync("check", "src", "--contracts", "vendor.acquit.txt", "--contracts", "src/../vendor.acquit.txt");
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        Assert.DoesNotContain("ACQ901", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contract_file_with_a_mistake_is_told_with_its_place()
    {
        _folder.Write("vendor.acquit.txt", "M:Vendor.Card.Open\n    return aquires card\n");
        (await _folder.RunAsync("check", "src", "--contracts", "vendor.acquit.txt")).Fails(ExitCode.BadInput, "vendor.acquit.txt(2,12): 'aquires' is not a verb");
    }

    [Fact]
    public async Task A_file_that_is_no_code_is_told()
    {
        _folder.Write("notes.txt", "");
        (await _folder.RunAsync("check", "notes.txt")).Fails(ExitCode.BadInput, "is no solution");
    }

    [Fact]
    public async Task A_folder_without_code_is_told()
    {
        Directory.CreateDirectory(_folder.PathOf("empty"));
        (await _folder.RunAsync("check", "empty")).Fails(ExitCode.BadInput, "holds no solution, C# project or C# file");
    }

    [Fact]
    public async Task Of_several_solutions_one_has_to_be_named()
    {
        _folder.Write("a.sln", "");
        _folder.Write("b.slnx", "<Solution />");
        (await _folder.RunAsync("check", ".")).Fails(ExitCode.BadInput, "several solutions (a.sln, b.slnx)");
    }

    [Theory]
    [InlineData("broken.sln", "this is no solution")]
    [InlineData("broken.slnx", "<Solution")]
    [InlineData("broken.slnx", "<Solution><Unknown/></Solution>")]
    [InlineData("broken.slnf", "{ \"solution\": 1 }")]
    [InlineData("broken.slnf", "{")]
    [InlineData("broken.slnf", "{ \"solution\": { \"path\": null, \"projects\": [] } }")]
    [InlineData("broken.slnf", "{ \"solution\": { \"path\": \"a.sln\", \"projects\": [ null ] } }")]
    [InlineData("broken.slnf", "{ \"solution\": { \"path\": \"a\\u0000.sln\", \"projects\": [ \"b\" ] } }")]
    [InlineData("empty.slnx", "<Solution />")]
    [InlineData("lacking.slnx", "<Solution><Project Path=\"gone/Gone.csproj\" /></Solution>")]
    public async Task A_broken_solution_is_told_and_nothing_is_written(string name, string text)
    {
        _folder.Write(name, text);
        var before = _folder.Content();
        (await _folder.RunAsync("check", name, "--sarif", "x.sarif", "--html", "x.html")).Fails(ExitCode.NotOpened, name);
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("this is no project")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup></Project>")]
    [InlineData("<Project Sdk=\"No.Such.Sdk\" />")]
    public async Task A_broken_project_is_told_and_nothing_is_written(string text)
    {
        _folder.Write("src/Probe.csproj", text);
        var before = _folder.Content();
        (await _folder.RunAsync("check", "src", "--sarif", "x.sarif")).Fails(ExitCode.NotOpened, "Probe.csproj");
        Assert.Equal(before, _folder.Content());
    }

    [Fact]
    public async Task A_project_that_does_not_restore_is_told_with_the_reason()
    {
        _folder.Write("nuget.config", "<configuration><packageSources><clear /><add key=\"here\" value=\".\" /></packageSources></configuration>");
        _folder.Write("src/Probe.csproj", TestFolder.Project.Replace("</Project>", "<ItemGroup><PackageReference Include=\"Vendor.NoSuchPackage\" Version=\"1.0.0\" /></ItemGroup></Project>", StringComparison.Ordinal));
        var before = _folder.Content();
        (await _folder.RunAsync("check", "src/Probe.csproj", "--sarif", "x.sarif")).Fails(ExitCode.NotOpened, "Vendor.NoSuchPackage");
        Assert.Equal(before, _folder.Content());
    }

    [Fact]
    public async Task A_project_that_has_not_been_restored_is_told_when_it_must_not_be()
    {
        _folder.Write("src/Probe.csproj", TestFolder.Project);
        (await _folder.RunAsync("check", "src", "--no-restore")).Fails(ExitCode.NotOpened, "has not been restored");
    }

    public void Dispose() => _folder.Dispose();
}
