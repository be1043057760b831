using static Acquit.Cli.Tests.Running.CommandProcess;

namespace Acquit.Cli.Tests;

/// <summary>The package, installed as a user installs it, and run as a process of its own.</summary>
public class PackedToolTests
{
    [Fact]
    public async Task The_package_installs_a_command_that_checks()
    {
        using var folder = TestFolder.With(
            ("code/Probe.cs", TestFolder.Leak),
            ("code/Probe.csproj", TestFolder.Project),
            ("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>"));
        var project = Path.Combine(Repository.Folder, "src", "Acquit.Cli", "Acquit.Cli.csproj");
        await RunAsync("dotnet", folder, 0, "pack", project, "--no-build", "-c", Repository.Configuration, "-o", folder.PathOf("feed"), "--nologo");
        await RunAsync("dotnet", folder, 0, "tool", "install", "Acquit.Cli", "--tool-path", folder.PathOf("tools"), "--source", folder.PathOf("feed"), "--no-http-cache");
        var command = folder.PathOf(OperatingSystem.IsWindows() ? "tools/acquit.exe" : "tools/acquit");
        Assert.Contains("code/Probe.cs(9,22): warning ACQ101", await RunAsync(command, folder, (int)ExitCode.Findings, "check", "code"), StringComparison.Ordinal);
        Assert.Contains("acquit: error: ", await RunAsync(command, folder, (int)ExitCode.BadInput, "check", "absent"), StringComparison.Ordinal);
        Assert.Contains("--write-baseline", await RunAsync(command, folder, (int)ExitCode.Nothing, "check", "--help"), StringComparison.Ordinal);

        // For a repository, as the page on continuous integration has it.
        await RunAsync("dotnet", folder, 0, "new", "tool-manifest");
        await RunAsync("dotnet", folder, 0, "tool", "install", "Acquit.Cli", "--add-source", folder.PathOf("feed"));
        Directory.Delete(folder.PathOf("cache"), recursive: true);
        await RunAsync("dotnet", folder, 0, "tool", "restore", "--add-source", folder.PathOf("feed"));
        Assert.Contains("code/Probe.cs(9,22): warning ACQ101", await RunAsync("dotnet", folder, (int)ExitCode.Findings, "acquit", "check", "code"), StringComparison.Ordinal);
    }
}
