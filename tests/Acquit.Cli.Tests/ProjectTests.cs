namespace Acquit.Cli.Tests;

/// <summary>Projects and solutions are opened as their build opens them, and left as they are.</summary>
public sealed class ProjectTests : IDisposable
{
    private const string Referring = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
          <ItemGroup><ProjectReference Include="../lib/Lib.csproj" /></ItemGroup>
        </Project>
        """;

    // What the body of 'Hold' does can be seen in its own project only.
    private const string Library = """
        using System.Runtime.InteropServices;
        namespace Lib;
        public static class Handles
        {
            public static GCHandle Hold(object target) => GCHandle.Alloc(target);
        }
        """;

    private const string Using = """
        namespace App;
        public static class Program
        {
            public static void Look(object target) { var handle = Lib.Handles.Hold(target); Console.WriteLine(handle.IsAllocated); }
            public static void Pin(object target) { System.Runtime.InteropServices.GCHandle.Alloc(target); }
        }
        """;

    private readonly TestFolder _folder = TestFolder.With(
        ("lib/Lib.csproj", TestFolder.Project), ("lib/Handles.cs", Library), ("app/App.csproj", Referring), ("app/Program.cs", Using));

    [Fact]
    public async Task A_project_is_restored_elsewhere_and_stays_as_it_is()
    {
        var before = _folder.Content();
        var run = await _folder.RunAsync("check", "app/App.csproj");
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        Assert.Contains("app/Program.cs(5,45): warning ACQ101", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("all.sln", """
        Microsoft Visual Studio Solution File, Format Version 12.00
        # Visual Studio Version 17
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "App", "app\App.csproj", "{11111111-1111-1111-1111-111111111111}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Lib", "lib\Lib.csproj", "{22222222-2222-2222-2222-222222222222}"
        EndProject
        Global
        	GlobalSection(SolutionConfigurationPlatforms) = preSolution
        		Debug|Any CPU = Debug|Any CPU
        	EndGlobalSection
        	GlobalSection(ProjectConfigurationPlatforms) = postSolution
        		{11111111-1111-1111-1111-111111111111}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
        		{11111111-1111-1111-1111-111111111111}.Debug|Any CPU.Build.0 = Debug|Any CPU
        		{22222222-2222-2222-2222-222222222222}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
        		{22222222-2222-2222-2222-222222222222}.Debug|Any CPU.Build.0 = Debug|Any CPU
        	EndGlobalSection
        EndGlobal

        """)]
    [InlineData("all.slnx", "<Solution><Project Path=\"app/App.csproj\" /><Project Path=\"lib/Lib.csproj\" /></Solution>")]
    [InlineData("one.slnf", "{ \"solution\": { \"path\": \"sub\\\\all.slnx\", \"projects\": [ \"..\\\\app\\\\App.csproj\" ] } }")]
    public async Task A_solution_or_a_filter_of_one_is_opened(string name, string text)
    {
        _folder.Write("sub/all.slnx", "<Solution><Project Path=\"../app/App.csproj\" /><Project Path=\"../lib/Lib.csproj\" /></Solution>");
        _folder.Write(name, text);
        var run = await _folder.RunAsync("check", name);
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        Assert.Contains("app/Program.cs(5,45): warning ACQ101", run.Output, StringComparison.Ordinal);
        Assert.Contains(name.EndsWith("slnf", StringComparison.Ordinal) ? "(1 project, " : "(2 projects, ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_has_been_restored_is_not_restored_again_wherever_that_went(bool isElsewhere)
    {
        if (isElsewhere)
            _folder.Write("Directory.Build.props", "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>");
        _folder.Write("all.slnx", "<Solution><Project Path=\"app/App.csproj\" /><Project Path=\"lib/Lib.csproj\" /></Solution>");
        (await _folder.RunAsync("check", ".", "--no-restore")).Fails(ExitCode.NotOpened, "'app/App.csproj' has not been restored");
        await CommandProcess.RunAsync("dotnet", _folder, 0, "restore", "all.slnx");
        Assert.Equal(isElsewhere, !Directory.Exists(_folder.PathOf("app/obj")));
        var before = _folder.Content();
        var run = await _folder.RunAsync("check", ".", "--no-restore");
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        Assert.Contains("app/Program.cs(5,45): warning ACQ101", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Content());
    }

    [Fact]
    public async Task A_project_whose_outputs_go_elsewhere_is_restored_aside_as_well()
    {
        _folder.Write("Directory.Build.props", "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>");
        var before = _folder.Content();
        var run = await _folder.RunAsync("check", "app");
        Assert.Equal((ExitCode.Findings, ""), (run.Code, run.Error));
        Assert.Equal(before, _folder.Content());
    }

    [Fact]
    public async Task Projects_in_other_languages_are_left_out_and_named()
    {
        _folder.Write("old/Old.vbproj", TestFolder.Project);
        _folder.Write("all.slnx", "<Solution><Project Path=\"lib/Lib.csproj\" /><Project Path=\"old/Old.vbproj\" /></Solution>");
        var run = await _folder.RunAsync("check", "all.slnx");
        Assert.Equal(ExitCode.Nothing, run.Code);
        Assert.Equal("acquit: note: 'old/Old.vbproj' is no C# project, and was left out.\n", run.Error);
    }

    [Fact]
    public async Task A_project_for_several_frameworks_has_each_finding_once()
    {
        _folder.Write("lib/Lib.csproj", TestFolder.Project.Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>", StringComparison.Ordinal));
        _folder.Write("lib/Handles.cs", TestFolder.Leak);
        var run = await _folder.RunAsync("check", "lib");
        Assert.Contains("1 finding in 1 file (2 projects, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_does_not_compile_is_looked_at_and_said_to_be_incomplete()
    {
        _folder.Write("lib/Handles.cs", TestFolder.Leak + "\npublic class Broken : Missing { }\n");
        var run = await _folder.RunAsync("check", "lib", "--sarif", "out.sarif");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("warning ACQ101", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"^acquit: error: 'Lib' does not compile \(1 error\): Handles\.cs\(\d+\): CS0246: ", run.Error);
        Assert.False(SarifFile.Run(_folder.Read("out.sarif")).GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    public void Dispose() => _folder.Dispose();
}
