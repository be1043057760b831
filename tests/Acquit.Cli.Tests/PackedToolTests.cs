using System.Diagnostics;

namespace Acquit.Cli.Tests;

/// <summary>The package, installed as a user installs it, and run as a process of its own.</summary>
public class PackedToolTests
{
    [Fact]
    public async Task The_package_installs_a_command_that_checks()
    {
        using var folder = TestFolder.With(("code/Probe.cs", TestFolder.Leak), ("code/Probe.csproj", TestFolder.Project));
        var project = Path.Combine(Repository.Folder, "src", "Acquit.Cli", "Acquit.Cli.csproj");
        await RunAsync("dotnet", folder, 0, "pack", project, "--no-build", "-c", Repository.Configuration, "-o", folder.PathOf("feed"), "--nologo");
        await RunAsync("dotnet", folder, 0, "tool", "install", "Acquit.Cli", "--tool-path", folder.PathOf("tools"), "--source", folder.PathOf("feed"), "--no-http-cache");
        var command = folder.PathOf(OperatingSystem.IsWindows() ? "tools/acquit.exe" : "tools/acquit");
        Assert.Contains("code/Probe.cs(9,22): warning ACQ101", await RunAsync(command, folder, (int)ExitCode.Findings, "check", "code"), StringComparison.Ordinal);
        Assert.Contains("acquit: error: ", await RunAsync(command, folder, (int)ExitCode.BadInput, "check", "absent"), StringComparison.Ordinal);
        Assert.Contains("--write-baseline", await RunAsync(command, folder, (int)ExitCode.Nothing, "check", "--help"), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string file, TestFolder folder, int code, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test's own build told its children is nobody else's business.
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(inherited);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == code, $"{file} {string.Join(' ', arguments)}: {process.ExitCode}\n{output}");
        return output;
    }
}
