using System.Diagnostics;

namespace Acquit.Cli.Tests.Running;

/// <summary>Runs a command in a folder, and expects an exit code.</summary>
internal static class CommandProcess
{
    public static async Task<string> RunAsync(string file, TestFolder folder, int code, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        Forget(start);
        // Packages of this version have other contents in every build, and what is remembered of them lies elsewhere afterwards.
        start.Environment["NUGET_PACKAGES"] = folder.PathOf("cache");
        start.Environment["DOTNET_CLI_HOME"] = folder.PathOf("home");
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == code, $"{file} {string.Join(' ', arguments)}: {process.ExitCode}\n{output}");
        return output;
    }

    /// <summary>What the test's own build told its children is nobody else's business.</summary>
    public static void Forget(ProcessStartInfo start)
    {
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(inherited);
    }
}
