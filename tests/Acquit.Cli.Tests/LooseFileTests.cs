namespace Acquit.Cli.Tests;

/// <summary>C# files without a project, and what of the findings is asked for.</summary>
public sealed class LooseFileTests : IDisposable
{
    private readonly TestFolder _around = TestFolder.With();
    private readonly TestFolder _folder;

    public LooseFileTests()
    {
        _folder = _around.Inside("code");
        _folder.Write("Probe.cs", TestFolder.Leak);
    }

    [Fact]
    public async Task Files_are_checked_as_they_are()
    {
        var run = await _folder.RunAsync("check", ".");
        Assert.Equal(ExitCode.Findings, run.Code);
        Assert.Contains("Probe.cs(9,22): warning ACQ101: The GC handle taken by 'Alloc' is still held when the method returns at line 11 (after 'mode < 0')", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 finding in 1 file (1 project, 1 file checked).\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_is_enough() => Assert.Equal(ExitCode.Findings, (await _folder.RunAsync("check", "Probe.cs")).Code);

    [Fact]
    public async Task Right_code_is_an_exit_code_of_nothing()
    {
        _folder.Write("Probe.cs", TestFolder.Leak.Replace("mode < 0", "false", StringComparison.Ordinal));
        var run = await _folder.RunAsync("check", ".");
        Assert.Equal((ExitCode.Nothing, "Nothing found in 1 project, 1 file.\n", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task What_tools_put_into_folders_is_not_looked_at()
    {
        _folder.Write("bin/Old.cs", TestFolder.Leak);
        _folder.Write("obj/Old.cs", TestFolder.Leak);
        _folder.Write(".git/Old.cs", TestFolder.Leak);
        Assert.Contains("1 finding in 1 file ", (await _folder.RunAsync("check", ".")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Severities_are_those_of_the_editorconfig()
    {
        _folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.ACQ101.severity = error\n");
        Assert.Contains(": error ACQ101: ", (await _folder.RunAsync("check", ".", "--severity", "error")).Output, StringComparison.Ordinal);
        _folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.ACQ101.severity = none\n");
        Assert.Equal(ExitCode.Nothing, (await _folder.RunAsync("check", ".")).Code);
    }

    [Fact]
    public async Task Only_what_is_severe_enough_is_reported() => Assert.Equal(ExitCode.Nothing, (await _folder.RunAsync("check", ".", "--severity", "error")).Code);

    [Theory]
    [InlineData(ExitCode.Findings, "ACQ101")]
    [InlineData(ExitCode.Findings, "acq1")]
    [InlineData(ExitCode.Findings, "ACQ104,ACQ101")]
    [InlineData(ExitCode.Findings, "ACQ104", "ACQ101")]
    [InlineData(ExitCode.Nothing, "ACQ104")]
    public async Task Only_the_rules_that_are_named_are_reported(ExitCode code, params string[] rules) =>
        Assert.Equal(code, (await _folder.RunAsync(["check", ".", "--rules", .. rules])).Code);

    [Fact]
    public async Task A_pragma_is_heard()
    {
        _folder.Write("Probe.cs", "#pragma warning disable ACQ101 // Given back elsewhere.\n" + TestFolder.Leak);
        Assert.Equal(ExitCode.Nothing, (await _folder.RunAsync("check", ".")).Code);
    }

    [Theory]
    [InlineData("vendor.acquit.txt", new string[0])]
    [InlineData("../elsewhere/vendor.acquit.txt", new[] { "--contracts", "../elsewhere/vendor.acquit.txt" })]
    public async Task Contract_files_are_in_force(string name, string[] options)
    {
        _folder.Write("Probe.cs", """
            namespace Vendor;
            public sealed class Card
            {
                public static Card? Open(int slot) => slot == 0 ? null : new();
                public void Close() { }
            }
            public static class Probe
            {
                public static void Look() => Card.Open(1);
            }
            """);
        Assert.Equal(ExitCode.Nothing, (await _folder.RunAsync("check", ".")).Code);
        _folder.Write(name, "M:Vendor.Card.Open(System.Int32)\n    return acquires card when return != null releasedby Close\nM:Vendor.Card.Close\n    this releases card\n");
        Assert.Contains("Probe.cs(9,34): warning ACQ101", (await _folder.RunAsync(["check", ".", .. options])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vendor.acquit.txt", false)]
    [InlineData("link.acquit.txt", false)]
    [InlineData("vendor.acquit.txt", true)]
    [InlineData("link.acquit.txt", true)]
    public async Task A_contract_file_that_is_in_force_already_may_be_named(string name, bool hasProject)
    {
        _folder.Write("Probe.cs", """
            namespace Vendor;
            public sealed class Card
            {
                public static Card? Open(int slot) => slot == 0 ? null : new();
                public void Close() { }
            }
            public static class Probe
            {
                public static void Look() => Card.Open(1)?.Close();
            }
            """);
        _folder.Write("vendor.acquit.txt", "M:Vendor.Card.Open(System.Int32)\n    return acquires card when return != null releasedby Close\nM:Vendor.Card.Close\n    this releases card\n");
        File.CreateSymbolicLink(_around.PathOf("link.acquit.txt"), "code/vendor.acquit.txt");
        if (hasProject)
            _folder.Write("Probe.csproj", TestFolder.Project.Replace("</PropertyGroup>", "<Nullable>enable</Nullable></PropertyGroup>", StringComparison.Ordinal));
        var run = await _folder.RunAsync("check", ".", "--contracts", name == "link.acquit.txt" ? "../" + name : name);
        Assert.Equal((ExitCode.Nothing, "Nothing found in 1 project, 1 file.\n", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task A_contract_for_nothing_that_is_there_is_reported_in_its_file()
    {
        _folder.Write("vendor.acquit.txt", "M:Vendor.Card.Open\n    return acquires card\n");
        Assert.Contains("vendor.acquit.txt(1,1): warning ACQ901: ", (await _folder.RunAsync("check", ".")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_need_not_have_what_the_contracts_beside_it_speak_of()
    {
        const string contracts = "M:Vendor.Card.Open(System.Int32)\n    return acquires card when return != null releasedby Close\nM:Vendor.Card.Close\n    this releases card\n";
        _folder.Write("vendor.acquit.txt", contracts);
        var run = await _folder.RunAsync("check", "Probe.cs");
        Assert.Equal(ExitCode.Findings, run.Code);
        Assert.Contains(": warning ACQ101: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ACQ901", run.Output, StringComparison.Ordinal);

        // What cannot be read at all is a mistake in any case, and what is known is in force.
        _folder.Write("vendor.acquit.txt", contracts + "M:Vendor.Probe.Run(System.Object,System.Int32)\n    target aquires card\n");
        Assert.Contains("vendor.acquit.txt(6,12): warning ACQ901: ", (await _folder.RunAsync("check", "Probe.cs")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_are_not_known_are_no_reason_to_fail()
    {
        _folder.Write("Other.cs", "class Other : Vendor.Missing { void Run() => Unknown.Call(); }");
        var run = await _folder.RunAsync("check", ".");
        Assert.Equal(
            (ExitCode.Findings, "acquit: note: 2 names are not known here ('Missing', 'Unknown'), as nothing but the framework is referred to: what is done with them is not followed. Check the project for that.\n"),
            (run.Code, run.Error));
    }

    [Fact]
    public async Task Silence_about_code_with_unknown_names_is_not_taken_for_clean()
    {
        _folder.Write("Probe.cs", "using Vendor.Cards; class Probe { void Run() { Card<int> card = Card.Open(1); Log.Write(card); Journal.Close(); Deck.Shuffle(); } }");
        var run = await _folder.RunAsync("check", ".");
        Assert.Equal((ExitCode.Nothing, "Nothing found in 1 project, 1 file.\n"), (run.Code, run.Output));
        Assert.Equal("acquit: note: 5 names are not known here ('Vendor', 'Card', 'Log' and more), as nothing but the framework is referred to: what is done with them is not followed. Check the project for that.\n", run.Error);
    }

    [Theory]
    [InlineData("Probe.cs", "class Probe { int Count() => \"one\"; }", "CS0029")]
    [InlineData("Probe.cs", "class Probe { int Count() => 1 }", "CS1002")]
    [InlineData(".", "class Probe : Vendor.Missing { int Count() => 1 }", "CS1002")]
    public async Task Silence_about_code_that_is_wrong_whatever_is_missing_is_not_taken_for_clean(string path, string code, string error)
    {
        _folder.Write("Probe.cs", code);
        var run = await _folder.RunAsync("check", path);
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_may_lie_side_by_side()
    {
        _folder.Write("Other.cs", TestFolder.Leak);
        var run = await _folder.RunAsync("check", ".");
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("info")]
    [InlineData("suggestion")]
    public async Task A_suggestion_has_two_names(string severity)
    {
        _folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.ACQ101.severity = suggestion\n");
        Assert.Contains(": suggestion ACQ101: ", (await _folder.RunAsync("check", ".", "--severity", severity)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_with_blanks_and_letters_of_all_sorts_are_right_in_the_log()
    {
        _folder.Write("my code/Prüfung #1.cs", TestFolder.Leak.Replace("Vendor", "Other", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Findings, (await _folder.RunAsync("check", "my code", "--sarif", "out.sarif")).Code);
        var root = new Uri(SarifFile.Run(_folder.Read("out.sarif")).GetProperty("originalUriBaseIds").GetProperty("SRCROOT").GetProperty("uri").GetString()!);
        var result = Assert.Single(SarifFile.Results(_folder.Read("out.sarif")));
        Assert.Equal("Pr%C3%BCfung%20%231.cs", result.File);
        Assert.True(File.Exists(new Uri(root, result.File).LocalPath));
    }

    [Fact]
    public async Task Lines_with_tabs_are_marked_where_they_should_be()
    {
        _folder.Write("Probe.cs", TestFolder.Leak.Replace("    ", "\t", StringComparison.Ordinal));
        var lines = (await _folder.RunAsync("check", ".")).Output.Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains("GCHandle.Alloc(target)", StringComparison.Ordinal));
        Assert.Equal(lines[at].IndexOf("GCHandle", StringComparison.Ordinal), lines[at + 1].IndexOf('^', StringComparison.Ordinal));
        Assert.DoesNotContain('\t', lines[at]);
    }

    [Fact]
    public async Task Files_are_written_whole_over_what_was_there()
    {
        _folder.Write("out.sarif", new string('x', 1_000_000));
        await _folder.RunAsync("check", ".", "--sarif", "out.sarif", "--html", "out.html");
        Assert.Single(SarifFile.Results(_folder.Read("out.sarif")));
        Assert.EndsWith("</html>\n", _folder.Read("out.html"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp"));
    }

    public void Dispose() => _around.Dispose();
}
