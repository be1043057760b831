namespace Acquit.Cli.Tests;

/// <summary>What a code base has is accepted, and what is new is not.</summary>
public sealed class BaselineTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.With(("Probe.cs", TestFolder.Leak));

    [Fact]
    public async Task What_is_written_down_is_accepted()
    {
        var written = await WriteAsync();
        Assert.Equal((ExitCode.Nothing, "1 finding accepted.\nWritten: old.json (baseline).\n"), (written.Code, written.Output));
        var run = await CheckAsync();
        Assert.Equal((ExitCode.Nothing, "Nothing new found in 1 project, 1 file. 1 accepted by the baseline.\n"), (run.Code, run.Output));
    }

    [Fact]
    public async Task Lines_may_move_and_be_laid_out_anew()
    {
        await WriteAsync();
        _folder.Write("Probe.cs", "// A comment.\n\n" + TestFolder.Leak
            .Replace("GCHandle.Alloc(target)", "GCHandle\n            .Alloc(target)", StringComparison.Ordinal)
            .Replace("GCHandle\n            .Alloc", "GCHandle.Alloc", StringComparison.Ordinal)
            .Replace("    public static int", "    public static int Other;\n\n    public static int", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Nothing, (await CheckAsync()).Code);
    }

    [Fact]
    public async Task A_file_may_be_renamed()
    {
        await WriteAsync();
        File.Move(_folder.PathOf("Probe.cs"), _folder.PathOf("Renamed.cs"));
        Assert.Equal(ExitCode.Nothing, (await CheckAsync()).Code);
    }

    [Fact]
    public async Task Another_member_with_the_same_mistake_is_new()
    {
        await WriteAsync();
        _folder.Write("Probe.cs", TestFolder.Leak.Replace("    public static int Run(object", """
                public static void More(object target) => GCHandle.Alloc(target);

                public static int Run(object
            """, StringComparison.Ordinal));
        var run = await CheckAsync("--sarif", "out.sarif");
        Assert.Equal(ExitCode.Findings, run.Code);
        Assert.Contains("1 new finding in 1 file", run.Output, StringComparison.Ordinal);
        var result = Assert.Single(SarifFile.Results(_folder.Read("out.sarif")));
        Assert.Equal(("Vendor.Probe.More(object)", "new"), (result.Member, result.Element.GetProperty("baselineState").GetString()));
    }

    [Fact]
    public async Task Of_several_alike_as_many_are_accepted_as_there_were()
    {
        const string one = "    public static void More(object target) { GCHandle.Alloc(target); }\n";
        _folder.Write("Probe.cs", $"using System.Runtime.InteropServices;\npublic static class Probe\n{{\n{one}}}\n");
        await WriteAsync();
        _folder.Write("Probe.cs", $"using System.Runtime.InteropServices;\npublic static class Probe\n{{\n{one.Replace("{ ", "{ GCHandle.Alloc(target); ", StringComparison.Ordinal)}}}\n");
        var run = await CheckAsync();
        Assert.Equal(ExitCode.Findings, run.Code);
        Assert.Contains("1 new finding in 1 file (1 project, 1 file checked). 1 accepted", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_mended_is_told_so_that_the_baseline_shrinks()
    {
        await WriteAsync();
        _folder.Write("Probe.cs", TestFolder.Leak.Replace("mode < 0", "false", StringComparison.Ordinal));
        Assert.Equal("Nothing found in 1 project, 1 file. 1 of the baseline is gone: write it again.\n", (await CheckAsync()).Output);
    }

    [Fact]
    public async Task The_file_can_be_read_by_a_person_and_is_the_same_every_time()
    {
        await WriteAsync();
        var first = _folder.Read("old.json");
        Assert.Contains("\"member\": \"Vendor.Probe.Run(object,int)\"", first, StringComparison.Ordinal);
        Assert.Contains("\"code\": \"GCHandle.Alloc(target)\"", first, StringComparison.Ordinal);
        await WriteAsync();
        Assert.Equal(first, _folder.Read("old.json"));
    }

    private Task<ToolRun> WriteAsync() => _folder.RunAsync("check", ".", "--baseline", "old.json", "--write-baseline");

    private Task<ToolRun> CheckAsync(params string[] more) => _folder.RunAsync(["check", ".", "--baseline", "old.json", .. more]);

    public void Dispose() => _folder.Dispose();
}
